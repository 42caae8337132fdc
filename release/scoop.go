package main

import (
	"bytes"
	"encoding/json"
	"fmt"
)

type scoopManifest struct {
	Version      string                  `json:"version"`
	Description  string                  `json:"description"`
	Homepage     string                  `json:"homepage"`
	License      string                  `json:"license"`
	Notes        []string                `json:"notes"`
	Architecture map[string]scoopArchive `json:"architecture"`
	Bin          []string                `json:"bin"`
	Checkver     scoopCheckver           `json:"checkver"`
	Autoupdate   scoopUpdate             `json:"autoupdate"`
}

type scoopArchive struct {
	URL        string `json:"url"`
	Hash       string `json:"hash,omitempty"`
	ExtractDir string `json:"extract_dir,omitempty"`
}

type scoopCheckver struct {
	GitHub string `json:"github"`
}

type scoopUpdate struct {
	Architecture map[string]scoopArchive `json:"architecture"`
	Hash         scoopHash               `json:"hash"`
}

type scoopHash struct {
	URL string `json:"url"`
}

// scoopFile is the manifest for a scoop bucket. Its autoupdate lets the bucket
// find later versions by itself, with their checksums from SHA256SUMS.
//
// Source: schema.json of ScoopInstaller/Scoop and its wiki, "App Manifests".
func scoopFile(s stamp, windows []archive) ([]byte, error) {
	m := scoopManifest{
		Version: s.version, Description: description, Homepage: home, License: license,
		Notes: []string{
			"Start with: fob configure sso",
			"In a credential_process line write fob alone, or ~\\scoop\\shims\\fob.exe: both outlive updates.",
		},
		Architecture: map[string]scoopArchive{},
		Checkver:     scoopCheckver{GitHub: home},
		Autoupdate:   scoopUpdate{Architecture: map[string]scoopArchive{}, Hash: scoopHash{URL: "$baseurl/SHA256SUMS"}},
	}
	for _, name := range programs {
		m.Bin = append(m.Bin, name+".exe")
	}
	for _, a := range windows {
		bits := map[string]string{"amd64": "64bit", "arm64": "arm64"}[a.arch]
		m.Architecture[bits] = scoopArchive{URL: address(s.version, a.name), Hash: fmt.Sprintf("%x", a.sum), ExtractDir: a.folder}
		const later = "$version" // which scoop fills in
		m.Autoupdate.Architecture[bits] = scoopArchive{URL: address(later, a.archive(later))}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "    ")
	err := e.Encode(m)
	return b.Bytes(), err
}
