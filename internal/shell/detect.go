package shell

import (
	"path"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/paths"
)

// Detect guesses the shell that fob was started from, for the line to paste.
// The environment tells it only by traces that shells leave, and each trace is
// handed on to shells started from there; so of two shells one within the
// other the guess may be the wrong one, and `--shell` says it better.
//
//   - `_` names the program that is run: bash and zsh set it anew for each
//     command, the others hand on an old one. self is this program's path.
//   - NU_VERSION is set by nu, PSModulePath by PowerShell (detectWindows tells
//     how it is there).
//   - An old `_` names the shell that bash or zsh started.
//   - SHELL is the login shell, not the one in use; it comes last.
//
// Without any trace it is bash, whose line every POSIX shell understands.
func Detect(env paths.Environ, self string) Kind {
	started, posix := env.Get("_"), false
	if started != "" && path.Base(started) == path.Base(self) {
		started, posix = "", true
	}
	login, _ := ParseKind(env.Get("SHELL"))
	switch {
	case posix && login.isPOSIX():
		return login
	case posix:
		return Bash
	case env.Get("NU_VERSION") != "":
		return Nu
	case env.GOOS == "windows" && env.Get("SHELL") == "":
		return detectWindows(env)
	case env.Get("PSModulePath") != "":
		return PowerShell
	}
	for _, trace := range []string{started, env.Get("SHELL")} {
		if k, ok := ParseKind(trace); ok && !k.IsPowerShell() {
			return k
		}
	}
	return Bash
}

// detectWindows tells cmd and the two PowerShells apart. PSModulePath is set
// for all programs there, with the folders of the machine; each PowerShell puts
// the one of the user before them, `...\Documents\PowerShell\Modules` or
// `...\Documents\WindowsPowerShell\Modules`, wherever Documents lies. Without
// them it is cmd. A cmd started from PowerShell looks like PowerShell.
//
// Source: about_PSModulePath, "PowerShell PSModulePath construction".
func detectWindows(env paths.Environ) Kind {
	folders := strings.Split(strings.ToLower(env.Get("PSModulePath")), ";")
	machine := strings.ToLower(env.Get("ProgramFiles"))
	user := func(tail string) bool {
		return slices.ContainsFunc(folders, func(f string) bool {
			f = strings.TrimRight(f, `\`)
			return strings.HasSuffix(f, tail) && (machine == "" || !strings.HasPrefix(f, machine))
		})
	}
	switch {
	case user(`\powershell\modules`), env.Get("POWERSHELL_DISTRIBUTION_CHANNEL") != "":
		return PowerShell
	case user(`\windowspowershell\modules`):
		return WindowsPowerShell
	}
	return Cmd
}
