package sandboxapp

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestTheShellIsThePersonsOwnAndFobUseWorksInIt(t *testing.T) {
	needSh(t)
	for _, name := range []string{"bash", "zsh", "fish"} {
		t.Run(name, func(t *testing.T) {
			path, err := exec.LookPath(name)
			if err != nil {
				t.Skipf("NO %s HERE: it was not looked at", name)
			}
			b := newBench(t)
			withoutFob(b)
			b.env = append(b.env, "SHELL="+path)
			c := b.command(t.Context(), "shell", "--configured")
			// An interactive shell reads its start file by itself; one that is
			// fed by a pipe has to be told.
			load := ". ~/." + name + "rc\n"
			if name == "fish" { // which always reads its own
				load = ""
			}
			c.Stdin = strings.NewReader(load + "fob use my-dev-account\necho \"in force: $AWS_PROFILE\"\nexit 5\n")
			b.end(c).wants(t, 5, "talks to the fob sandbox at http://127.0.0.1:", "fob login", "fob-sandbox advance 9h", "in force: my-dev-account\n")
		})
	}
}

func TestTheShellIsChosenByTheSystem(t *testing.T) {
	only := func(names ...string) func(string) (string, error) {
		return func(name string) (string, error) {
			for _, n := range names {
				if n == name {
					return `C:\` + n, nil
				}
			}
			return "", errors.New("not found")
		}
	}
	for name, tc := range map[string]struct {
		w    world
		find func(string) (string, error)
		want string
	}{
		"SHELL":              {world{environ: []string{"SHELL=/bin/zsh"}}, only(), "/bin/zsh"},
		"no SHELL":           {world{}, only(), "/bin/sh"},
		"Windows":            {world{windows: true}, only("pwsh.exe", "powershell.exe"), `C:\pwsh.exe`},
		"Windows PowerShell": {world{windows: true}, only("powershell.exe"), `C:\powershell.exe`},
		"Windows, cmd alone": {world{windows: true, environ: []string{`COMSPEC=C:\cmd.exe`}}, only(), `C:\cmd.exe`},
		"Git Bash":           {world{windows: true, environ: []string{`SHELL=C:\git\bash.exe`}}, only("pwsh.exe"), `C:\git\bash.exe`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shellOf(&tc.w, tc.find).path; got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestEachShellIsToldWhereItIs(t *testing.T) {
	for path, want := range map[string]string{
		"/bin/bash":                            `eval "$(fob init bash)"`,
		"/usr/bin/zsh":                         `eval "$(fob init zsh)"`,
		"/usr/bin/fish":                        "fob init fish | source",
		`C:\Program Files\pwsh.exe`:            "fob init pwsh",
		`C:\Windows\System32\cmd.exe`:          "PROMPT=",
		"/bin/dash":                            "PS1=",
		`C:\Windows\PowerShell\POWERSHELL.EXE`: "fob init pwsh",
	} {
		s := dressed(path)
		if all := s.text + strings.Join(s.args, " ") + strings.Join(s.env, " "); !strings.Contains(all, "(fob sandbox)") || !strings.Contains(all, want) {
			t.Errorf("%s is told %q", path, all)
		}
	}
	if strings.Contains(dressed(os.DevNull).text, "fob init") {
		t.Error("a shell without a hook is told to load one")
	}
}
