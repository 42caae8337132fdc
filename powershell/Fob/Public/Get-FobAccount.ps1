function Get-FobAccount {
    <#
    .SYNOPSIS
    Lists the accounts that a sign-in leads to.

    .DESCRIPTION
    Asks AWS which accounts a sign-in leads to, whether or not there are profiles for them. It needs a sign-in, and never
    starts one: the error FobSignInNeeded tells the line to type.

    .PARAMETER AccountName
    Names of accounts; wildcards are taken.

    .PARAMETER AccountId
    Numbers of accounts, 12 digits; wildcards are taken.

    .PARAMETER Session
    The session to ask; without it that of the profile in force, else the only one.

    .INPUTS
    Objects with the property Session, such as Fob.Session and Fob.Profile.

    .OUTPUTS
    Fob.Account

    .EXAMPLE
    Get-FobAccount *prod*

    Lists the accounts with prod in their names.

    .EXAMPLE
    Get-FobSession | Get-FobAccount

    Lists the accounts of every session.

    .EXAMPLE
    Get-FobAccount | Get-FobRole | Export-Csv access.csv

    Writes down which roles there are in which accounts.

    .LINK
    https://github.com/fobcli/fob/blob/main/docs/powershell-module.md
    #>
    [CmdletBinding()]
    [OutputType('Fob.Account')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)]
        [SupportsWildcards()]
        [string[]] $AccountName,

        [Parameter(ValueFromPipelineByPropertyName)]
        [SupportsWildcards()]
        [string[]] $AccountId,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Session
    )

    begin { . $FollowCaller }
    process {
        $line = @('accounts', '-o', 'json')
        if ($Session) { $line += '--', $Session }
        $answer = Get-FobAnswer -Caller $PSCmdlet -Argument $line -Target $Session
        foreach ($one in $answer) {
            if (-not (Test-FobMatch -Value $one.account_name -Wanted $AccountName)) { continue }
            if (-not (Test-FobMatch -Value $one.account_id -Wanted $AccountId)) { continue }
            [pscustomobject]@{
                PSTypeName  = 'Fob.Account'
                AccountId   = $one.account_id
                AccountName = $one.account_name
                Email       = $one.email
                Session     = $one.session
            }
        }
    }
}
