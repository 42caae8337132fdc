package shell_test

import (
	"testing"

	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/shell"
)

func TestTheShellInUseIsGuessedFromItsTraces(t *testing.T) {
	const machine = `C:\Program Files\WindowsPowerShell\Modules;C:\WINDOWS\system32\WindowsPowerShell\v1.0\Modules`
	for name, tc := range map[string]struct {
		goos string
		vars map[string]string
		want shell.Kind
	}{
		"nothing known":              {"linux", nil, shell.Bash},
		"zsh as login shell":         {"darwin", map[string]string{"SHELL": "/bin/zsh"}, shell.Zsh},
		"sh as login shell":          {"linux", map[string]string{"SHELL": "/bin/sh"}, shell.Sh},
		"zsh by its trace":           {"linux", map[string]string{"SHELL": "/bin/zsh", "_": "/usr/bin/fob"}, shell.Zsh},
		"fish as login shell":        {"linux", map[string]string{"SHELL": "/usr/bin/fish"}, shell.Fish},
		"fish that bash has started": {"linux", map[string]string{"SHELL": "/bin/bash", "_": "/usr/bin/fish"}, shell.Fish},
		"bash that fish has started": {"linux", map[string]string{"SHELL": "/usr/bin/fish", "_": "/usr/bin/fob"}, shell.Bash},
		"dash that bash has started": {"linux", map[string]string{"SHELL": "/bin/bash", "_": "/usr/bin/dash"}, shell.Sh},
		"nu":                         {"linux", map[string]string{"SHELL": "/bin/bash", "NU_VERSION": "0.1", "_": "/usr/bin/nu"}, shell.Nu},
		"nu on Windows":              {"windows", map[string]string{"PSModulePath": machine, "NU_VERSION": "0.1"}, shell.Nu},
		"cmd":                        {"windows", map[string]string{"PSModulePath": machine, "ProgramFiles": `C:\Program Files`}, shell.Cmd},
		"Windows PowerShell": {
			"windows",
			map[string]string{"PSModulePath": `C:\Users\ada\OneDrive\Dokumente\WindowsPowerShell\Modules;` + machine, "ProgramFiles": `C:\Program Files`},
			shell.WindowsPowerShell,
		},
		"PowerShell 7": {
			"windows",
			map[string]string{"PSModulePath": `C:\Users\ada\Documents\PowerShell\Modules;C:\Program Files\PowerShell\Modules;` + machine, "ProgramFiles": `C:\Program Files`},
			shell.PowerShell,
		},
		"Git Bash on Windows":                {"windows", map[string]string{"PSModulePath": `C:\x`, "SHELL": "/usr/bin/bash", "_": "/usr/bin/fob"}, shell.Bash},
		"PowerShell on Linux":                {"linux", map[string]string{"PSModulePath": "/x", "SHELL": "/bin/bash", "_": "/usr/bin/pwsh"}, shell.PowerShell},
		"bash that PowerShell has started":   {"linux", map[string]string{"PSModulePath": "/x", "SHELL": "/bin/bash", "_": "/usr/bin/fob"}, shell.Bash},
		"a login shell that fob knows not":   {"linux", map[string]string{"SHELL": "/usr/bin/elvish"}, shell.Bash},
		"PowerShell as the login shell only": {"linux", map[string]string{"SHELL": "/usr/bin/pwsh"}, shell.Bash},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shell.Detect(paths.FromMap(tc.goos, tc.vars), "/usr/bin/fob"); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestNamesOfShellsAreReadAsPeopleSpellThem(t *testing.T) {
	for in, want := range map[string]shell.Kind{
		"bash": shell.Bash, "-bash": shell.Bash, "/usr/bin/zsh": shell.Zsh, "pwsh": shell.PowerShell,
		"powershell": shell.WindowsPowerShell, "nushell": shell.Nu, "cmd.exe": shell.Cmd, "/bin/dash": shell.Sh, "-fish": shell.Fish,
		`C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`: shell.WindowsPowerShell,
	} {
		if got, ok := shell.ParseKind(in); !ok || got != want {
			t.Errorf("%s: got %s %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "command.com", "tcsh", "bash/1"} {
		if got, ok := shell.ParseKind(in); ok {
			t.Errorf("%q was taken for %s", in, got)
		}
	}
}
