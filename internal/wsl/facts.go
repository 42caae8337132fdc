// Package wsl tells what kind of WSL a program runs in, what of Windows can be
// used from there, and whether a browser of Windows can come back.
//
// The world is handed in: a file system, an environment, a way to run a
// program. The package starts nothing by itself and writes nothing, and
// nothing of it happens unless a browser or `fob configure wsl` needs it.
package wsl

import (
	"io/fs"
	"strings"

	"github.com/fobcli/fob/internal/paths"
)

// Facts are what the files and the environment tell. The zero value is a
// machine without WSL.
type Facts struct {
	Version int    // 1 or 2; 0: no WSL, or a container inside of it
	Distro  string // its name, as far as the environment tells: sudo drops it
	Interop bool   // programs of Windows can be started from here
	Drives  []Drive
}

const (
	binfmt     = "proc/sys/fs/binfmt_misc/WSLInterop"
	lateBinfmt = binfmt + "-late" // under systemd
)

// Look finds out from root, the file system from / on, and the environment.
//
// A container inside of WSL shares its kernel and its release, but Windows is
// as far away as from any other container: that is no WSL.
func Look(root fs.FS, env paths.Environ) Facts {
	if env.GOOS != "linux" || has(root, ".dockerenv") || has(root, "run/.containerenv") {
		return Facts{}
	}
	variable, _ := env.First("WSL_DISTRO_NAME", "WSL_INTEROP")
	handler := handlerOf(root)
	if variable == "" && handler == "" && !has(root, "run/WSL") {
		return Facts{}
	}
	release := releaseOf(root)
	ours := strings.Contains(strings.ToLower(release), "microsoft")
	if !ours && handler == "" && !has(root, "run/WSL") {
		return Facts{} // variables alone: a remote shell may have brought them along
	}
	f := Facts{Version: 2, Distro: env.Get("WSL_DISTRO_NAME"), Drives: parseMounts(read(root, "proc/mounts"))}
	if strings.Contains(release, "-Microsoft") { // WSL 2 writes it small
		f.Version = 1
	}
	// Where nothing is registered, wsl.conf has turned it off; a handler that
	// cannot be read says less than the variable does.
	f.Interop = strings.HasPrefix(handler, "enabled") || handler == "" && env.Get("WSL_INTEROP") != ""
	return f
}

// handlerOf returns what the kernel says of the handler for Windows programs.
func handlerOf(root fs.FS) string { return read(root, binfmt) + read(root, lateBinfmt) }

// releaseOf returns the kernel's release; /proc/version begins with
// "Linux version RELEASE".
func releaseOf(root fs.FS) string {
	if r := strings.TrimSpace(read(root, "proc/sys/kernel/osrelease")); r != "" {
		return r
	}
	if words := strings.Fields(read(root, "proc/version")); len(words) > 2 {
		return words[2]
	}
	return ""
}

func has(root fs.FS, name string) bool {
	_, err := fs.Stat(root, name)
	return err == nil
}

// read returns a file's text, empty when it cannot be read.
func read(root fs.FS, name string) string {
	b, err := fs.ReadFile(root, name)
	if err != nil {
		return ""
	}
	return string(b)
}
