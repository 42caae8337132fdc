# Completes a line of fob. It is text in the hook, and compiled at the first TAB,
# so that it costs nothing at start. The words go to the program through the
# environment, for 5.1 drops empty ones and breaks quotes; what it answers is
# ASCII, for its output is decoded by the console's code page.
param($word, $ast, $cursor)
$ErrorActionPreference = 'Continue'
$code = Get-Variable -Name LASTEXITCODE -Scope Global -ValueOnly -ErrorAction Ignore
try {
    $program = Get-Command -Name 'fob' -CommandType Application -TotalCount 1 -ErrorAction Ignore
    if (-not $program) { return }
    $words = @(); $starts = @(); $typed = ''
    foreach ($element in $ast.CommandElements) {
        $extent = $element.Extent
        if ($extent.StartOffset -ge $cursor) { break }
        $constant = $element -is [Management.Automation.Language.StringConstantExpressionAst]
        if ($extent.EndOffset -ge $cursor) {
            if (-not $constant -and $extent.Text -match '[,:]') { return }
            $typed = $extent.Text.Substring(0, $cursor - $extent.StartOffset)
            break
        }
        $starts += $extent.StartOffset
        if ($constant) { $words += $element.Value } else { $words += $extent.Text }
    }
    $starts += $cursor - $typed.Length
    $env:FOB_WORDS = @($words + $typed | ForEach-Object { 'w' + ([int[]][char[]]$_ -join '.') }) -join ' '
    try { $answer = @(& $program complete pwsh 2>$null) } finally { $env:FOB_WORDS = $null }
    if ($answer.Count -eq 0 -or $answer[0] -eq 'files') { return }
    if ($answer[0] -ne 'list') {
        # Another program's line, behind fob exec --: the engine knows it.
        $from = $starts[[int]($answer[0] -split ' ')[1]] - $ast.Extent.StartOffset
        $line = $ast.Extent.Text.PadRight($cursor - $ast.Extent.StartOffset).Substring(0, $cursor - $ast.Extent.StartOffset).Substring($from)
        return @((TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches)
    }
    # A constrained session may not make such objects; texts will do there.
    $free = $ExecutionContext.SessionState.LanguageMode -eq 'FullLanguage'
    for ($i = 1; $i -lt $answer.Count; $i++) {
        $line = $answer[$i]
        $text, $show, $tip = $line -split "`t"
        if ($line.Contains('\')) { $text, $show, $tip = $text, $show, $tip | ForEach-Object { [regex]::Unescape($_) } }
        if (-not $tip) { $tip = $show }
        if ($free) { [Management.Automation.CompletionResult]::new($text, $show, 'ParameterValue', $tip) } else { $text }
    }
}
catch { return }
finally { $global:LASTEXITCODE = $code }
