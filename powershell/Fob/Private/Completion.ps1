# Completion of names. fob itself completes: the module asks it for the line of
# fob that takes the same value, so that both offer the same, quoted in the same
# way. It looks into files alone, never at AWS.

# Register-FobCompletion tells the engine what completes which parameter.
function Register-FobCompletion {
    [CmdletBinding()]
    param()

    $profiles = { Complete-FobWord -Line 'use', '--' -Word $args[2] }
    $sessions = { Complete-FobWord -Line 'login', '--' -Word $args[2] }
    $accounts = { Complete-FobWord -Line 'roles', '--account-id' -Word $args[2] }
    $regions = { Complete-FobWord -Line 'use', '--region' -Word $args[2] }
    $roles = {
        $line = @('configure', 'sso')
        if ($args[4].Contains('AccountId')) { $line += '--sso-account-id', @($args[4]['AccountId'])[0] }
        Complete-FobWord -Line ($line + '--sso-role-name') -Word $args[2]
    }
    foreach ($taker in @{
            'Name'      = @{ Completer = $profiles; Command = 'Get-FobProfile' }
            'Profile'   = @{ Completer = $profiles; Command = 'Get-FobIdentity', 'Get-FobCredential', 'Use-FobProfile', 'Invoke-Fob', 'Connect-Fob' }
            'Session'   = @{ Completer = $sessions; Command = 'Get-FobProfile', 'Get-FobSession', 'Get-FobAccount', 'Get-FobRole', 'Connect-Fob', 'Disconnect-Fob' }
            'AccountId' = @{ Completer = $accounts; Command = 'Get-FobProfile', 'Get-FobAccount', 'Get-FobRole' }
            'RoleName'  = @{ Completer = $roles; Command = 'Get-FobProfile', 'Get-FobRole' }
            'Region'    = @{ Completer = $regions; Command = 'Use-FobProfile', 'Invoke-Fob' }
        }.GetEnumerator()) {
        Register-ArgumentCompleter -CommandName $taker.Value.Command -ParameterName $taker.Key -ScriptBlock $taker.Value.Completer
    }
}

# Complete-FobWord gives what may stand at the end of a line of fob.
function Complete-FobWord {
    [CmdletBinding()]
    [OutputType([Management.Automation.CompletionResult])]
    param(
        [Parameter(Mandatory)] [string[]] $Line,
        [AllowEmptyString()] [string] $Word
    )

    # As the hook hands a line over: each word is a w and its UTF-16 units.
    $words = @(@('fob') + $Line + $Word | ForEach-Object { 'w' + ([int[]][char[]]$_ -join '.') }) -join ' '
    $ran = Invoke-FobProgram -Argument 'complete', 'pwsh' -Variable @{ FOB_WORDS = $words }
    $kind, $candidates = @($ran.Output -split '\r?\n' | Where-Object { $_ })
    if ($ran.Code -ne 0 -or $kind -ne 'list') { return }
    foreach ($candidate in $candidates) {
        $text, $shown, $tip = $candidate -split "`t" | ForEach-Object { [regex]::Unescape($_) }
        if (-not $tip) { $tip = $shown }
        [Management.Automation.CompletionResult]::new($text, $shown, 'ParameterValue', $tip)
    }
}
