package interop_test

import (
	"strings"
	"testing"
)

// Before each line no profile is selected; after it the one that is, $? and the
// exit code are compared.
var powerShellLines = []struct{ line, want string }{
	{`fob use plain`, "plain True 0"},
	{`fob use 1.0`, "1.0 True 0"},
	{`fob use a,b`, "a,b True 0"},
	{`fob use -- -x`, "-x True 0"},
	{`$n = '-x'; fob use -- $n`, "-x True 0"},
	{`$n = 'a,b'; fob use $n`, "a,b True 0"},
	{`fob use 'q"uote'`, `q"uote True 0`},
	{`fob use "it’s"`, "it’s True 0"},
	{`fob use (Get-Variable -Name plain -ValueOnly)`, "plain True 0"},
	{`fob use "pl$('a')in"`, "plain True 0"},
	{`fob use $(if ($true) { 'plain' })`, "plain True 0"},
	{`'plain' | ForEach-Object { fob use $_ }`, "plain True 0"},
	{`& fob use plain`, "plain True 0"},
	{`FOB use plain`, "plain True 0"},
	{`fob 'use' plain`, "plain True 0"},
	{`Invoke-Expression 'fob use plain'`, "plain True 0"},
	{`fob use plain --region eu-west-1`, "plain True 0"},
	{`fob use -p plain`, "plain True 0"},
	{`$x = fob use plain`, "plain True 0"},
	{`fob use plain | Out-Null`, "plain True 0"},
	{`fob use plain 2>$null`, "plain True 0"},
	{`if ($true) { fob use plain }`, "plain True 0"},
	{`InModule plain`, "plain True 0"},
	{`fob use nobody`, "none False 5"},
	{`fob use ''`, "none False 2"},
	{`fob use --unset`, "none True 0"},
	{`fob use plain && fob use a,b`, "a,b True 0"},
	{`fob use nobody || fob use plain`, "plain True 0"},
	{`wrapped plain --region eu-west-1`, "plain True 0"},
	{`wrapped -p 1.5`, "1.5 True 0"},
	{`'x', 'y' | fob use plain`, "plain True 0"},
	{`@() | fob use a,b`, "a,b True 0"},
	{`$null | fob use -p plain`, "plain True 0"},
}

const powerShellBegin = `
$plain = 'plain'
$seen = New-Object System.Collections.ArrayList
$ExecutionContext.InvokeCommand.PreCommandLookupAction = { [void]$seen.Add($args[0]) }
fob init pwsh | Out-String | Invoke-Expression
fob init powershell | Out-String | Invoke-Expression
$null = New-Module -Name Other { function InModule($n) { fob use $n } }
function wrapped { fob use @args }
function say($ok) { "$(if ($env:AWS_PROFILE) { $env:AWS_PROFILE } else { 'none' }) $ok $LASTEXITCODE" }
`

// powerShellEnd looks at what else must hold: help is printed, fob is still a
// program, nothing stays behind, and the other who hooked in was asked, too.
const powerShellEnd = `
"$(@(fob use --help)[0])"
"$(@(Get-Command fob).CommandType)"
"$env:FOB_HOOK$env:FOB_WORDS$($Error.Count)"
$seen.Count -gt 20
`

func TestUseInPowerShellTakesEveryWordAsItWasTyped(t *testing.T) {
	for _, begin := range []string{
		"$PSNativeCommandArgumentPassing = 'Standard'",
		"$PSNativeCommandArgumentPassing = 'Legacy'",
		"Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'",
		"function prompt { 'mine> ' }",
	} {
		t.Run(begin, func(t *testing.T) {
			w := newShellWorld(t)
			w.write(".aws/config", "[profile plain]\n[profile 1.0]\n[profile 1.5]\n[profile a,b]\n[profile -x]\n[profile 'q\"uote']\n[profile it’s]\n")
			script, want := "\ufeff"+begin+powerShellBegin, ""
			for _, l := range powerShellLines {
				script += "$env:AWS_PROFILE = $null\n" + l.line + "\nsay $?\n"
				want += l.want + "\n"
			}
			script += powerShellEnd
			want += "Switch the current shell to a profile: every tool started from it then uses that\nApplication\n0\nTrue\n"
			w.write("s.ps1", script)
			r := w.run(nil, append(powerShell(t), w.path("s.ps1"))...)
			got, lines := strings.Split(r.stdout, "\n"), strings.Split(want, "\n")
			for i := range max(len(got), len(lines)) {
				if i >= len(got) || i >= len(lines) || got[i] != lines[i] {
					t.Errorf("line %d: got %q, want %q of %s", i, at(got, i), at(lines, i), powerShellLines[min(i, len(powerShellLines)-1)].line)
				}
			}
		})
	}
}

// Where policy forbids what the hook needs, it says so once, and fob goes on.
func TestAConstrainedPowerShellIsToldAndGoesOn(t *testing.T) {
	w := newShellWorld(t)
	w.write("s.ps1", `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
fob init pwsh | Out-String | Invoke-Expression 3>&1
fob use my-dev-account
fob configure get region -p my-dev-account
`)
	r := w.run(nil, append(powerShell(t), w.path("s.ps1"))...)
	want := "fob: this session's language mode allows no hook, so fob use prints the line to paste.\n$env:AWS_PROFILE = 'my-dev-account'\nus-east-1\n"
	if strings.TrimPrefix(r.stdout, "WARNING: ") != want {
		t.Errorf("got\n%s\nwant\n%s\n%s", r.stdout, want, r.stderr)
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
