function Get-FobIdentity {
    <#
    .SYNOPSIS
    Shows who AWS says you are.

    .DESCRIPTION
    Asks AWS who a profile is: account, role and user. Without a profile it is the one in force. Expiration is the local
    date at which the present credentials end; they are renewed by themselves while the session lasts.

    .PARAMETER Profile
    Names of profiles; wildcards are taken.

    .INPUTS
    Names of profiles, and objects with the property Name, such as Fob.Profile.

    .OUTPUTS
    Fob.Identity

    .EXAMPLE
    Get-FobIdentity

    Tells who you are in this session.

    .EXAMPLE
    Get-FobProfile prod-* | Get-FobIdentity

    Tells who you are with each of the profiles.

    .LINK
    https://github.com/fobcli/fob/blob/main/docs/powershell-module.md
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidAssignmentToAutomaticVariable', 'Profile', Justification = 'The word of AWS. The file that $PROFILE names is of no concern here.')]
    [CmdletBinding()]
    [OutputType('Fob.Identity')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name', 'ProfileName')]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Profile
    )

    begin { . $FollowCaller }
    process {
        $names = @('')
        if ($Profile) { $names = @(Resolve-FobName -Caller $PSCmdlet -Name $Profile) }
        foreach ($name in $names) {
            $line = @('whoami', '-o', 'json')
            if ($name) { $line += "--profile=$name" }
            $answer = Get-FobAnswer -Caller $PSCmdlet -Argument $line -Target $name
            if (-not $answer) { continue }
            [pscustomobject]@{
                PSTypeName  = 'Fob.Identity'
                Profile     = $answer.Profile
                AccountId   = $answer.Account
                AccountName = $answer.AccountName
                RoleName    = $answer.RoleName
                UserName    = $answer.UserName
                Arn         = $answer.Arn
                UserId      = $answer.UserId
                Expiration  = ConvertTo-FobDate -Value $answer.Expiration
            }
        }
    }
}
