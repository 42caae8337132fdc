package sandboxapp

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandboxapp/home"
)

func newShellCmd(w *world) *cobra.Command {
	var o stageOptions
	c := &cobra.Command{
		Use: "shell", Short: "Open your shell in a sandbox of its own",
		Long: `Open your shell in a private home, where fob, aws and every SDK talk to a
sandbox; what exec does for one command. "fob use" works in it, and "fob-sandbox
advance 9h" lets time pass. Leaving the shell removes everything.`,
		Example: "  fob-sandbox shell\n  fob-sandbox shell --configured --browser",
		Args:    args(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return runShell(c.Context(), w, o) },
	}
	o.addFlags(c)
	return c
}

func runShell(ctx context.Context, w *world, o stageOptions) error {
	s, err := setUp(w, o)
	if err != nil {
		return err
	}
	defer s.leave(w)
	sh := shellOf(w, exec.LookPath)
	if err := sh.prepare(s.home); err != nil {
		return &fault.Error{Summary: err.Error(), Err: err}
	}
	printHint(w.stderr, s.server, o)
	c := child{argv: append([]string{sh.path}, sh.args...), env: append(s.env, sh.env...), bin: s.home.Bin()}
	return c.run(ctx)
}

func printHint(out io.Writer, s *sandbox.Server, o stageOptions) {
	i := s.Org().Instance
	fmt.Fprintf(out, "This shell has a home of its own and talks to the fob sandbox at %s.\nNothing in it reaches AWS. Try:\n", s.URL())
	if o.Configured {
		fmt.Fprintf(out, "  fob login\n  fob profiles\n")
	} else {
		fmt.Fprintf(out, "  fob configure sso           start URL %s, region %s\n", i.StartURL, i.Region)
	}
	fmt.Fprintf(out, "  fob-sandbox advance 9h      let time pass\n  exit                        leave; everything is removed\n\n")
}

// personsShell is how a person's shell is started in a private home.
type personsShell struct {
	path string
	args []string
	env  []string
	file string // its start file below the home; empty for none
	text string // what stands in it
}

// shellOf chooses the shell: SHELL, and on Windows PowerShell or cmd besides.
func shellOf(w *world, find func(string) (string, error)) personsShell {
	path := w.lookup("SHELL")
	if path == "" && w.windows {
		for _, name := range []string{"pwsh.exe", "powershell.exe"} {
			if p, err := find(name); err == nil {
				path = p
				break
			}
		}
		if path == "" {
			path = w.lookup("COMSPEC")
		}
	}
	if path == "" {
		path = "/bin/sh"
	}
	return dressed(path)
}

// dressed gives a shell a prompt that says where it is, and fob's hook, so
// that "fob use" can change the shell's profile.
func dressed(path string) personsShell {
	const mark = "(fob sandbox)"
	name := strings.TrimSuffix(strings.ToLower(filepath.Base(strings.ReplaceAll(path, `\`, "/"))), ".exe")
	s := personsShell{path: path}
	switch name {
	case "bash":
		s.file, s.text = ".bashrc", "PS1='"+mark+" \\w \\$ '\neval \"$(fob init bash)\"\n"
	case "zsh":
		s.file, s.text = ".zshrc", "PROMPT='"+mark+" %~ %# '\neval \"$(fob init zsh)\"\n"
	case "fish":
		s.file = filepath.Join(".config", "fish", "config.fish")
		s.text = "set -g fish_greeting\nfunction fish_prompt; echo -n '" + mark + " '(prompt_pwd)' > '; end\nfob init fish | source\n"
	case "pwsh", "powershell":
		s.args = []string{
			"-NoLogo", "-NoExit", "-NoProfile", "-Command",
			"function prompt { '" + mark + " ' + (Get-Location) + '> ' }; fob init pwsh | Out-String | Invoke-Expression",
		}
	case "cmd":
		s.env = []string{"PROMPT=" + mark + " $P$G"}
	default:
		s.env = []string{"PS1=" + mark + " $ "}
	}
	return s
}

// prepare writes the shell's start file.
func (s personsShell) prepare(h *home.Home) error {
	if s.file == "" {
		return nil
	}
	file := h.Path(s.file)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("write the shell's start file: %w", err)
	}
	if err := os.WriteFile(file, []byte(s.text), 0o600); err != nil {
		return fmt.Errorf("write the shell's start file: %w", err)
	}
	return nil
}
