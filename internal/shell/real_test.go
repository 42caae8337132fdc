package shell_test

import (
	"bytes"
	"cmp"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/shell"
)

// nasty are characters that some shell gives a meaning, and some that it
// should not care about.
const nasty = "'\"`$%!^&|;<>(){}[]*?~#=,@\\/ \t\n\r-+.:abcAZ019_äß€‘’‚‛“”„«»\u00a0\u2028😀"

// values are hard texts: each alone, and random ones.
func values(n int) []string {
	list := []string{"", "-", "--", "-n", "a,b", "1.0", "$HOME", "$(id)", "`id`", "%PATH%", "!!", "a\nb", "it's", "‘x’", "\\", "$null"}
	for _, r := range nasty {
		list = append(list, string(r), "x"+string(r)+string(r)+"y")
	}
	random, chars := rand.New(rand.NewPCG(1, 2)), []rune(nasty)
	for len(list) < n {
		word := make([]rune, 1+random.IntN(12))
		for i := range word {
			word[i] = chars[random.IntN(len(chars))]
		}
		list = append(list, string(word))
	}
	return list
}

func TestQuotedValuesComeBackFromEveryRealShell(t *testing.T) {
	t.Run("bash", func(t *testing.T) {
		comeBack(t, shell.Bash, "printf '%s\\0' ", " ", program(t, "bash"), "--norc", "--noprofile")
	})
	t.Run("zsh", func(t *testing.T) {
		comeBack(t, shell.Zsh, "printf '%s\\0' ", " ", program(t, "zsh"), "-f")
	})
	t.Run("sh", func(t *testing.T) {
		comeBack(t, shell.Sh, "printf '%s\\0' ", " ", program(t, "dash"))
	})
	t.Run("fish", func(t *testing.T) {
		comeBack(t, shell.Fish, "printf '%s\\0' ", " ", program(t, "fish"), "--no-config")
	})
	t.Run("nu", func(t *testing.T) {
		comeBack(t, shell.Nu, "^printf '%s\\0' ", " ", nu(t), "--no-config-file")
	})
	t.Run("PowerShell", func(t *testing.T) {
		const write = "$out = [Console]::OpenStandardOutput(); " +
			"function say($v) { $b = [Text.Encoding]::UTF8.GetBytes($v + [char]0); $out.Write($b, 0, $b.Length) }\nsay "
		comeBack(t, shell.PowerShell, write, "\nsay ", powerShell(t), "-NoProfile", "-File")
	})
}

// comeBack lets one process of the shell print all values, and compares them.
func comeBack(t *testing.T, k shell.Kind, begin, between string, argv ...string) {
	want := values(10_000)
	for _, write := range []func(shell.Kind, string) string{shell.Quote, shell.Word} {
		var script strings.Builder
		script.WriteString(begin)
		for i, v := range want {
			if i > 0 {
				script.WriteString(between)
			}
			script.WriteString(write(k, v))
		}
		file := filepath.Join(t.TempDir(), "script.ps1")
		if err := os.WriteFile(file, []byte("\ufeff"[:bom(k)]+script.String()+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		c := exec.Command(argv[0], append(argv[1:], file)...)
		c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LANG=C.UTF-8"}
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%v: %v", argv, err)
		}
		got := bytes.Split(bytes.TrimSuffix(out, []byte{0}), []byte{0})
		if len(got) != len(want) {
			t.Fatalf("%d values came back of %d", len(got), len(want))
		}
		for i, v := range want {
			if string(got[i]) != v {
				t.Fatalf("%q came back as %q, written %s", v, got[i], write(k, v))
			}
		}
	}
}

// The line to paste switches each shell, clears what is in the way, and means
// the very name.
func TestTheLineToPasteSwitchesEveryRealShell(t *testing.T) {
	name := "it's ‘my’ \"$HOME\" `x` %PATH% a\\"
	for _, sh := range []struct {
		kind shell.Kind
		argv []string
	}{
		{shell.Bash, []string{program(t, "bash"), "--norc", "-c"}},
		{shell.Sh, []string{program(t, "dash"), "-uc"}},
		{shell.Zsh, []string{program(t, "zsh"), "-fc"}},
		{shell.Fish, []string{program(t, "fish"), "--no-config", "-c"}},
		{shell.Nu, []string{nu(t), "--no-config-file", "-c"}},
		{shell.PowerShell, []string{powerShell(t), "-NoProfile", "-Command"}},
	} {
		t.Run(string(sh.kind), func(t *testing.T) {
			switched := shell.UseLine(sh.kind, shell.Switch{Profile: name, Region: "eu-west-1"}, []string{"AWS_ACCESS_KEY_ID"})
			back := shell.UseLine(sh.kind, shell.Switch{}, nil)
			script := switched + "\nenv\necho ----\n" + back + "\nenv\n"
			if sh.kind == shell.Nu {
				script = strings.NewReplacer("\nenv", "\n^env", "echo ----", "print '----'").Replace(script)
			}
			c := exec.Command(sh.argv[0], append(sh.argv[1:], script)...)
			c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LANG=C.UTF-8", "AWS_ACCESS_KEY_ID=left"}
			out, err := c.Output()
			before, after, _ := strings.Cut("\n"+string(out), "----")
			if err != nil || !strings.Contains(before, "\nAWS_PROFILE="+name+"\n") || !strings.Contains(before, "\nAWS_REGION=eu-west-1\n") ||
				strings.Contains(before, "AWS_ACCESS_KEY_ID") || strings.Contains(after, "AWS_PROFILE") || !strings.Contains(after, "AWS_REGION") {
				t.Errorf("%v\n%s\n%s", err, script, out)
			}
		})
	}
}

// bom is the length of the mark that PowerShell 5.1 needs to read UTF-8.
func bom(k shell.Kind) int {
	if k.IsPowerShell() {
		return len("\ufeff")
	}
	return 0
}

func program(t *testing.T, name string) string {
	t.Helper()
	needsPrograms(t)
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed: its quoting was not tried", name)
	}
	return path
}

// nu is the one on PATH, else the one that the proofs have fetched.
func nu(t *testing.T) string {
	t.Helper()
	needsPrograms(t)
	if path, err := exec.LookPath("nu"); err == nil {
		return path
	}
	path, err := filepath.Abs(filepath.FromSlash("../../.cache/node/node_modules/@nushell/linux-x64/bin/nu"))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		t.Skip("nu is not here (interop/setup.sh fetches it): its quoting was not tried")
	}
	return path
}

// powerShell is the PowerShell that FOB_TEST_POWERSHELL names, else pwsh on PATH,
// else the engine beside the checkout.
func powerShell(t *testing.T) string {
	t.Helper()
	needsPrograms(t)
	name := os.Getenv("FOB_TEST_POWERSHELL")
	path, err := exec.LookPath(cmp.Or(name, "pwsh"))
	if err == nil {
		return path
	}
	if name != "" {
		t.Fatalf("FOB_TEST_POWERSHELL: %v", err)
	}
	path, err = filepath.Abs(filepath.FromSlash("../../../shared/pwsh/pwsh"))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		t.Skip("no PowerShell is here: its quoting was not tried")
	}
	return path
}

// needsPrograms skips what starts other programs where only quick tests are
// wanted.
func needsPrograms(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no other programs are started")
	}
}
