package interop_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/shell"
)

// hardNames are profiles that begin with a number of their own, so that it
// completes them, and go on with what PowerShell or nu give a meaning.
var hardNames = []string{
	"p00it's", "p01a b", "p02$HOME", "p03`id`", "p04$(id)", `p05q"q`, "p06a,b", "p07‘q’", "p08“q”", "p09#x", "p10*", "p11;x", "p12|x", "p13&x",
	"p14(x)", "p15{x}", "p16@x", "p17a'‚‛", "p18%x%", "p19!x!", "p20\u00a0x", "p21ü😀", "p22a=b", "p23a:b", "p24<x>", "p25^x", "p26~", "p27\\x",
}

func writeHardNames(w *world) {
	var config strings.Builder
	config.WriteString("[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\n")
	for _, name := range append([]string{"-x"}, hardNames...) {
		header := "'" + strings.ReplaceAll(name, "'", `'"'"'`) + "'"
		fmt.Fprintf(&config, "[profile %s]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\n", header)
	}
	w.write(".aws/config", config.String())
}

// Behind each beginning, TabExpansion2 puts the name on the line, and the line
// is run: what the session then uses is that very name.
const powerShellTabs = `
[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)
function tab($line) { TabExpansion2 -inputScript $line -cursorColumn $line.Length }
foreach ($i in 0..COUNT) {
  foreach ($open in '', "'", [string][char]0x201d) {
    $line = 'fob use {0}p{1:d2}' -f $open, $i
    $found = tab $line
    $matches1 = @($found.CompletionMatches)
    if ($matches1.Count -ne 1) { "$line has $($matches1.Count)"; continue }
    $line = $line.Substring(0, $found.ReplacementIndex) + $matches1[0].CompletionText
    $env:AWS_PROFILE = 'nothing'
    Invoke-Expression $line
    "$open $env:AWS_PROFILE"
  }
}
`

func TestTabExpansionMeansThatVeryName(t *testing.T) {
	for _, begin := range []string{
		"$PSNativeCommandArgumentPassing = 'Standard'",
		"$PSNativeCommandArgumentPassing = 'Legacy'",
		"Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'",
	} {
		t.Run(begin, func(t *testing.T) {
			w := newShellWorld(t)
			writeHardNames(w)
			w.write("s.ps1", "\ufeff"+begin+"\nfob init pwsh | Out-String | Invoke-Expression\n"+strings.ReplaceAll(powerShellTabs, "COUNT", fmt.Sprint(len(hardNames)-1)))
			r := w.run(nil, append(powerShell(t), w.path("s.ps1"))...)
			var want []string
			for _, name := range w.profileNames() {
				for _, open := range []string{"", "'", "”"} {
					want = append(want, open+" "+name)
				}
			}
			compareLines(t, strings.Split(r.text(), "\n"), want, r.stderr)
		})
	}
}

// profileNames are the hard names as the AWS CLI reads them.
func (w *world) profileNames() []string {
	var names []string
	for _, name := range strings.Split(w.must(nil, fobPath, "configure", "list-profiles").text(), "\n") {
		if strings.HasPrefix(name, "p") {
			names = append(names, name)
		}
	}
	if len(names) != len(hardNames) {
		w.t.Fatalf("%d names of %d", len(names), len(hardNames))
	}
	return names
}

func compareLines(t *testing.T, got, want []string, stderr string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if at(got, i) != at(want, i) {
			t.Fatalf("line %d: got %q, want %q\n%s", i, at(got, i), at(want, i), stderr)
		}
	}
}

