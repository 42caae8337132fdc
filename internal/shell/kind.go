// Package shell knows what each shell must be told: how a value is quoted, the
// line that switches the profile, and the hook that lets `fob use` do it.
//
// It is pure and never runs anything. Every text that it makes is safe to hand
// to the shell it is made for, whatever the values are; what a shell has no
// way to write is refused (Refusal).
package shell

import (
	"path"
	"slices"
	"strings"
)

// Kind is a shell that fob can talk to.
type Kind string

// The shells. PowerShell 7 and Windows PowerShell 5.1 are two, for each has
// profile files of its own; every text for them is the same and understood by
// both. Sh is any other POSIX shell: it gets lines to paste, but no hook.
const (
	PowerShell        Kind = "pwsh"
	WindowsPowerShell Kind = "powershell"
	Cmd               Kind = "cmd"
	Bash              Kind = "bash"
	Zsh               Kind = "zsh"
	Fish              Kind = "fish"
	Nu                Kind = "nu"
	Sh                Kind = "sh"
)

// Kinds lists the shells that have a hook, in the order of the help.
func Kinds() []Kind {
	return []Kind{PowerShell, WindowsPowerShell, Cmd, Bash, Zsh, Fish, Nu}
}

// IsPowerShell reports whether k speaks the language of PowerShell.
func (k Kind) IsPowerShell() bool { return k == PowerShell || k == WindowsPowerShell }

// isPOSIX reports whether k reads the lines of a POSIX shell.
func (k Kind) isPOSIX() bool { return k == Bash || k == Zsh || k == Sh }

// ParseKind reads the name of a shell as people and programs spell it: bash,
// /usr/bin/zsh, -bash (a login shell), pwsh.exe, nushell. It reports false for
// a shell that fob does not know.
func ParseKind(name string) (Kind, bool) {
	name = strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
	name = strings.TrimPrefix(strings.TrimSuffix(name, ".exe"), "-")
	switch name {
	case "pwsh-preview":
		return PowerShell, true
	case "nushell":
		return Nu, true
	case "dash", "ash", "sh":
		return Sh, true
	}
	k := Kind(name)
	return k, slices.Contains(Kinds(), k)
}
