package interop_test

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What a shell is told and what it has to print: the same deeds in each
// language, under its strictest settings.
var shells = []struct {
	name   string
	start  func(t *testing.T) []string // the script's file is appended
	file   string
	script string
}{
	{"bash", inPath("bash", "--norc", "--noprofile"), "s.sh", "set -euo pipefail\n" + posixDeeds("bash")},
	{"zsh", inPath("zsh", "-f"), "s.zsh", "setopt err_exit no_unset pipe_fail\n" + posixDeeds("zsh")},
	{"fish", inPath("fish", "--no-config"), "s.fish", `fob init fish | source
fob init fish | source
set -gx AWS_ACCESS_KEY_ID left
set -gx AWS_DEFAULT_PROFILE left
function none; if set -q argv[1]; echo $argv; else; echo none; end; end
fob use my-dev-account --region eu-west-1
echo $AWS_PROFILE $AWS_REGION (none $AWS_ACCESS_KEY_ID) (none $AWS_DEFAULT_PROFILE)
function inner; set -l x (fob configure get sso_role_name); echo $x; fob use "it's mine"; end
inner
echo $AWS_PROFILE
fob use -
echo back $AWS_PROFILE
fob use -
fob use nobody; and echo wrong
echo code $status $AWS_PROFILE
echo in | fob exec -p static -- cat
fob exec -p static -- sh -c 'exit 9'
echo code $status
fob use --unset
none $AWS_PROFILE
`},
	{"nu", nu("--no-config-file"), "s.nu", `source fob.nu
$env.AWS_ACCESS_KEY_ID = 'left'
$env.AWS_DEFAULT_PROFILE = 'left'
def none [name] { $env | get --optional $name | default none }
fob use my-dev-account --region eu-west-1
print $"($env.AWS_PROFILE) ($env.AWS_REGION) (none AWS_ACCESS_KEY_ID) (none AWS_DEFAULT_PROFILE)"
def --env inner [] { let x = (fob configure get sso_role_name); print $x; fob use "it's mine" }
inner
print $env.AWS_PROFILE
fob use -
print $"back ($env.AWS_PROFILE)"
fob use -
let code = try { fob use nobody; 0 } catch { |e| $e.exit_code }
print $"code ($code) ($env.AWS_PROFILE)"
'in' | fob exec -p static -- cat | str trim | print
let code = try { fob exec -p static -- sh -c 'exit 9'; 0 } catch { |e| $e.exit_code }
print $"code ($code)"
fob use --unset
print (none AWS_PROFILE)
`},
	{"PowerShell", powerShell, "s.ps1", `Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
fob init pwsh | Out-String | Invoke-Expression
fob init pwsh | Out-String | Invoke-Expression
$env:AWS_ACCESS_KEY_ID = 'left'; $env:AWS_DEFAULT_PROFILE = 'left'
function none($v) { if ($v) { $v } else { 'none' } }
fob use my-dev-account --region eu-west-1
"$env:AWS_PROFILE $env:AWS_REGION $(none $env:AWS_ACCESS_KEY_ID) $(none $env:AWS_DEFAULT_PROFILE)"
function inner { $x = fob configure get sso_role_name; $x; fob use "it's mine" }
inner
$env:AWS_PROFILE
fob use -
"back $env:AWS_PROFILE"
fob use -
$ErrorActionPreference = 'Continue'
fob use nobody
"code $LASTEXITCODE $env:AWS_PROFILE"
$ErrorActionPreference = 'Stop'
'in' | fob exec -p static -- cat
fob exec -p static -- sh -c 'exit 9'
"code $LASTEXITCODE"
fob use --unset
none $env:AWS_PROFILE
`},
}

// posixDeeds are the deeds in the language that bash and zsh share.
func posixDeeds(shell string) string {
	return strings.ReplaceAll(`eval "$(fob init SHELL)"
eval "$(fob init SHELL)"
export AWS_ACCESS_KEY_ID=left AWS_DEFAULT_PROFILE=left
fob use my-dev-account --region eu-west-1
echo "$AWS_PROFILE $AWS_REGION ${AWS_ACCESS_KEY_ID-none} ${AWS_DEFAULT_PROFILE-none}"
inner() { local x; x=$(fob configure get sso_role_name); echo "$x"; fob use "it's mine"; }
inner
echo "$AWS_PROFILE"
fob use -
echo "back $AWS_PROFILE"
fob use -
if fob use nobody; then echo wrong; else echo "code $? $AWS_PROFILE"; fi
printf 'in\n' | fob exec -p static -- cat
fob exec -p static -- sh -c 'exit 9' || echo "code $?"
fob use --unset
echo "${AWS_PROFILE-none}"
`, "SHELL", shell)
}

func TestUseSwitchesRealShells(t *testing.T) {
	want := strings.Join([]string{
		"my-dev-account eu-west-1 none none",
		admin,
		"it's mine",
		"back my-dev-account",
		"code 5 it's mine",
		"in",
		"code 9",
		"none",
	}, "\n")
	for _, sh := range shells {
		t.Run(sh.name, func(t *testing.T) {
			w := newShellWorld(t)
			w.write(sh.file, sh.script)
			w.write("fob.nu", w.fob("init", "nu").stdout)
			r := w.must(nil, append(sh.start(t), w.path(sh.file))...)
			if got := strings.ReplaceAll(r.text(), "\r\n", "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s\nstderr: %s", got, want, r.stderr)
			}
		})
	}
}

// newShellWorld is a world with profiles, and with fob on PATH under its name.
func newShellWorld(t *testing.T) *world {
	w := newWorld(t)
	w.write(".aws/config", "[profile my-dev-account]\nsso_role_name = "+admin+"\nregion = us-east-1\n\n[profile \"it's mine\"]\nregion = us-east-1\n")
	w.write(".aws/credentials", "[static]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = example\n")
	if err := os.MkdirAll(w.path("bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(fobPath, w.path("bin", "fob")); err != nil {
		t.Fatal(err)
	}
	w.vars["PATH"] = w.path("bin") + string(os.PathListSeparator) + w.vars["PATH"]
	return w
}

// inPath is a shell that is looked for on PATH.
func inPath(name string, args ...string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		t.Helper()
		path, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("%s is not installed: its hook was not tried (apt-get install %s)", name, name)
		}
		return append([]string{path}, args...)
	}
}

// nu is the one on PATH, else the one that the proofs have fetched.
func nu(args ...string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		t.Helper()
		path, err := exec.LookPath("nu")
		if err != nil {
			path, err = filepath.Abs(filepath.FromSlash("../.cache/node/node_modules/@nushell/linux-x64/bin/nu"))
			if err == nil {
				_, err = os.Stat(path)
			}
		}
		if err != nil {
			t.Skip("nu is not here (interop/setup.sh fetches it): its hook was not tried")
		}
		return append([]string{path}, args...)
	}
}

// powerShell is the PowerShell that FOB_TEST_POWERSHELL names, else pwsh on PATH,
// else the engine beside the checkout.
func powerShell(t *testing.T) []string {
	t.Helper()
	name := os.Getenv("FOB_TEST_POWERSHELL")
	path, err := exec.LookPath(cmp.Or(name, "pwsh"))
	if err != nil && name != "" {
		t.Fatalf("FOB_TEST_POWERSHELL: %v", err)
	}
	if err != nil {
		path, err = filepath.Abs(filepath.FromSlash("../../shared/pwsh/pwsh"))
		if err == nil {
			_, err = os.Stat(path)
		}
	}
	if err != nil {
		t.Skip("no PowerShell is here: its hook was not tried")
	}
	return []string{path, "-NoProfile", "-File"}
}
