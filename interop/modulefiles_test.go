package interop_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/shell"
)

// moduleFiles are the files of the module, by their names below its folder.
func moduleFiles(t *testing.T) map[string]string {
	t.Helper()
	root, files := here(t, "..", "powershell", "Fob"), map[string]string{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Windows PowerShell reads a file without a mark by the machine's code page.
func TestTheModuleIsASCII(t *testing.T) {
	for name, text := range moduleFiles(t) {
		for i, r := range text {
			if r > 126 || r < 32 && r != '\n' {
				t.Errorf("%s: byte %d is %q", name, i, r)
				break
			}
		}
	}
}

func TestWindowsPowerShellUnderstandsTheModule(t *testing.T) {
	check := here(t, "..", "..", "shared", "pwsh", "check-5.1.ps1")
	if _, err := os.Stat(check); err != nil {
		t.Skip("check-5.1.ps1 is not at ../shared/pwsh, beside this repository: nothing says what 5.1 would not understand")
	}
	w := newWorld(t)
	line := append(powerShell(t), check)
	for name := range moduleFiles(t) {
		if !strings.HasSuffix(name, ".ps1xml") {
			line = append(line, here(t, "..", "powershell", "Fob", name))
		}
	}
	if r := w.run(nil, line...); r.code != 0 || r.stdout != "" {
		t.Errorf("%s", r)
	}
}

// The module holds lists that fob itself goes by; they may not grow apart.
func TestTheModuleClearsWhatFobClears(t *testing.T) {
	text := moduleFiles(t)["Private/Environment.ps1"]
	list := func(from, begin, end string) []string {
		_, rest, ok := strings.Cut(from, begin)
		part, _, ended := strings.Cut(rest, end)
		if !ok || !ended {
			t.Fatalf("there is no %q", begin)
		}
		return regexp.MustCompile(`AWS_[A-Z_]+`).FindAllString(part, -1)
	}
	if got := list(text, "$ContraryVariable = @(", ")"); !slices.Equal(got, shell.Contrary()) {
		t.Errorf("what `fob use` clears: %v, and the module %v", shell.Contrary(), got)
	}
	source, err := os.ReadFile(here(t, "..", "internal", "cli", "variables.go"))
	if err != nil {
		t.Fatal(err)
	}
	want := list(string(source), "func contradicting() []string {", "\n}\n")
	if got := list(text, "$IdentityVariable = @(", ")"); !slices.Equal(got, want) {
		t.Errorf("what `fob exec` takes away: %v, and the module %v", want, got)
	}
}

// moduleRules looks at the syntax trees for what PSScriptAnalyzer would find,
// and for help that is whole. It prints what is wrong, a line each.
const moduleRules = `
$folder = 'MODULE'
$parser = [Management.Automation.Language.Parser]
$manifest = $parser::ParseFile("$folder/Fob.psd1", [ref]$null, [ref]$null).Find({ $args[0] -is [Management.Automation.Language.HashtableAst] }, $true).SafeGetValue()
if ($manifest.PowerShellVersion -ne '5.1' -or "$($manifest.CompatiblePSEditions)" -ne 'Desktop Core') { 'the manifest does not name 5.1 and 7' }
if (-not ([guid]$manifest.GUID) -or -not $manifest.Description -or -not $manifest.PrivateData.PSData.ProjectUri) { 'the manifest is not whole' }
Import-Module $folder
$module = Get-Module Fob
$files = @(Get-ChildItem "$folder/Public" | ForEach-Object { $_.Name -replace '\.ps1$' } | Sort-Object) -join ' '
if ((@($manifest.FunctionsToExport | Sort-Object) -join ' ') -ne $files) { 'FunctionsToExport is not what is in Public' }
if ((@($module.ExportedCommands.Keys | Sort-Object) -join ' ') -ne $files) { 'not every function is there' }
foreach ($command in Get-Command -Module Fob) {
    $name = $command.Name
    $help = $command.ScriptBlock.Ast.GetHelpContent()
    if (-not $help.Synopsis.Trim() -or -not $help.Description.Trim() -or -not $help.Links.Count -or -not $help.Outputs.Count) { "$name has no whole help" }
    foreach ($p in $command.ScriptBlock.Ast.Body.ParamBlock.Parameters) {
        if (-not $help.Parameters["$($p.Name.VariablePath)".ToUpper()]) { "$name -$($p.Name) is not described" }
    }
    if ($help.Parameters.Count -ne @($command.ScriptBlock.Ast.Body.ParamBlock.Parameters).Count) { "$name describes what is no parameter" }
    if ($help.Examples.Count -lt 2) { "$name has few examples" }
    foreach ($example in $help.Examples) {
        $errors = $null
        $line = ($example -split '\n')[0]
        $tree = $parser::ParseInput($line, [ref]$null, [ref]$errors)
        if ($errors.Count -or $line -notlike "*$name*") { "$name has an example that is none: $line" }
        foreach ($used in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -like '*-Fob*' }, $true)) {
            $known = (Get-Command $used.GetCommandName()).Parameters
            foreach ($e in $used.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                if (-not $known.ContainsKey($e.ParameterName)) { "$name has an example with an unknown -$($e.ParameterName)" }
            }
        }
    }
    $may = $command.Parameters.ContainsKey('WhatIf') -and $command.Parameters.ContainsKey('Confirm')
    if ($may -ne ($name -match '^(Use|Connect|Disconnect)-')) { "$name -WhatIf: $may" }
    if ((Get-Help $name).Synopsis -ne $help.Synopsis.Trim()) { "Get-Help $name does not find the synopsis" }
}
$verbs = foreach ($type in 'Common', 'Data', 'Diagnostic', 'Lifecycle', 'Communications', 'Security', 'Other') { ([type]"Management.Automation.Verbs$type").GetFields().Name }
foreach ($file in Get-ChildItem $folder -Recurse | Where-Object { $_.Name -match '\.psm?1$' }) {
    $tree = $parser::ParseFile($file.FullName, [ref]$null, [ref]$null)
    foreach ($n in $tree.FindAll({ $true }, $true)) {
        $where = "$($file.Name):$($n.Extent.StartLineNumber)"
        if ($n -is [Management.Automation.Language.FunctionDefinitionAst]) {
            $verb, $noun = $n.Name -split '-'
            if ($verbs -cnotcontains $verb -or $noun -notmatch '^(Aws)?Fob|^Fob') { "$where the name $($n.Name)" }
            if ($noun -match '[^s]s$') { "$where a plural: $($n.Name)" }
            if ($verb -in 'New', 'Set', 'Remove', 'Start', 'Stop', 'Restart', 'Reset', 'Update') { "$where a verb that asks for -WhatIf: $($n.Name)" }
        }
        elseif ($n -is [Management.Automation.Language.CommandAst]) {
            $name = $n.GetCommandName()
            if ($name -and (Get-Alias -Name $name -ErrorAction SilentlyContinue)) { "$where the alias $name" }
            if ($name -in 'Write-Host', 'Invoke-Expression', 'Add-Type', 'Set-Variable', 'Set-Item') { "$where $name" }
        }
        elseif ($n -is [Management.Automation.Language.VariableExpressionAst] -and $n.VariablePath.IsGlobal) { "$where a global variable" }
        elseif ($n -is [Management.Automation.Language.TypeDefinitionAst]) { "$where a class" }
    }
}
'done'
`

func TestTheModuleIsWellKept(t *testing.T) {
	w := newWorld(t)
	w.write("s.ps1", strings.ReplaceAll(moduleRules, "MODULE", here(t, "..", "powershell", "Fob")))
	if r := w.must(nil, append(powerShell(t), w.path("s.ps1"))...); r.text() != "done" || r.stderr != "" {
		t.Errorf("%s", r)
	}
}

// From the archive the module finds the fob beside it, with nothing on PATH; and
// what it leaves behind when it is removed is nothing.
func TestTheModuleFindsTheFobThatItWasShippedWith(t *testing.T) {
	w := newModuleWorld(t)
	if err := os.CopyFS(w.path("a b", "powershell", "Fob"), os.DirFS(here(t, "..", "powershell", "Fob"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(fobPath, w.path("a b", "fob")); err != nil {
		t.Fatal(err)
	}
	w.write("s.ps1", `$ErrorActionPreference = 'Stop'
$env:PATH = ''
Import-Module "$HOME/a b/powershell/Fob"
(Get-FobProfile).Count
Remove-Module Fob
@(Get-Command *-Fob*).Count
Import-Module "$HOME/a b/powershell/Fob" -Force
Set-Location "$HOME/.aws"
$env:AWS_CONFIG_FILE = './config'
(Get-FobProfile dev).Name
`)
	if r := w.must(nil, append(powerShell(t), w.path("s.ps1"))...); r.text() != "6\n0\ndev" {
		t.Errorf("%s", r)
	}
}

// Neither the commands of the module nor the errors that come from them hold a
// secret that the sandbox has given out, but for the one that is asked for them.
func TestTheModuleShowsNoSecret(t *testing.T) {
	w := newModuleWorld(t)
	w.fob("login")
	w.write("s.ps1", strings.ReplaceAll(`
$VerbosePreference = $DebugPreference = 'Continue'
Import-Module 'MODULE'
$all = @(Get-FobSession; Get-FobProfile; Get-FobAccount; Get-FobRole; Get-FobIdentity dev; Get-FobCredential prod-*, dev; Connect-Fob)
$all | Format-List * ; $all | ConvertTo-Json -Depth 6; $all | Out-String -Width 500; $all | ForEach-Object { "$_" }
try { Invoke-Fob -Profile dev, prod-* { throw 'in the block' } } catch { $_ | Format-List * }
Invoke-Fob -Profile dev { Get-FobRole -AccountId 999999999999; Get-FobCredential nobody }
Use-FobProfile dev -PassThru; Get-FobCredential; Get-FobIdentity
Disconnect-Fob -Verbose
Get-FobCredential dev
$Error | ForEach-Object { "$_"; $_ | Format-List *; $_.Exception | Format-List *; $_.ScriptStackTrace }
Get-Variable | Out-String -Width 500
Get-ChildItem Env: | Out-String -Width 5000
`, "MODULE", here(t, "..", "powershell", "Fob")))
	r := w.run(nil, append(powerShell(t), w.path("s.ps1"))...)
	if !strings.Contains(r.stdout, "ASIA") || !strings.Contains(r.stderr, "there is no sign-in to my-sso yet") {
		t.Errorf("it did not get far: %s", r)
	}
	for _, secret := range w.sandbox.Secrets() {
		if strings.Contains(r.stdout, secret) || strings.Contains(r.stderr, secret) {
			t.Errorf("a secret is shown: %s…", secret[:4])
		}
	}
}
