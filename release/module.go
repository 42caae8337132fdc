package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// moduleFolder holds the PowerShell module; it lies in the archive as it does
// here, where the module looks for the fob that was shipped with it.
const moduleFolder = "powershell"

// module reads the files of the PowerShell module, with the release's version
// in its manifest.
func module(version string) ([]content, error) {
	var files []content
	err := filepath.WalkDir(moduleFolder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && filepath.Ext(path) == ".psd1" {
			data, err = stampManifest(data, version)
		}
		files = append(files, content{filepath.ToSlash(path), data, 0o644})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the PowerShell module: %w", err)
	}
	return files, nil
}

// stampManifest writes a version into a module's manifest. PowerShell takes
// numbers alone there; a release before a release has its name beside them, of
// letters and digits. A version that is only a commit is 0.0.0 of that name.
func stampManifest(manifest []byte, version string) ([]byte, error) {
	text := string(manifest)
	numbers, name := "0.0.0", version
	if m := regexp.MustCompile(`^(\d+\.\d+\.\d+)(?:[-+](.*))?$`).FindStringSubmatch(version); m != nil {
		numbers, name = m[1], m[2]
	}
	name = regexp.MustCompile(`[^0-9A-Za-z]`).ReplaceAllString(name, "")
	for line, stamped := range map[string]string{
		"ModuleVersion        = '0.0.0' # stamped at release with fob's own version": "ModuleVersion        = '" + numbers + "'",
		"Prerelease = '' # stamped at release":                                       "Prerelease = '" + name + "'",
	} {
		if strings.Count(text, line) != 1 {
			return nil, fmt.Errorf("the manifest has no line %s", line)
		}
		text = strings.Replace(text, line, stamped, 1)
	}
	return []byte(text), nil
}
