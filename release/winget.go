package main

import (
	"bytes"
	"fmt"
	"path/filepath"

	"github.com/goccy/go-yaml"
)

const (
	wingetID     = publisher + ".fob"
	wingetSchema = "1.10.0"
	wingetLocale = "en-US"
)

// wingetHead and wingetTail stand in each of the three manifests. winget-pkgs
// wants them first and last; YAML itself does not care.
type wingetHead struct {
	PackageIdentifier string `yaml:"PackageIdentifier"`
	PackageVersion    string `yaml:"PackageVersion"`
}

type wingetTail struct {
	ManifestType    string `yaml:"ManifestType"`
	ManifestVersion string `yaml:"ManifestVersion"`
}

type wingetVersion struct {
	wingetHead    `yaml:",inline"`
	DefaultLocale string `yaml:"DefaultLocale"`
	wingetTail    `yaml:",inline"`
}

type wingetInstaller struct {
	wingetHead           `yaml:",inline"`
	Platform             []string        `yaml:"Platform"`
	MinimumOSVersion     string          `yaml:"MinimumOSVersion"`
	InstallerType        string          `yaml:"InstallerType"`
	NestedInstallerType  string          `yaml:"NestedInstallerType"`
	NestedInstallerFiles []wingetNested  `yaml:"NestedInstallerFiles"`
	Scope                string          `yaml:"Scope"`
	Commands             []string        `yaml:"Commands"`
	ReleaseDate          string          `yaml:"ReleaseDate"`
	Installers           []wingetArchive `yaml:"Installers"`
	wingetTail           `yaml:",inline"`
}

type wingetNested struct {
	RelativeFilePath     string `yaml:"RelativeFilePath"`
	PortableCommandAlias string `yaml:"PortableCommandAlias"`
}

type wingetArchive struct {
	Architecture    string `yaml:"Architecture"`
	InstallerURL    string `yaml:"InstallerUrl"`
	InstallerSha256 string `yaml:"InstallerSha256"`
}

type wingetText struct {
	wingetHead          `yaml:",inline"`
	PackageLocale       string   `yaml:"PackageLocale"`
	Publisher           string   `yaml:"Publisher"`
	PublisherURL        string   `yaml:"PublisherUrl"`
	PublisherSupportURL string   `yaml:"PublisherSupportUrl"`
	PackageName         string   `yaml:"PackageName"`
	PackageURL          string   `yaml:"PackageUrl"`
	License             string   `yaml:"License"`
	LicenseURL          string   `yaml:"LicenseUrl"`
	ShortDescription    string   `yaml:"ShortDescription"`
	Moniker             string   `yaml:"Moniker"`
	Tags                []string `yaml:"Tags"`
	ReleaseNotesURL     string   `yaml:"ReleaseNotesUrl"`
	InstallationNotes   string   `yaml:"InstallationNotes"`
	wingetTail          `yaml:",inline"`
}

// wingetFiles are the three manifests of one version, under the names that the
// winget-pkgs repository gives them.
//
// Source: the manifest schemas 1.10.0 of microsoft/winget-cli.
func wingetFiles(s stamp, windows []archive) (map[string][]byte, error) {
	head := wingetHead{wingetID, s.version}
	tail := func(kind string) wingetTail { return wingetTail{kind, wingetSchema} }
	dir := filepath.Join("winget", "manifests", publisher[:1], publisher, "fob", s.version)
	files := map[string][]byte{}
	for name, m := range map[string]struct {
		kind  string
		value any
	}{
		wingetID + ".yaml":                             {"version", wingetVersion{head, wingetLocale, tail("version")}},
		wingetID + ".installer.yaml":                   {"installer", wingetPrograms(head, s, windows, tail("installer"))},
		wingetID + ".locale." + wingetLocale + ".yaml": {"defaultLocale", wingetWords(head, s, tail("defaultLocale"))},
	} {
		text, err := yaml.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		fmt.Fprintf(&b, "# yaml-language-server: $schema=https://aka.ms/winget-manifest.%s.%s.schema.json\n\n", m.kind, wingetSchema)
		b.Write(text)
		files[filepath.Join(dir, name)] = b.Bytes()
	}
	return files, nil
}

// wingetPrograms tells how to install: two programs in a zip, for this user
// alone. The machine's own place would be below "Program Files", and many a
// credential_process line forgets to quote a blank.
func wingetPrograms(head wingetHead, s stamp, windows []archive, tail wingetTail) wingetInstaller {
	m := wingetInstaller{
		wingetHead: head, wingetTail: tail,
		Platform:         []string{"Windows.Desktop"},
		MinimumOSVersion: "10.0.0.0", // Go's own
		InstallerType:    "zip", NestedInstallerType: "portable",
		Scope:       "user",
		Commands:    programs,
		ReleaseDate: s.date.Format("2006-01-02"),
	}
	for _, name := range programs {
		m.NestedInstallerFiles = append(m.NestedInstallerFiles, wingetNested{windows[0].folder + `\` + name + ".exe", name})
	}
	for _, a := range windows {
		m.Installers = append(m.Installers, wingetArchive{
			Architecture:    map[string]string{"amd64": "x64", "arm64": "arm64"}[a.arch],
			InstallerURL:    address(s.version, a.name),
			InstallerSha256: fmt.Sprintf("%X", a.sum),
		})
	}
	return m
}

func wingetWords(head wingetHead, s stamp, tail wingetTail) wingetText {
	return wingetText{
		wingetHead: head, wingetTail: tail,
		PackageLocale: wingetLocale,
		Publisher:     publisher, PublisherURL: "https://github.com/" + publisher, PublisherSupportURL: home + "/issues",
		PackageName: "fob", PackageURL: home,
		License: license, LicenseURL: home + "/blob/v" + s.version + "/LICENSE",
		ShortDescription:  description,
		Moniker:           "fob",
		Tags:              []string{"aws", "aws-sso", "cli", "credentials", "iam-identity-center", "sso"},
		ReleaseNotesURL:   home + "/releases/tag/v" + s.version,
		InstallationNotes: "Open a new terminal, or reload PATH, and run: fob configure sso",
	}
}
