function Connect-Fob {
    <#
    .SYNOPSIS
    Signs in, once for all profiles of a session.

    .DESCRIPTION
    Signs in to AWS IAM Identity Center as `fob login` does: a browser shows the sign-in page; where there is none, an
    address is shown, and the one at which it ends is pasted back. Nothing is done while the sign-in still holds.

    Without a session it is that of the profile in force, else the only one, else you are asked.

    .PARAMETER Session
    The session, or the start URL of a sign-in without a session section.

    .PARAMETER Profile
    The profile whose session is meant.

    .PARAMETER UseDeviceCode
    Sign in by approving a code on any device; this needs no terminal.

    .PARAMETER NoBrowser
    Show the address instead of opening a browser.

    .PARAMETER Force
    Sign in anew although the sign-in still holds.

    .INPUTS
    The name of a session, or an object with the property Session, such as Fob.Session and Fob.Profile.

    .OUTPUTS
    Fob.Session

    .EXAMPLE
    Connect-Fob my-sso

    Signs in to the session my-sso.

    .EXAMPLE
    Get-FobSession | Connect-Fob -UseDeviceCode

    Signs in to every session that needs it, by codes.

    .LINK
    https://github.com/fobcli/fob/blob/main/docs/powershell-module.md
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidAssignmentToAutomaticVariable', 'Profile', Justification = 'The word of AWS. The file that $PROFILE names is of no concern here.')]
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Session')]
    [OutputType('Fob.Session')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Session')]
        [ValidateNotNullOrEmpty()]
        [string] $Session,

        [Parameter(Mandatory, ParameterSetName = 'Profile')]
        [Alias('ProfileName')]
        [ValidateNotNullOrEmpty()]
        [string] $Profile,

        [switch] $UseDeviceCode,

        [switch] $NoBrowser,

        [switch] $Force
    )

    begin { . $FollowCaller }
    process {
        $line = @('login', '-o', 'json')
        $target = 'the session in force'
        if ($UseDeviceCode) { $line += '--use-device-code' }
        if ($NoBrowser) { $line += '--no-browser' }
        if ($Force) { $line += '--force' }
        if ($Profile) {
            $target = "the session of $Profile"
            $line += "--profile=$Profile"
        }
        elseif ($Session) {
            $target = $Session
            $line += '--', $Session
        }
        if (-not $PSCmdlet.ShouldProcess($target, 'Sign in')) { return }
        $answer = Get-FobAnswer -Caller $PSCmdlet -Argument $line -Target $target -Attended
        if ($answer) { ConvertTo-FobSession -Answer $answer }
    }
}
