package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// What the package managers are told. The texts are the same in both, and
// short: winget shows 256 characters at most.
const (
	home        = "https://github.com/fobcli/fob"
	publisher   = "fobcli"
	license     = "Apache-2.0"
	description = "Sign in to AWS IAM Identity Center (AWS SSO) once; every tool gets short-lived credentials."
)

// address is where an archive can be downloaded once it is released.
func address(version, file string) string {
	return fmt.Sprintf("%s/releases/download/v%s/%s", home, version, file)
}

// writeManifests writes what winget and scoop read, of the archives for
// Windows; nothing when there are none.
func writeManifests(out string, s stamp, archives []archive) error {
	var windows []archive
	for _, a := range archives {
		if a.os == "windows" {
			windows = append(windows, a)
		}
	}
	if len(windows) == 0 {
		return nil
	}
	files, err := wingetFiles(s, windows)
	if err != nil {
		return fmt.Errorf("write winget's manifests: %w", err)
	}
	if files[filepath.Join("scoop", "fob.json")], err = scoopFile(s, windows); err != nil {
		return fmt.Errorf("write scoop's manifest: %w", err)
	}
	for name, data := range files {
		path := filepath.Join(out, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
