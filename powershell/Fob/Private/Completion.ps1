# Completion of names. It asks the files alone, never AWS: a key press must not
# wait for a network.

# Register-FobCompletion tells the engine what completes which parameter.
function Register-FobCompletion {
    [CmdletBinding()]
    param()

    $profiles = { Complete-FobWord -Word $args[2] -Item (Get-FobCompletionItem -What 'Profile') }
    $sessions = { Complete-FobWord -Word $args[2] -Item (Get-FobCompletionItem -What 'Session') }
    $accounts = { Complete-FobWord -Word $args[2] -Item (Get-FobCompletionItem -What 'Account') }
    $roles = { Complete-FobWord -Word $args[2] -Item (Get-FobCompletionItem -What 'Role' -Account $args[4]['AccountId']) }

    Register-ArgumentCompleter -CommandName 'Get-FobProfile' -ParameterName 'Name' -ScriptBlock $profiles
    Register-ArgumentCompleter -CommandName 'Get-FobIdentity', 'Get-FobCredential', 'Use-FobProfile', 'Invoke-Fob', 'Connect-Fob' -ParameterName 'Profile' -ScriptBlock $profiles
    Register-ArgumentCompleter -CommandName 'Get-FobProfile', 'Get-FobSession', 'Get-FobAccount', 'Get-FobRole', 'Connect-Fob', 'Disconnect-Fob' -ParameterName 'Session' -ScriptBlock $sessions
    Register-ArgumentCompleter -CommandName 'Get-FobProfile', 'Get-FobAccount', 'Get-FobRole' -ParameterName 'AccountId' -ScriptBlock $accounts
    Register-ArgumentCompleter -CommandName 'Get-FobProfile', 'Get-FobRole' -ParameterName 'RoleName' -ScriptBlock $roles
}

# Get-FobCompletionItem lists values with what a person is told about each: a
# dictionary in order. Where fob cannot say, there is nothing to complete.
function Get-FobCompletionItem {
    [CmdletBinding()]
    [OutputType([Collections.Specialized.OrderedDictionary])]
    param(
        [Parameter(Mandatory)] [ValidateSet('Profile', 'Session', 'Account', 'Role')] [string] $What,
        [AllowNull()] [string[]] $Account
    )

    $items = [Collections.Specialized.OrderedDictionary]::new([StringComparer]::Ordinal) # names may differ in case alone
    try {
        if ($What -eq 'Session') {
            foreach ($one in Get-FobSession -ErrorAction Stop) { $items[$one.Session] = "$($one.Session): $($one.State), $($one.StartUrl)" }
            return $items
        }
        foreach ($one in Get-FobProfile -ErrorAction Stop) {
            if ($What -eq 'Profile') { $items[$one.Name] = @(@($one.AccountName, $one.AccountId, $one.RoleName, $one.Kind) | Where-Object { $_ }) -join ' ' }
            elseif ($What -eq 'Account' -and $one.AccountId) {
                # Some profiles know the account's name, some do not.
                if ($one.AccountName -or -not $items.Contains($one.AccountId)) { $items[$one.AccountId] = "$($one.AccountId) $($one.AccountName)".Trim() }
            }
            elseif ($What -eq 'Role' -and $one.RoleName -and -not $items.Contains($one.RoleName) -and (Test-FobMatch -Value $one.AccountId -Wanted $Account)) {
                $items[$one.RoleName] = "$($one.RoleName), as in the profile $($one.Name)"
            }
        }
    }
    catch { $items.Clear() }
    $items
}

# Complete-FobWord gives the values that begin with a word, quoted so that the
# line means that very value: PowerShell ends a string at typographic quotes too.
function Complete-FobWord {
    [CmdletBinding()]
    [OutputType([Management.Automation.CompletionResult])]
    param(
        [AllowEmptyString()] [string] $Word,
        [Parameter(Mandatory)] [Collections.IDictionary] $Item
    )

    $begun = $Word.Trim("'", '"')
    foreach ($value in $Item.Keys) {
        if (-not $value.StartsWith($begun, [StringComparison]::OrdinalIgnoreCase)) { continue }
        $text = $value
        if ($value -notmatch '^[A-Za-z0-9_.:/\\][A-Za-z0-9_.:/\\+=-]*$' -or $value -match '^[0-9.]+$') {
            $text = "'" + [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($value) + "'"
        }
        $tip = $Item[$value]
        if (-not $tip) { $tip = $value }
        [Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $tip)
    }
}
