package interop_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/shell"
)

// powerShellOthers are lines of fob that are not `fob use`, in all the ways in
// which PowerShell lets one be written. In a function some would lose a word,
// split one, swallow the pipe or hide a failure.
var powerShellOthers = []string{
	`fob exec -p dev -- tool a,b`,
	`fob exec -- tool 1.0 0x10 1e3 1kb 010 -1.50`,
	`fob exec -- tool -- -x --y=z -- -`,
	`fob exec -- tool 'a b' "c d" ''`,
	`fob exec -- tool -p:x -q: z -r:$true`,
	`fob exec -- tool @('a','b') $null`,
	`fob exec -- tool "it's" '$HOME' '"q"' 'back\slash\'`,
	`fob exec -- tool ü ‘x’ “y” *`,
	`fob exec -- tool a, b ,c`,
	`fob exec -- tool {1+1} (1+1) $(2+2)`,
	`fob exec -- tool $true $false 1..3 [int] @x`,
	`fob exec -- tool a;b=1 2>$null`,
	"fob exec -- tool `$x `\"y a`tb",
	`fob exec -- tool --% %HOME% "a b" , 'c`,
	`fob -p dev whoami`,
	`fob --profile=dev whoami`,
	`fob --profile='a b' whoami`,
	`fob`,
	`fob useful`,
	`fob exec use dev`,
	`fob exec -- fob use dev`,
	`fob -- use dev`,
	`fob --plain use dev`,
	`fob ''`,
	`& fob exec -- tool use me`,
	`& 'fob' exec 'x y'`,
	`& (Get-Command fob) exec x`,
	`. fob exec x`,
	`FOB exec x`,
	`$a = 'x y','z'; fob exec -- tool @a`,
	`$h = 'exec'; fob $h x`,
	`'one','two' | fob exec -- cat`,
	`"a` + "`r`n" + `b" | fob exec`,
	`[byte[]](0,255,10) | fob exec`,
	`'ü€' | fob exec`,
	`$null | fob exec`,
	`@() | fob exec`,
	`'x' | fob exec | ForEach-Object { "got $_" }`,
	`fob one | fob two | fob three`,
	`1..3 | ForEach-Object { fob exec $_ }`,
	`'x' | ForEach-Object { $_ | fob exec }`,
	`fob exec code=3`,
	`fob exec code=3 2>&1 | ForEach-Object { "$_".Length }`,
	`$x = fob exec code=4; "$? $x"`,
	`$x = fob exec 2>&1; ($x | ForEach-Object { $_.GetType().Name } | Sort-Object) -join ' '`,
	`(fob exec).Length; $?`,
	`if (fob exec code=1) { "yes $LASTEXITCODE" }`,
	`fob exec code=1 && 'and'; fob exec code=1 || 'or'`,
	`fob exec *> $env:RECORD.all; (Get-Content "$env:RECORD.all" -ErrorAction Ignore).Count`,
	`fob exec > $null; fob exec 2> $null`,
	`function f { fob exec @args }; f -x a,b 1.0 code=5; $?`,
	`function g { $input | fob exec }; 'in' | g`,
	`InModule -x 1.0 code=6`,
	`& { param($p) fob exec $p } 'a,b'`,
	`Invoke-Expression 'fob exec a,b 1.0 -- x'`,
	`try { fob exec code=7 } finally { "finally $LASTEXITCODE" }`,
	`switch (fob exec) { default { "switch $_" } }`,
	`foreach ($l in (fob exec)) { "each $l" }`,
	`"in a string: $(fob exec code=8) $LASTEXITCODE"`,
	`(Get-Command fob).CommandType; (Get-Command fob).Name`,
	`Test-Path Function:fob; Test-Path Alias:fob`,
}

func TestInPowerShellEveryOtherLineIsAsWithoutTheHook(t *testing.T) {
	if len(powerShellOthers) < 50 {
		t.Errorf("only %d lines", len(powerShellOthers))
	}
	for _, begin := range []string{
		"$PSNativeCommandArgumentPassing = 'Standard'\n",
		"$PSNativeCommandArgumentPassing = 'Legacy'\n",
		"$PSNativeCommandUseErrorActionPreference = $true\n",
		"Set-StrictMode -Version Latest\n",
	} {
		t.Run(strings.TrimSpace(begin), func(t *testing.T) {
			t.Parallel()
			var body strings.Builder
			for i, line := range powerShellOthers {
				fmt.Fprintf(&body, "[IO.File]::AppendAllText($env:RECORD, \"%d`n\"); [Console]::Error.WriteLine(%d); $LASTEXITCODE = $global:LASTEXITCODE = 0\n", i, i)
				body.WriteString("& { try {\n" + line + "\n} catch { \"caught $_\" } }\n")
				fmt.Fprintf(&body, "\"%d: $? $LASTEXITCODE\"\n%s\n\"%d: $? $LASTEXITCODE $($Error.Count)\"\n$Error.Clear()\n", i, line, i)
			}
			script := func(load string) string {
				return "\ufeff" + begin + load + "$null = New-Module -Name Other { function InModule { fob exec @args } }\n" + body.String()
			}
			hook := shell.Hook(shell.PowerShell, shell.Load{})
			without := record(t, powerShell, "s.ps1", script("# no hook\n"), hook)
			with := record(t, powerShell, "s.ps1", script("Invoke-Expression ([IO.File]::ReadAllText(\"$HOME/hook\"))\n"), hook)
			sameWithAndWithout(t, without, with, 2*len(powerShellOthers)-10)
		})
	}
}
