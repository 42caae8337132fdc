// Package shell knows what each shell must be told: how a value is quoted, the
// line that switches the profile, and the hook that lets `fob use` do it.
//
// It is pure and never runs anything. Every text that it makes is safe to hand
// to the shell it is made for, whatever the values are.
package shell

import (
	"path"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/paths"
)

// Kind is a shell that fob can talk to.
type Kind string

// The shells. PowerShell means Windows PowerShell 5.1 and PowerShell 7 alike:
// every text for it is understood by both.
const (
	Bash       Kind = "bash"
	Zsh        Kind = "zsh"
	PowerShell Kind = "pwsh"
)

// Kinds lists the shells in the order of the help.
func Kinds() []Kind { return []Kind{Bash, Zsh, PowerShell} }

// ParseKind reads the name of a shell as people and programs spell it: bash,
// /usr/bin/zsh, -bash (a login shell), pwsh.exe, powershell. It reports false
// for a shell that fob does not know.
func ParseKind(name string) (Kind, bool) {
	name = strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
	name = strings.TrimPrefix(strings.TrimSuffix(name, ".exe"), "-")
	switch name {
	case "powershell", "pwsh-preview":
		return PowerShell, true
	}
	k := Kind(name)
	return k, slices.Contains(Kinds(), k)
}

// Detect guesses the shell that fob was started from, for the line to paste.
// The environment tells it only by its traces:
//
//   - `_` names the program that is run: bash and zsh set it anew for each
//     command, PowerShell hands on an old one. self is this program's path.
//   - PSModulePath is set by PowerShell; on Windows it is always there.
//   - SHELL is the login shell, not the one in use; it comes last.
//
// Without any trace it is bash, whose line every POSIX shell understands.
func Detect(env paths.Environ, self string) Kind {
	if env.GOOS == "windows" && env.Get("SHELL") == "" {
		return PowerShell
	}
	posix := env.Get("_") != "" && path.Base(env.Get("_")) == path.Base(self)
	if env.Get("PSModulePath") != "" && !posix {
		return PowerShell
	}
	if k, ok := ParseKind(env.Get("SHELL")); ok && k != PowerShell {
		return k
	}
	return Bash
}
