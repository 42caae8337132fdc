package main

// The rules of winget's and scoop's schemas for the fields that fob writes.
// Whatever else a field might be there is left out: fob writes none of it.
//
// Source: microsoft/winget-cli, manifest schemas 1.10.0 (draft-07: lengths,
// patterns, enumerations, required), and the rules of winget-pkgs that stand
// only in its documentation: capitals in a hash, https alone.

const (
	// No . within a part, no blank, nothing that a file name cannot hold.
	partOfID = `[^.\s\\/:*?"<>|\x01-\x1f]{1,32}`
	// Numbers of 16 bits: Windows' versions and the schemas' own.
	number16 = `(0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])`
	localeIs = `([a-zA-Z]{2,3}|[iI]-[a-zA-Z]+|[xX]-[a-zA-Z]{1,8})(-[a-zA-Z]{1,8})*`
)

var (
	webAddress = rule{pattern: `https://[^\s]+`, max: 2048}
	tag        = rule{min: 1, max: 40}
)

// wingetRules are a manifest's rules: what all three have, and its own.
func wingetRules(kind string, own rules) rules {
	all := rules{
		"PackageIdentifier": {pattern: partOfID + `(\.` + partOfID + `){1,7}`, max: 128},
		"PackageVersion":    {pattern: `[^\\/:*?"<>|\x01-\x1f]+`, max: 128},
		"ManifestType":      {oneOf: kind},
		"ManifestVersion":   {pattern: number16 + `(\.` + number16 + `){2}`, oneOf: "1.9.0 1.10.0"},
	}
	for name, r := range own {
		all[name] = r
	}
	return all
}

func wingetVersionRules() rules {
	return wingetRules("version", rules{"DefaultLocale": {pattern: localeIs, max: 20}})
}

func wingetInstallerRules() rules {
	command := rule{pattern: `\S+`, min: 1, max: 40}
	return wingetRules("installer", rules{
		"Platform":            {items: &rule{oneOf: "Windows.Desktop Windows.Universal"}, max: 2},
		"MinimumOSVersion":    {pattern: number16 + `(\.` + number16 + `){0,3}`},
		"InstallerType":       {oneOf: "msix msi appx exe zip inno nullsoft wix burn pwa portable"},
		"NestedInstallerType": {oneOf: "msix msi appx exe inno nullsoft wix burn portable"},
		"NestedInstallerFiles": {min: 1, max: 1024, items: &rule{fields: rules{
			"RelativeFilePath":     {pattern: `[^/]+`, min: 1, max: 512},
			"PortableCommandAlias": command,
		}}},
		"Scope":       {oneOf: "user machine"},
		"Commands":    {items: &command, max: 16},
		"ReleaseDate": {pattern: `[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`},
		"Installers": {min: 1, max: 1024, items: &rule{fields: rules{
			"Architecture":    {oneOf: "x86 x64 arm arm64 neutral"},
			"InstallerUrl":    webAddress,
			"InstallerSha256": {pattern: `[A-F0-9]{64}`},
		}}},
	})
}

func wingetTextRules() rules {
	return wingetRules("defaultLocale", rules{
		"PackageLocale":       {pattern: localeIs, max: 20},
		"Publisher":           {min: 2, max: 256},
		"PublisherUrl":        webAddress,
		"PublisherSupportUrl": webAddress,
		"PackageName":         {min: 2, max: 256},
		"PackageUrl":          webAddress,
		"License":             {min: 3, max: 512},
		"LicenseUrl":          webAddress,
		"ShortDescription":    {min: 3, max: 256},
		"Moniker":             tag,
		"Tags":                {items: &tag, max: 16},
		"ReleaseNotesUrl":     webAddress,
		"InstallationNotes":   {min: 1, max: 10_000},
	})
}

// scoopRules: schema.json of ScoopInstaller/Scoop, and its wiki for arm64.
func scoopRules() rules {
	later := rule{fields: rules{"url": {pattern: `https://\S+\$version\S+`}}}
	here := rule{fields: rules{
		"url":         {pattern: `https://[^\s$]+`},
		"hash":        {pattern: `[a-fA-F0-9]{64}`},
		"extract_dir": {min: 1},
	}}
	return rules{
		"version":      {pattern: `[\w\-.+]+`},
		"description":  {min: 1},
		"homepage":     webAddress,
		"license":      {oneOf: "Apache-2.0 BSD-3-Clause GPL-2.0-only GPL-3.0-only ISC MIT"}, // SPDX's names
		"notes":        {items: &rule{min: 1}, min: 1},
		"architecture": {fields: rules{"64bit": here, "arm64": here}},
		"bin":          {items: &rule{pattern: `\S+\.exe`}, min: 1},
		"checkver":     {fields: rules{"github": webAddress}},
		"autoupdate": {fields: rules{
			"architecture": {fields: rules{"64bit": later, "arm64": later}},
			"hash":         {fields: rules{"url": {pattern: `.*(\$url|\$baseurl).*`}}},
		}},
	}
}
