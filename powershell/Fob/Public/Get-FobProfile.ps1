function Get-FobProfile {
    <#
    .SYNOPSIS
    Lists the profiles of the shared AWS files.

    .DESCRIPTION
    Returns every profile of ~/.aws/config and ~/.aws/credentials, in their order, or those that match. It reads files
    and asks nobody. A name without wildcards that is no profile is an error, with the names that come near.

    .PARAMETER Name
    Names of profiles; wildcards are taken. A name that exists is itself, even where it holds * or [.

    .PARAMETER Session
    Only profiles of these sessions; wildcards are taken.

    .PARAMETER AccountId
    Only profiles of these accounts, by their 12 digits; wildcards are taken.

    .PARAMETER RoleName
    Only profiles of these roles; wildcards are taken.

    .PARAMETER Current
    Only the profile in force: AWS_PROFILE's, else default.

    .INPUTS
    Objects with the properties Session, AccountId and RoleName, such as Fob.Session, Fob.Account and Fob.Role.

    .OUTPUTS
    Fob.Profile

    .EXAMPLE
    Get-FobProfile prod-*

    Lists the profiles whose names begin with prod-.

    .EXAMPLE
    Get-FobRole -RoleName *Admin* | Get-FobProfile

    Lists the profiles for the roles that a sign-in gives.

    .EXAMPLE
    Get-FobProfile | Group-Object AccountName

    Shows which accounts have how many profiles.

    .LINK
    https://github.com/fobcli/fob/blob/main/docs/powershell-module.md
    #>
    [CmdletBinding()]
    [OutputType('Fob.Profile')]
    param(
        [Parameter(Position = 0)]
        [SupportsWildcards()]
        [string[]] $Name,

        [Parameter(ValueFromPipelineByPropertyName)]
        [SupportsWildcards()]
        [string[]] $Session,

        [Parameter(ValueFromPipelineByPropertyName)]
        [SupportsWildcards()]
        [string[]] $AccountId,

        [Parameter(ValueFromPipelineByPropertyName)]
        [SupportsWildcards()]
        [string[]] $RoleName,

        [switch] $Current
    )

    begin {
        . $FollowCaller
        if ($Name) { $list = @(Resolve-FobProfile -Caller $PSCmdlet -Name $Name) }
        else { $list = @(Get-FobProfileList -Caller $PSCmdlet) }
        $seen = [Collections.Generic.HashSet[string]]::new()
    }
    process {
        foreach ($one in $list) {
            if ($Current -and -not $one.Current) { continue }
            if (-not (Test-FobMatch -Value $one.Session -Wanted $Session)) { continue }
            if (-not (Test-FobMatch -Value $one.AccountId -Wanted $AccountId)) { continue }
            if (-not (Test-FobMatch -Value $one.RoleName -Wanted $RoleName)) { continue }
            if ($seen.Add($one.Name)) { $one }
        }
    }
}
