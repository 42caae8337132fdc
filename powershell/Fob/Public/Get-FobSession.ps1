function Get-FobSession {
    <#
    .SYNOPSIS
    Lists the sessions, and how long each sign-in still lasts.

    .DESCRIPTION
    Returns every session of the config and, beside them, sign-ins of which only a token tells. It reads files and asks
    nobody: AWS may have ended a session meanwhile. AccessUntil is a local date, or nothing where there is no token.

    .PARAMETER Session
    Names of sessions, or start URLs of sign-ins without a session section; wildcards are taken.

    .INPUTS
    Objects with the property Session, such as Fob.Profile.

    .OUTPUTS
    Fob.Session

    .EXAMPLE
    Get-FobSession

    Lists all sessions.

    .EXAMPLE
    Get-FobSession | Where-Object { -not $_.SignedIn } | Connect-Fob

    Signs in to every session that needs it.

    .EXAMPLE
    (Get-FobSession my-sso).AccessUntil - (Get-Date)

    Tells how long the access still lasts.

    .LINK
    https://github.com/fobcli/fob/blob/main/docs/powershell-module.md
    #>
    [CmdletBinding()]
    [OutputType('Fob.Session')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)]
        [SupportsWildcards()]
        [string[]] $Session
    )

    begin {
        . $FollowCaller
        $list = @(Get-FobAnswer -Caller $PSCmdlet -Argument 'status', '-o', 'json' -Needed | ForEach-Object { $_.sessions })
    }
    process {
        foreach ($one in $list) {
            if (Test-FobMatch -Value $one.session -Wanted $Session) { ConvertTo-FobSession -Answer $one }
        }
        foreach ($name in @($Session) | Where-Object { $_ -and -not [WildcardPattern]::ContainsWildcardCharacters($_) }) {
            if ($name -in @($list | ForEach-Object { $_.session })) { continue }
            # fob says which sessions there are.
            $null = Get-FobAnswer -Caller $PSCmdlet -Argument 'status', '-o', 'json', '--', $name -Target $name
        }
    }
}

# ConvertTo-FobSession makes a Fob.Session of what `fob status` tells of one.
function ConvertTo-FobSession {
    [CmdletBinding()]
    [OutputType('Fob.Session')]
    param([Parameter(Mandatory)] [pscustomobject] $Answer)

    [pscustomobject]@{
        PSTypeName  = 'Fob.Session'
        Session     = $Answer.session
        StartUrl    = $Answer.start_url
        Region      = $Answer.region
        State       = $Answer.state
        SignedIn    = $Answer.signed_in
        AccessUntil = ConvertTo-FobDate -Value $Answer.access_until
        Renewable   = $Answer.renewable
        Configured  = $Answer.configured
        Remedy      = $Answer.remedy
    }
}