func TestTabExpansionOffersTheRest(t *testing.T) {
	const body = `
function tab($line) { @((TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches) }
Register-ArgumentCompleter -Native -CommandName aws -ScriptBlock { param($word) "old-$word" }
Register-ArgumentCompleter -Native -CommandName other -ScriptBlock { param($word) "other-$word" }
fob init pwsh --aws | Out-String | Invoke-Expression
fob init pwsh --aws | Out-String | Invoke-Expression
sh -c 'exit 7'
(tab 'fob use p01')[0].ToolTip
(tab 'fob conf').CompletionText -join ' '
(tab 'fob.exe logi').CompletionText -join ' '
(tab 'fob use -').CompletionText -contains '--unset'
(tab 'fob use -').CompletionText -contains "-- '-x'"
(tab 'fob use --shell z').CompletionText
(tab 'fob login --sso-session ').CompletionText
(tab 'fob exec -p p01 -- Get-ChildIt').CompletionText
(tab 'fob exec -- other x').CompletionText
(tab 'fob --ca-bundle s.p').CompletionText
(tab '$x = fob use p01').CompletionText
(tab 'aws s3 --profile p06').CompletionText
(tab 'aws --profile=p23').CompletionText
(tab 'aws s3').CompletionText
(tab 'other y').CompletionText
"$LASTEXITCODE $($Error.Count)"
`
	want := []string{
		"111122223333, ReadOnly", "configure config", "login", "True", "True", "zsh", "my-sso", "Get-ChildItem", "other-x", "./s.ps1", "'p01a b'",
		"'p06a,b'", "'--profile=p23a:b'", "old-s3", "other-y", "7 0",
	}
	w := newShellWorld(t)
	writeHardNames(w)
	w.write("s.ps1", "\ufeff"+body)
	r := w.run(nil, append(powerShell(t), w.path("s.ps1"))...)
	compareLines(t, strings.Split(r.text(), "\n"), want, r.stderr)
}

// Where a session may make no objects, names are still completed; what cannot
// work is told once, when the hook is loaded.
func TestAConstrainedPowerShellCompletesToo(t *testing.T) {
	w := newShellWorld(t)
	writeHardNames(w)
	w.write("s.ps1", `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
fob init pwsh --aws | Out-String | Invoke-Expression 3>&1 | ForEach-Object { "$_".Contains('aws') }
(TabExpansion2 'fob use p00' 11).CompletionMatches[0].CompletionText
`)
	r := w.run(nil, append(powerShell(t), w.path("s.ps1"))...)
	if want := "False\nTrue\n'p00it''s'\n"; r.stdout != want {
		t.Errorf("got %q, want %q\n%s", r.stdout, want, r.stderr)
	}
}

// nu's completer is a closure: what it gives for a line is put on that line.
func TestNusCompleterMeansThatVeryName(t *testing.T) {
	argv := nu("--no-config-file")(t)
	w := newShellWorld(t)
	writeHardNames(w)
	w.write("fob.nu", w.must(nil, fobPath, "init", "nu", "--aws").stdout)
	script := `$env.config.completions.external.completer = {|spans| [$"other ($spans | str join ' ')"] }
source fob.nu
source fob.nu
def tab [...spans] { do $env.config.completions.external.completer $spans | to json --raw | print }
`
	asked := [][]string{
		{"other", "x"},
		{"aws", "s3", "--profile", "p01"},
		{"aws", "--profile=p23"},
		{"aws", "s3", ""},
		{"fob", "logi"},
		{"fob", "exec", "--", "other", "x"},
		{"fob", "--ca-bundle", ""},
		{"fob use", "--shell", "z"},
		{"fob", "use", "zzz"},
	}
	for _, name := range hardNames {
		asked = append(asked, []string{"fob use", name[:3]}, []string{"fob use", "'" + name[:3]}, []string{"fob use", `"` + name[:3]}, []string{"fob use", "`" + name[:3]})
	}
	for _, spans := range asked {
		script += "tab"
		for _, span := range spans {
			script += " " + shell.Quote(shell.Nu, span)
		}
		script += "\n"
	}
	w.write("s.nu", script)
	lines := strings.Split(w.must(nil, append(argv, w.path("s.nu"))...).text(), "\n")
	const tip = `"description":"111122223333, ReadOnly"`
	compareLines(t, lines[:9], []string{
		`["other other x"]`, `[{"value":"\"p01a b\"",` + tip + `}]`, `[{"value":"\"--profile=p23a:b\"",` + tip + `}]`, `["other aws s3 "]`,
		`[{"value":"login","description":"Sign in, once for all profiles of a session"}]`, `["other other x"]`, `null`, `[{"value":"zsh"}]`, `[]`,
	}, "")

	script, lines = "source fob.nu\n", lines[9:]
	var want []string
	for i, name := range w.profileNames() {
		for j := range 4 {
			var found []struct{ Value string }
			if err := json.Unmarshal([]byte(at(lines, 4*i+j)), &found); err != nil || len(found) != 1 {
				t.Fatalf("%s: %s", name, at(lines, 4*i+j))
			}
			script += "fob use " + found[0].Value + "\nprint $env.AWS_PROFILE\n"
			want = append(want, name)
		}
	}
	w.write("s.nu", script)
	r := w.must(nil, append(argv, w.path("s.nu"))...)
	compareLines(t, strings.Split(r.text(), "\n"), want, r.stderr)
}
