function Get-FobRole {
    <#
    .SYNOPSIS
    Lists the roles that a sign-in gives, in every account or in some.

    .DESCRIPTION
    Asks AWS which roles a sign-in gives, whether or not there are profiles for them. All accounts take a while where there
    are many: each is asked about, at AWS's pace. It needs a sign-in, and never starts one.

    .PARAMETER RoleName
    Names of roles; wildcards are taken.

    .PARAMETER AccountId
    Numbers of accounts, 12 digits; wildcards are taken. One number asks about that account alone.

    .PARAMETER Session
    The session to ask; without it that of the profile in force, else the only one.

    .INPUTS
    Objects with the properties AccountId and Session, such as Fob.Account and Fob.Profile.

    .OUTPUTS
    Fob.Role

    .EXAMPLE
    Get-FobRole ReadOnly

    Lists the accounts in which there is the role ReadOnly.

    .EXAMPLE
    Get-FobAccount *prod* | Get-FobRole

    Lists the roles in the accounts with prod in their names.

    .EXAMPLE
    Get-FobRole -AccountId 111122223333

    Lists the roles in one account.

    .LINK
    https://github.com/fobcli/fob/blob/main/docs/powershell-module.md
    #>
    [CmdletBinding()]
    [OutputType('Fob.Role')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)]
        [SupportsWildcards()]
        [string[]] $RoleName,

        [Parameter(ValueFromPipelineByPropertyName)]
        [SupportsWildcards()]
        [string[]] $AccountId,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Session
    )

    begin { . $FollowCaller }
    process {
        $line = @('roles', '-o', 'json')
        $accounts = @(@($AccountId) | Where-Object { $_ })
        if ($accounts.Count -eq 1 -and -not [WildcardPattern]::ContainsWildcardCharacters($accounts[0])) {
            $line += "--account-id=$($accounts[0])"
        }
        if ($Session) { $line += '--', $Session }
        $answer = Get-FobAnswer -Caller $PSCmdlet -Argument $line -Target $(if ($accounts.Count -eq 1) { $accounts[0] } else { $Session })
        foreach ($one in $answer) {
            if (-not (Test-FobMatch -Value $one.account_id -Wanted $accounts)) { continue }
            if (-not (Test-FobMatch -Value $one.role_name -Wanted $RoleName)) { continue }
            [pscustomobject]@{
                PSTypeName  = 'Fob.Role'
                AccountId   = $one.account_id
                AccountName = $one.account_name
                RoleName    = $one.role_name
                Session     = $one.session
            }
        }
    }
}
