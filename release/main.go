// Command release builds fob and fob-sandbox for every platform: static
// programs, one archive a platform, and the checksums of them all.
//
//	go run ./release -out dist            archives and SHA256SUMS
//	go run ./release -out dist -check     the programs alone, to see that all build
package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// platform is one GOOS and GOARCH.
type platform struct{ os, arch string }

var platforms = []platform{
	{"linux", "amd64"},
	{"linux", "arm64"},
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"windows", "amd64"},
	{"windows", "arm64"},
}

var programs = []string{"fob", "fob-sandbox"}

// papers travel with the programs in every archive.
var papers = []string{"LICENSE", "README.md", "CHANGELOG.md"}

func main() {
	out := flag.String("out", "dist", "folder for what is built")
	check := flag.Bool("check", false, "build the programs only: no archives, no checksums")
	version := flag.String("version", "", "version to stamp (default: git describe)")
	flag.Parse()
	if err := run(*out, *version, *check); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(out, version string, check bool) error {
	stamp, err := readStamp(version)
	if err != nil {
		return err
	}
	var archives []string
	for _, p := range platforms {
		folder := filepath.Join(out, p.os+"-"+p.arch)
		for _, name := range programs {
			if err := build(p, name, folder, stamp); err != nil {
				return err
			}
		}
		fmt.Printf("built %s/%s\n", p.os, p.arch)
		if check {
			continue
		}
		archive, err := pack(p, folder, out, stamp)
		if err != nil {
			return err
		}
		archives = append(archives, archive)
	}
	if check {
		return nil
	}
	return writeSums(filepath.Join(out, "SHA256SUMS"), archives)
}

// stamp is what the programs will say of themselves, and the one date that all
// files in an archive bear, so that the same commit gives the same bytes.
type stamp struct {
	version, commit string
	date            time.Time
}

func readStamp(version string) (stamp, error) {
	commit, err := git("rev-parse", "--short=12", "HEAD")
	if err != nil {
		return stamp{}, err
	}
	when, err := git("log", "-1", "--format=%cI")
	if err != nil {
		return stamp{}, err
	}
	date, err := time.Parse(time.RFC3339, when)
	if err != nil {
		return stamp{}, fmt.Errorf("read the commit's date: %w", err)
	}
	if version == "" {
		if version, err = git("describe", "--tags", "--always", "--dirty"); err != nil {
			return stamp{}, err
		}
	}
	return stamp{version: version, commit: commit, date: date.UTC()}, nil
}

func git(args ...string) (string, error) {
	b, err := exec.Command("git", args...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(b)), nil
}

func build(p platform, name, folder string, s stamp) error {
	const pkg = "github.com/fobcli/fob/internal/cli"
	file := filepath.Join(folder, name)
	if p.os == "windows" {
		file += ".exe"
	}
	c := exec.Command("go", "build", "-trimpath", "-o", file,
		"-ldflags", fmt.Sprintf("-s -w -X %s.version=%s -X %s.commit=%s", pkg, s.version, pkg, s.commit), "./cmd/"+name)
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch)
	c.Stderr = os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("build %s for %s/%s: %w", name, p.os, p.arch, err)
	}
	return nil
}

// pack writes the archive of one platform: zip where people expect zip.
func pack(p platform, folder, out string, s stamp) (string, error) {
	var files []string
	for _, name := range programs {
		if p.os == "windows" {
			name += ".exe"
		}
		files = append(files, filepath.Join(folder, name))
	}
	files = append(files, papers...)
	base := fmt.Sprintf("fob-%s-%s-%s", s.version, p.os, p.arch)
	if p.os == "windows" {
		archive := filepath.Join(out, base+".zip")
		return archive, writeFile(archive, func(w io.Writer) error { return zipFiles(w, base, files, s.date) })
	}
	archive := filepath.Join(out, base+".tar.gz")
	return archive, writeFile(archive, func(w io.Writer) error { return tarFiles(w, base, files, s.date) })
}

func writeFile(path string, fill func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := fill(f); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return f.Close()
}

func zipFiles(w io.Writer, base string, files []string, date time.Time) error {
	z := zip.NewWriter(w)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		h := &zip.FileHeader{Name: base + "/" + filepath.Base(file), Method: zip.Deflate, Modified: date}
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

func tarFiles(w io.Writer, base string, files []string, date time.Time) error {
	gz := gzip.NewWriter(w)
	t := tar.NewWriter(gz)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		h := &tar.Header{Name: base + "/" + filepath.Base(file), Mode: int64(mode(file)), Size: int64(len(data)), ModTime: date}
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

func writeSums(path string, files []string) error {
	return writeFile(path, func(w io.Writer) error {
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(w, "%x  %s\n", sha256.Sum256(data), filepath.Base(file)); err != nil {
				return err
			}
		}
		return nil
	})
}
