package shell_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/shell"
)

// check-5.1.ps1 tells what Windows PowerShell 5.1 would not understand. What
// the hook keeps as text until it is needed is read, too.
func TestWindowsPowerShellUnderstandsTheHook(t *testing.T) {
	pwsh := powerShell(t)
	check, err := filepath.Abs(filepath.FromSlash("../../../shared/pwsh/check-5.1.ps1"))
	if err == nil {
		_, err = os.Stat(check)
	}
	if err != nil {
		t.Skip("check-5.1.ps1 is not beside the checkout: no 5.1 was asked")
	}
	hook := shell.Hook(shell.WindowsPowerShell, shell.Load{AWS: true, Prompt: true})
	texts := append([]string{hook}, hereStrings(hook)...)
	if len(texts) < 2 {
		t.Error("no text was found in the hook: is it kept another way now?")
	}
	for _, text := range texts {
		file := filepath.Join(t.TempDir(), "hook.ps1")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(pwsh, "-NoProfile", "-File", check, file).CombinedOutput(); err != nil {
			t.Errorf("%v\n%s\nin\n%s", err, out, text)
		}
	}
}

// hereStrings are the texts between @' and '@.
func hereStrings(script string) []string {
	var texts []string
	for {
		_, rest, found := strings.Cut(script, "@'\n")
		text, after, closed := strings.Cut(rest, "\n'@")
		if !found || !closed {
			return texts
		}
		texts, script = append(texts, text+"\n"), after
	}
}
