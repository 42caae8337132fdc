package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// shellScene is a shell in which a person switches profiles; cmd.go draws cmd.
type shellScene struct {
	name   string
	prompt string // what shows that it is ready
	argv   []string
	rc     string // the file that argv names, if any
	text   string
}

// What the person types in each of them.
var shellLines = []string{
	"fob use my-dev-account",
	"fob use my-prod-account --region eu-central-1",
	"fob use -",
}

func shellScenes() []shellScene {
	pwsh := lookUp("pwsh", "../shared/pwsh/pwsh")
	return []shellScene{
		{"bash", "$", []string{"bash", "--noprofile", "--rcfile", "rc", "-i"}, "rc", "PS1='$ '; eval \"$(fob init bash)\"\n"},
		{"zsh", "%", []string{"zsh", "-i"}, ".zshrc", "PROMPT='%% '; unsetopt prompt_sp; eval \"$(fob init zsh)\"\n"},
		{"fish", ">", []string{"fish", "-i"}, ".config/fish/config.fish", "set -g fish_greeting; function fish_prompt; echo '> '; end; fob init fish | source\n"},
		{
			"nu", ">",
			[]string{lookUp("nu", ".cache/node/node_modules/@nushell/linux-x64/bin/nu"), "--no-config-file", "--execute", "source ~/fob.nu; $env.PROMPT_COMMAND = ''; $env.PROMPT_COMMAND_RIGHT = ''; $env.config.show_banner = false"},
			"", "",
		},
		{
			"powershell", "PS>",
			[]string{pwsh, "-NoProfile", "-NoLogo", "-NoExit", "-Command", ". ./rc.ps1"},
			"rc.ps1", "function prompt { 'PS> ' }; fob init pwsh | Out-String | Invoke-Expression\n",
		},
	}
}

// lookUp finds a program on PATH, else at a path below the checkout.
func lookUp(name, path string) string {
	if found, err := exec.LookPath(name); err == nil {
		return found
	}
	if full, err := filepath.Abs(filepath.FromSlash(path)); err == nil {
		return full
	}
	return name
}

const shellConfig = `[profile my-dev-account]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
region = us-east-1

[profile my-prod-account]
sso_session = my-sso
sso_account_id = 444455556666
sso_role_name = ReadOnly
region = us-east-1
`

// drawShells shows each shell as it is switched, with the picker open at last.
func drawShells(ctx context.Context, bin, folder string) error {
	for _, s := range shellScenes() {
		if _, err := exec.LookPath(s.argv[0]); err != nil {
			fmt.Fprintf(os.Stderr, "pictures: %s is not here, its picture stays as it is\n", s.name)
			continue
		}
		if err := s.draw(ctx, bin, filepath.Join(folder, "shell-"+s.name+".svg")); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

func (s shellScene) draw(ctx context.Context, bin, file string) error {
	home, err := shellHome(ctx, bin, s.rc, s.text)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	env := append(cleanEnv(bin, home), "ZDOTDIR="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"))
	// The shell starts in the home, so that the prompt and rc files need no path.
	argv := append([]string{"sh", "-c", `cd "$HOME" && exec "$@"`, "sh"}, s.argv...)
	t, err := startSession(ctx, env, 84, 24, argv...)
	if err != nil {
		return err
	}
	if err := t.wait(ctx, s.prompt); err != nil {
		return err
	}
	if err := t.settle(ctx); err != nil {
		return err
	}
	for _, line := range shellLines {
		if err := t.typeLine(ctx, line); err != nil {
			return err
		}
	}
	if err := t.typeText("fob use\r"); err != nil {
		return err
	}
	if err := t.wait(ctx, "Use which profile?"); err != nil {
		return err
	}
	if err := t.settle(ctx); err != nil {
		return err
	}
	if err := os.WriteFile(file, t.svg(0, 0), 0o644); err != nil {
		return err
	}
	return t.close()
}

// typeLine types a line and waits until it has been answered.
func (s *session) typeLine(ctx context.Context, line string) error {
	before := strings.Count(s.text(), "This shell now uses")
	if err := s.typeText(line + "\r"); err != nil {
		return err
	}
	for strings.Count(s.text(), "This shell now uses") == before {
		if err := s.settle(ctx); err != nil {
			return fmt.Errorf("%s was not answered:\n%s", line, s.text())
		}
	}
	return s.settle(ctx)
}

// close ends a shell whose picture has been taken.
func (s *session) close() error {
	defer func() { _ = s.file.Close() }()
	if err := s.cmd.Process.Kill(); err != nil {
		return err
	}
	<-s.ended // killed, so its code tells nothing
	return nil
}

// shellHome makes a home with two profiles and the shell's start-up file.
func shellHome(ctx context.Context, bin, rc, text string) (string, error) {
	home, err := os.MkdirTemp("", "fob-pictures-home-")
	if err != nil {
		return "", err
	}
	files := map[string]string{".aws/config": shellConfig}
	if rc != "" {
		files[rc] = text
	}
	hook, err := exec.CommandContext(ctx, filepath.Join(bin, "fob"), "init", "nu").Output()
	if err != nil {
		return "", err
	}
	files["fob.nu"] = string(hook)
	for name, text := range files {
		path := filepath.Join(home, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	return home, nil
}
