package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// stamp is what the programs will say of themselves, and the one date that all
// files in an archive bear, so that the same commit gives the same bytes.
type stamp struct {
	version, commit string // the version without a leading v, as package managers want it
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
	return stamp{version: plain(version), commit: commit, date: date.UTC()}, nil
}

// plain is a version without the v of its tag.
func plain(version string) string {
	if len(version) > 1 && version[0] == 'v' && version[1] >= '0' && version[1] <= '9' {
		return version[1:]
	}
	return version
}

func git(args ...string) (string, error) {
	b, err := exec.Command("git", args...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(b)), nil
}

// build makes one program, in a file.
func build(p platform, name, file string, s stamp) error {
	const pkg = "github.com/fobcli/fob/internal/cli"
	c := exec.Command("go", "build", "-trimpath", "-o", file,
		"-ldflags", fmt.Sprintf("-s -w -X %s.version=%s -X %s.commit=%s", pkg, s.version, pkg, s.commit), "./cmd/"+name)
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch)
	c.Stderr = os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("build %s for %s: %w", name, p, err)
	}
	return nil
}
