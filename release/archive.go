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
	files = append(files, papers...)
	a := archive{platform: p, name: p.archive(s.version), folder: "fob"}
	fill := zipFiles
	if p.os != "windows" {
		a.folder, fill = strings.TrimSuffix(a.name, ".tar.gz"), tarFiles
	}
	var b bytes.Buffer
	if err := fill(&b, a.folder, files, s.date); err != nil {
		return archive{}, fmt.Errorf("pack %s: %w", a.name, err)
	}
	a.sum = sha256.Sum256(b.Bytes())
	return a, os.WriteFile(filepath.Join(out, a.name), b.Bytes(), 0o644)
}

func zipFiles(w io.Writer, folder string, files []string, date time.Time) error {
	z := zip.NewWriter(w)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		h := &zip.FileHeader{Name: folder + "/" + filepath.Base(file), Method: zip.Deflate, Modified: date}
		h.SetMode(mode(file))
		dst, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := dst.Write(data); err != nil {
			return err
		}
	}
	return z.Close()
}

func tarFiles(w io.Writer, folder string, files []string, date time.Time) error {
	gz := gzip.NewWriter(w)
	t := tar.NewWriter(gz)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		h := &tar.Header{Name: folder + "/" + filepath.Base(file), Mode: int64(mode(file)), Size: int64(len(data)), ModTime: date}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(data); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return gz.Close()
}

func mode(file string) os.FileMode {
	if strings.Contains(filepath.Base(file), "fob") {
		return 0o755
	}
	return 0o644
}

// writeSums lists the archives as sha256sum -c reads it.
func writeSums(path string, archives []archive) error {
	var b bytes.Buffer
	for _, a := range archives {
		fmt.Fprintf(&b, "%x  %s\n", a.sum, a.name)
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
