package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/fobcli/fob/interop/winedll"
)

// Debian keeps wine's programs off PATH.
const wineFolder = "/usr/lib/wine"

// cmdMacro stands in for the macro that the hook makes: wine has no doskey.
const cmdMacro = "@if \"%~1\"==\"use\" (call C:\\fob-hook.cmd %*) else (C:\\bin\\fob.exe %*)\r\n"

// drawCmd shows cmd.exe, wine's, with the hook and the program for Windows.
func drawCmd(ctx context.Context, bin, folder string) error {
	loader := filepath.Join(wineFolder, "wine64")
	if _, err := os.Stat(loader); err != nil {
		fmt.Fprintln(os.Stderr, "pictures: wine is not here, cmd's picture stays as it is")
		return nil
	}
	home, err := os.MkdirTemp("", "fob-pictures-home-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + home, "TERM=xterm-256color", "LANG=C.UTF-8",
		"WINEPREFIX=" + filepath.Join(home, "wine"), "WINEDEBUG=-all", "WINEDLLOVERRIDES=mscoree=;mshtml=;winemenubuilder.exe=",
		`WINEPATH=C:\macro;C:\bin`,
	}
	wine := func(argv ...string) error {
		c := exec.CommandContext(ctx, argv[0], argv[1:]...)
		c.Env = env // no streams: what wine leaves running would hold them
		return c.Run()
	}
	server := filepath.Join(wineFolder, "wineserver64")
	defer func() { _ = wine(server, "-k", "-w") }()
	if err := wine(loader, "wineboot", "--init"); err != nil {
		return fmt.Errorf("make a wine prefix: %w", err)
	}
	if err := wine(server, "-w"); err != nil {
		return fmt.Errorf("wait for wine: %w", err)
	}
	if err := fillDrive(ctx, bin, filepath.Join(home, "wine", "drive_c")); err != nil {
		return err
	}
	t, err := startSession(ctx, env, 84, 24, "sh", "-c", `cd "$WINEPREFIX/drive_c" && exec "$@"`, "sh", loader, "cmd", "/k", "prompt $P$G& cls")
	if err != nil {
		return err
	}
	if err := t.wait(ctx, `C:\>`); err != nil {
		return err
	}
	for _, line := range shellLines {
		if err := t.typeLine(ctx, line); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "shell-cmd.svg"), t.svg(0, 0), 0o644); err != nil {
		return err
	}
	return t.close()
}

// fillDrive puts the program, its hook and a person's profiles on drive C.
func fillDrive(ctx context.Context, bin, drive string) error {
	c := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(drive, "bin", "fob.exe"), "./cmd/fob")
	c.Env = append(os.Environ(), "GOOS=windows", "CGO_ENABLED=0")
	c.Stderr = os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("build fob for Windows: %w", err)
	}
	hook, err := exec.CommandContext(ctx, filepath.Join(bin, "fob"), "init", "cmd").Output()
	if err != nil {
		return fmt.Errorf("make cmd's hook: %w", err)
	}
	files := map[string]string{
		"fob-hook.cmd":                          string(hook),
		"macro/fob.bat":                         cmdMacro,
		"windows/system32/bcryptprimitives.dll": string(winedll.Forwarder()),
	}
	users, err := filepath.Glob(filepath.Join(drive, "users", "*"))
	if err != nil {
		return err
	}
	for _, u := range users {
		files[filepath.Join("users", filepath.Base(u), ".aws", "config")] = shellConfig
	}
	for name, text := range files {
		path := filepath.Join(drive, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}
