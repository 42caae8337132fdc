# The profile in the prompt of PowerShell, before the one that is there. That is
# asked first of all, for it may look at $? and $LASTEXITCODE.
& {
    $now = (Get-Item -LiteralPath Function:prompt -ErrorAction Ignore)
    $now = if ($now) { $now.ScriptBlock } else { { 'PS ' + $PWD + '> ' } }
    $loaded = Get-Variable -Name FobPrompt -Scope Global -ValueOnly -ErrorAction Ignore
    if ($loaded -and $now -eq $loaded.Mine) { $now = $loaded.Old }
    $global:FobPrompt = @{ Old = $now; Mine = $null }
    Set-Item -LiteralPath Function:global:prompt -Value {
        $before = & $global:FobPrompt.Old
        $ErrorActionPreference = 'Continue'
        $code = Get-Variable -Name LASTEXITCODE -Scope Global -ValueOnly -ErrorAction Ignore
        $text = ''
        try {
            $program = Get-Command -Name 'fob' -CommandType Application -TotalCount 1 -ErrorAction Ignore
            if ($program) {
                $env:FOB_HOOK = 'pwsh/1'
                try { $text = @(& $program prompt --shell pwsh 2>$null) -join '' } finally { $env:FOB_HOOK = $null }
                if ($text) { $text = [regex]::Unescape($text) + ' ' }
            }
        }
        catch { $text = '' }
        finally { $global:LASTEXITCODE = $code }
        $text + (@($before) -join '')
    }
    $global:FobPrompt.Mine = (Get-Item -LiteralPath Function:prompt).ScriptBlock
}
