# Answers a lookup of fob, if it is for `fob use`. It is text in the hook, and
# compiled when fob is first looked up, so that it costs nothing at start.
param($asked)
# The fob commands of the statement that is being run. Where an
# argument was computed last, the statement is the one around it.
$isFob = {
    $args[0] -is [Management.Automation.Language.CommandAst] -and
    ($args[0].GetCommandName() -eq 'fob' -or $args[0].GetCommandName() -eq 'fob.exe')
}
$at = @([Management.Automation.Runspaces.Runspace]::DefaultRunspace.Debugger.GetCallStack())[2].Position
$tree = [Management.Automation.Language.Parser]::ParseInput($at.Text, [ref]$null, [ref]$null)
$commands = @($tree.FindAll($isFob, $false))
if ($commands.Count -eq 0) {
    $tree = [Management.Automation.Language.Parser]::ParseInput($at.StartScriptPosition.GetFullScript(), [ref]$null, [ref]$null)
    foreach ($found in $tree.FindAll($isFob, $true)) {
        if ($found.Extent.StartOffset -le $at.StartOffset -and $at.StartOffset -lt $found.Extent.EndOffset) { $commands = @($found) }
    }
}
if ($commands.Count -ne 1) { return }
$elements = @($commands[0].CommandElements)
if ($elements.Count -lt 2 -or $elements[1].Extent.Text -cnotmatch '^(["'']?)use\1$') { return }
$program = Get-Command -Name 'fob' -CommandType Application -TotalCount 1 -ErrorAction Ignore
if (-not $program) { return }

# The words exactly as typed; what a block is given has lost some.
$typed = @(); $exact = $true; $options = $false; $after = -1
for ($i = 2; $i -lt $elements.Count; $i++) {
    $element = $elements[$i]
    $parts = @($element)
    if ($element -is [Management.Automation.Language.ArrayLiteralAst]) { $parts = @($element.Elements) }
    $typed += @(foreach ($part in $parts) {
        if ($part -is [Management.Automation.Language.StringConstantExpressionAst]) { $part.Value }
        else { $part.Extent.Text }
        if ($part -is [Management.Automation.Language.CommandParameterAst]) {
            if ($part.Extent.Text -eq '--') { $after = $elements.Count - $i - 1 } else { $options = $true }
            if ($part.Argument) { $exact = $false }
        }
        elseif ($part -isnot [Management.Automation.Language.ConstantExpressionAst]) {
            $exact = $false
            # In the words of a function, @args, there may be some.
            if ($part.Extent.Text.StartsWith('@')) { $options = $true }
        }
    }) -join ','
}

$use = {
    param($given)
    $words = $typed
    if (-not $exact) {
        $words = @()
        $given = @(@($given) | Select-Object -Skip 1 | ForEach-Object { $_ })
        for ($i = 0; $i -lt $given.Count; $i++) {
            if ($given.Count - $i -eq $after) { $words += '--' }
            $words += [string]$given[$i]
        }
    }
    # Through the environment: 5.1 drops empty words and breaks quotes.
    $env:FOB_WORDS = @($words | ForEach-Object { 'w' + ([int[]][char[]]$_ -join '.') }) -join ' '
    $env:FOB_HOOK = 'pwsh/1'
    $env:FOB_PREVIOUS = Get-Variable -Name FobPrevious -Scope Global -ValueOnly -ErrorAction Ignore
    # What this host loads at its start: each host has a file of its own.
    $env:FOB_STARTUP_FILE = Get-Variable -Name PROFILE -Scope Global -ValueOnly -ErrorAction Ignore
    try { $answer = @(& $program use) }
    finally { $env:FOB_HOOK = $env:FOB_WORDS = $env:FOB_PREVIOUS = $env:FOB_STARTUP_FILE = $null }
    if ($answer.Count -eq 0) { return }
    if ($answer[0] -ne 'fob-hook 1') { return $answer }
    foreach ($line in $answer) {
        $key, $codes = "$line" -split '[ .]'
        if ($key -eq 'previous') { $global:FobPrevious = $codes -join '.' }
        elseif ($key -eq 'profile') {
            foreach ($name in {{contrary}}) { Set-Item -LiteralPath "Env:$name" -Value $null }
            $env:AWS_PROFILE = [char[]][int[]]@($codes) -join ''
        }
        elseif ($key -eq 'region') { $env:AWS_REGION = $env:AWS_DEFAULT_REGION = [char[]][int[]]@($codes) -join '' }
        elseif ($key -eq 'none') { $env:AWS_PROFILE = $env:AWS_DEFAULT_PROFILE = $null }
    }
}.GetNewClosure()
if ($options) {
    # Only a plain block takes words such as -p as they are.
    $asked.CommandScriptBlock = { & $use $args }.GetNewClosure()
    return
}
$asked.CommandScriptBlock = {
    # As for a program, a pipe into it is no error: it is not read.
    [CmdletBinding(PositionalBinding = $false)]
    param([Parameter(ValueFromRemainingArguments = $true)] $words, [Parameter(ValueFromPipeline = $true)] $piped)
    & $use $words
    if ($LASTEXITCODE) {
        # The program has said why; this makes $? tell it too.
        $ErrorActionPreference = 'SilentlyContinue'
        $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([Exception]'fob use failed', 'FobUse', 'NotSpecified', $null))
        $global:Error.RemoveAt(0)
    }
}.GetNewClosure()
