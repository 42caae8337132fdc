# Completion of `aws --profile`; everything else of aws stays as it was.
& {
    $old = $null
    try {
        # The engine has no public way to ask for a completer that is there.
        $flags = [Reflection.BindingFlags]'NonPublic, Instance'
        $context = $ExecutionContext.GetType().GetField('_context', $flags).GetValue($ExecutionContext)
        $known = $context.GetType().GetProperty('NativeArgumentCompleters', $flags).GetValue($context)
        if ($known -and $known.ContainsKey('aws')) { $old = $known['aws'] }
    }
    catch {
        Write-Warning 'fob: this session''s language mode does not tell what completes aws now, so aws --profile stays as it is.'
        return
    }
    $loaded = Get-Variable -Name FobAws -Scope Global -ValueOnly -ErrorAction Ignore
    if ($loaded -and $old -eq $loaded.Mine) { $old = $loaded.Old }
    $global:FobAws = @{ Old = $old; Mine = $null }
    $global:FobAws.Mine = {
        param($word, $ast, $cursor)
        $before = ''; $current = ''
        foreach ($element in $ast.CommandElements) {
            if ($element.Extent.StartOffset -ge $cursor) { break }
            if ($element.Extent.EndOffset -ge $cursor) { $current = $element.Extent.Text } else { $before = $element.Extent.Text }
        }
        if ($before -eq '--profile' -or $current -like '--profile=*') { return & $global:FobComplete $word $ast $cursor }
        if ($global:FobAws.Old) { return & $global:FobAws.Old $word $ast $cursor }
        $program = Get-Command -Name 'aws_completer' -CommandType Application -TotalCount 1 -ErrorAction Ignore
        if (-not $program) { return }
        $code = Get-Variable -Name LASTEXITCODE -Scope Global -ValueOnly -ErrorAction Ignore
        $env:COMP_POINT = $cursor - $ast.Extent.StartOffset
        $env:COMP_LINE = $ast.Extent.Text.PadRight($env:COMP_POINT)
        try { & $program 2>$null | ForEach-Object { $_.Trim() } } finally {
            $env:COMP_LINE = $env:COMP_POINT = $null
            $global:LASTEXITCODE = $code
        }
    }
    Register-ArgumentCompleter -Native -CommandName 'aws', 'aws.exe' -ScriptBlock $global:FobAws.Mine
}
