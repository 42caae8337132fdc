package interop_test

import (
	"os/exec"
	"strings"
	"testing"
)

// The prompt that was there is asked first, so that it sees $? and
// $LASTEXITCODE as they were, and both stay so.
func TestTheProfileInThePromptOfPowerShell(t *testing.T) {
	const script = `
function prompt { "st=$? $LASTEXITCODE> " }
fob init pwsh --prompt | Out-String | Invoke-Expression
fob init pwsh --prompt | Out-String | Invoke-Expression
$env:AWS_PROFILE = 'it''s ü \u0041 $x ` + "`n" + `'
$codes = { param($text) "$text" -replace '[^ -~]', '#' }
& $codes (prompt)
sh -c 'exit 3' 2>$null
& $codes (prompt); $LASTEXITCODE
$env:AWS_PROFILE = $null
prompt
$env:AWS_PROFILE = 'my-dev-account'
prompt
$env:PATH = ''
prompt
"$env:FOB_HOOK$($Error.Count)"
`
	for begin, failed := range map[string]string{
		"$ErrorActionPreference = 'Continue'":                             "False",
		"Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'": "False",
	} {
		t.Run(begin, func(t *testing.T) {
			w := newShellWorld(t)
			w.write("s.ps1", "\ufeff"+begin+script)
			r := w.run(nil, append(powerShell(t), w.path("s.ps1"))...)
			name := `it's # \u0041 $x ` + "`n "
			want := []string{name + "st=True 0> ", name + "st=" + failed + " 3> ", "3", "st=True 3> ", "my-dev-account st=True 3> ", "st=True 3> ", "0"}
			compareLines(t, strings.Split(strings.TrimSuffix(r.stdout, "\n"), "\n"), want, r.stderr)
		})
	}
}

func TestTheProfileInThePromptOfNu(t *testing.T) {
	argv := nu("--no-config-file")(t)
	w := newShellWorld(t)
	w.write("fob.nu", w.must(nil, fobPath, "init", "nu", "--prompt").stdout)
	w.write("s.nu", `$env.PROMPT_COMMAND = {|| $"st=($env.LAST_EXIT_CODE)> " }
source fob.nu
source fob.nu
$env.AWS_PROFILE = "it's ü $x"
$env.LAST_EXIT_CODE = 3
print (do $env.PROMPT_COMMAND)
hide-env AWS_PROFILE
print (do $env.PROMPT_COMMAND)
$env.AWS_PROFILE = "my-dev-account"
$env.PATH = []
print (do $env.PROMPT_COMMAND)
`)
	r := w.must(nil, append(argv, w.path("s.nu"))...)
	if want := "it's ü $x st=3> \nst=3> \nst=3> \n"; r.stdout != want {
		t.Errorf("got %q, want %q\n%s", r.stdout, want, r.stderr)
	}
}

// A prompt never shows an error, whatever is wrong with the machine.
func TestAPromptIsSilentOnABrokenMachine(t *testing.T) {
	w := newShellWorld(t)
	w.write(".aws/config", "[profile a]\nno key\n")
	for _, vars := range [][]string{{"AWS_PROFILE=a"}, {"AWS_PROFILE=a", "AWS_CONFIG_FILE=" + w.home}, {"AWS_PROFILE=a", "HOME=", "USERPROFILE="}, {}} {
		if r := w.run(vars, fobPath, "prompt", "--shell", "bash"); r.stdout+r.stderr != "" || r.code != 0 {
			t.Errorf("%q: %d %s", vars, r.code, r)
		}
	}
}

// starship runs `fob prompt` as the documentation tells, and quotes for itself.
func TestStarshipShowsTheProfile(t *testing.T) {
	path, err := exec.LookPath("starship")
	if err != nil {
		t.Skip("starship is not installed: its snippet was not tried (cargo install starship)")
	}
	w := newShellWorld(t)
	w.write("starship.toml", snippet(t, "toml"))
	for profile, want := range map[string]string{"my-dev-account": "\x1b[1;33mmy-dev-account\x1b[0m ", "": "", "a%b$(id)": "\x1b[1;33ma%%b$(id)\x1b[0m "} {
		r := w.must([]string{"STARSHIP_CONFIG=" + w.path("starship.toml"), "STARSHIP_SHELL=zsh", "AWS_PROFILE=" + profile}, path, "module", "custom.fob")
		if got := strings.TrimSuffix(r.stdout, "\n"); got != want {
			t.Errorf("%s: got %q, want %q", profile, got, want)
		}
	}
}

// oh-my-posh calls a function before each prompt, and shows a variable that it
// sets: the documented functions do.
func TestTheFunctionsForOhMyPoshSetTheirVariable(t *testing.T) {
	t.Run("bash", func(t *testing.T) {
		w := newShellWorld(t)
		w.write("s.sh", "set -eu\n"+snippet(t, "bash")+"set_poshcontext\nenv | grep ^FOB_TEXT=\n")
		r := w.must([]string{"AWS_PROFILE=my-dev-account"}, append(inPath("bash", "--norc")(t), w.path("s.sh"))...)
		if r.text() != "FOB_TEXT=my-dev-account" {
			t.Error(r)
		}
	})
	t.Run("PowerShell", func(t *testing.T) {
		w := newShellWorld(t)
		w.write("s.ps1", snippet(t, "powershell")+"Set-PoshContext $true\n$env:FOB_TEXT\n")
		r := w.must([]string{"AWS_PROFILE=my-dev-account"}, append(powerShell(t), w.path("s.ps1"))...)
		if r.text() != "my-dev-account" {
			t.Error(r)
		}
	})
}

// snippet is the first block of a language in the page about the prompt.
func snippet(t *testing.T, language string) string {
	t.Helper()
	_, text, ok := strings.Cut(readOrBlank("../docs/prompt.md"), "```"+language+"\n")
	text, _, closed := strings.Cut(text, "```")
	if !ok || !closed {
		t.Fatalf("docs/prompt.md has no block of %s", language)
	}
	return text
}
