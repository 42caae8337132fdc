function Disconnect-Fob {
    <#
    .SYNOPSIS
    Ends a session, and removes its token and role credentials.

    .DESCRIPTION
    Ends a session at the server, and removes its token and the role credentials that were obtained through it, as
    `fob logout` does. Other sessions are left alone. Keys already handed out work until they expire. -Verbose tells what
    was done.

    Without a session it is that of the profile in force, else the only one.

    .PARAMETER Session
    Sessions, or start URLs of sign-ins without a session section; wildcards are taken.

    .PARAMETER All
    End every session that has a token here.

    .PARAMETER Local
    Remove the files without asking the server.

    .INPUTS
    Names of sessions, and objects with the property Session, such as Fob.Session.

    .OUTPUTS
    Nothing.

    .EXAMPLE
    Disconnect-Fob my-sso -Verbose

    Ends the session my-sso, and tells what was removed.

    .EXAMPLE
    Get-FobSession client-* | Disconnect-Fob -WhatIf

    Shows which sessions would be ended.

    .LINK
    https://github.com/fobcli/fob/blob/main/docs/powershell-module.md
    #>
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Session')]
    [OutputType([void])]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Session')]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Session,

        [Parameter(Mandatory, ParameterSetName = 'All')]
        [switch] $All,

        [switch] $Local
    )

    begin { . $FollowCaller }
    process {
        $targets = foreach ($name in $Session) {
            if ([WildcardPattern]::ContainsWildcardCharacters($name)) { Get-FobSession -Session $name | ForEach-Object { $_.Session } }
            else { $name }
        }
        if ($All) { $targets = 'every session' }
        elseif (-not $Session) { $targets = 'the session in force' }
        foreach ($target in $targets) {
            if (-not $PSCmdlet.ShouldProcess($target, 'Sign out')) { continue }
            $line = @('logout')
            if ($Local) { $line += '--local' }
            if ($All) { $line += '--all' }
            elseif ($Session) { $line += '--', $target }
            $ran = Invoke-FobProgram -Argument $line
            if ($ran.Code -eq 0) { Write-FobTalk -Caller $PSCmdlet -Talk "$($ran.Talk)`n$($ran.Output)" }
            else { Write-FobError -Caller $PSCmdlet -Ran $ran -Target $target }
        }
    }
}
