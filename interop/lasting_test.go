package interop_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf16"
)

// Shells that load a file of the person at their start, how one is started so
// that it does and runs a line, and what the file holds at first; none when
// there is no file.
var lastingShells = []struct {
	name, file, before string
	start              func(t *testing.T) []string // the line is appended
	show               string                      // prints AWS_PROFILE or none
}{
	{"bash", ".bashrc", "alias ll='ls -l' # no line end", inPath("bash", "-i", "-c"), `echo "${AWS_PROFILE-none}"`},
	{"zsh", ".zshrc", "alias ll='ls -l'\n", inPath("zsh", "-i", "-c"), `echo "${AWS_PROFILE-none}"`},
	{"fish", ".config/fish/config.fish", "", inPath("fish", "-c"), `set -q AWS_PROFILE; and echo $AWS_PROFILE; or echo none`},
	{"nu", ".config/nushell/autoload/fob.nu", "", nu("--execute"), `print ($env.AWS_PROFILE? | default none); exit`},
	{"pwsh", ".config/powershell/Microsoft.PowerShell_profile.ps1", wide("# Grüße\r\n$x = 1"), startPowerShell, `if ($env:AWS_PROFILE) { $env:AWS_PROFILE } else { 'none' }`},
}

// wide is text as Windows PowerShell's own cmdlets write it: UTF-16 with a mark.
func wide(s string) string {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

// startPowerShell starts a PowerShell that loads its profile.
func startPowerShell(t *testing.T) []string {
	return append(powerShell(t)[:1], "-NonInteractive", "-Command")
}

// A shell that is started after the hook was installed has it, and the saved
// profile; both are changed from within, and taking them out leaves the bytes
// that were there before.
func TestASavedProfileIsInEveryNewShell(t *testing.T) {
	for _, sh := range lastingShells {
		t.Run(sh.name, func(t *testing.T) {
			w := newShellWorld(t)
			start := sh.start(t)
			if err := os.Symlink(start[0], w.path("bin", sh.name)); err != nil {
				t.Fatal(err)
			}
			if sh.before != "" {
				w.write(sh.file, sh.before)
			}
			newShell := func(want, line string) {
				t.Helper()
				r := w.must(nil, append(start, line)...)
				if got := strings.TrimSpace(strings.ReplaceAll(r.stdout, "\r\n", "\n")); got != want {
					t.Fatalf("%s\ngave %q, want %q\n%s\nthe file:\n%s", line, got, want, r.stderr, w.read(sh.file))
				}
			}
			w.fob("init", "--install", sh.name)
			newShell("none", sh.show)
			w.fob("use", "it's mine", "--save", "--shell", sh.name)
			newShell("it's mine", sh.show)
			newShell("my-dev-account", "fob use my-dev-account --save; "+sh.show)
			newShell("my-dev-account", sh.show)
			newShell("none", "fob use --unset --save; "+sh.show)
			newShell("none", sh.show)
			w.fob("init", "--uninstall", sh.name)
			if sh.before == "" {
				if _, err := os.Stat(w.path(sh.file)); !os.IsNotExist(err) {
					t.Errorf("%s is still there: %v", sh.file, err)
				}
			} else if got := w.read(sh.file); got != sh.before {
				t.Errorf("the file is %q, was %q", got, sh.before)
			}
		})
	}
}
