package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// archive is one platform's file to download.
type archive struct {
	platform
	name   string // of the file
	folder string // the one at its top, which holds all
	sum    [sha256.Size]byte
}

// archive is the name of the file to download for one platform.
func (p platform) archive(version string) string {
	base := "fob-" + version + "-" + p.os + "-" + p.arch
	if p.os == "windows" {
		return base + ".zip"
	}
	return base + ".tar.gz"
}

// pack writes the archive of one platform: zip where people expect zip.
//
// In a zip the folder is called fob, without the version: winget puts it on
// PATH where it cannot make a link, people unpack it in place, and a path with
// a version in it would not survive the next one in a credential_process line.
func pack(p platform, files []string, out string, s stamp) (archive, error) {
	all, err := contents(files, s)
	if err != nil {
		return archive{}, err
	}
	a := archive{platform: p, name: p.archive(s.version), folder: "fob"}
	fill := zipFiles
	if p.os != "windows" {
		a.folder, fill = strings.TrimSuffix(a.name, ".tar.gz"), tarFiles
	}
	var b bytes.Buffer
	if err := fill(&b, a.folder, all, s.date); err != nil {
		return archive{}, fmt.Errorf("pack %s: %w", a.name, err)
	}
	a.sum = sha256.Sum256(b.Bytes())
	return a, os.WriteFile(filepath.Join(out, a.name), b.Bytes(), 0o644)
}

// content is one file in an archive.
type content struct {
	name string // below the folder, with slashes
	data []byte
	mode os.FileMode
}

// contents reads what goes into an archive: the programs, the papers, and the
// PowerShell module.
func contents(programs []string, s stamp) ([]content, error) {
	var all []content
	for i, file := range slices.Concat(programs, papers) {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		c := content{filepath.Base(file), data, 0o644}
		if i < len(programs) {
			c.mode = 0o755
		}
		all = append(all, c)
	}
	module, err := module(s.version)
	return append(all, module...), err
}

func zipFiles(w io.Writer, folder string, files []content, date time.Time) error {
	z := zip.NewWriter(w)
	for _, file := range files {
		h := &zip.FileHeader{Name: folder + "/" + file.name, Method: zip.Deflate, Modified: date}
		h.SetMode(file.mode)
		dst, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := dst.Write(file.data); err != nil {
			return err
		}
	}
	return z.Close()
}

func tarFiles(w io.Writer, folder string, files []content, date time.Time) error {
	gz := gzip.NewWriter(w)
	t := tar.NewWriter(gz)
	for _, file := range files {
		h := &tar.Header{Name: folder + "/" + file.name, Mode: int64(file.mode), Size: int64(len(file.data)), ModTime: date}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(file.data); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return gz.Close()
}

// writeSums lists the archives as sha256sum -c reads it.
func writeSums(path string, archives []archive) error {
	var b bytes.Buffer
	for _, a := range archives {
		fmt.Fprintf(&b, "%x  %s\n", a.sum, a.name)
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
