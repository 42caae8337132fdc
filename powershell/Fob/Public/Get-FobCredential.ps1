function Get-FobCredential {
    <#
    .SYNOPSIS
    Gives the short-lived credentials of a profile.

    .DESCRIPTION
    Returns the credentials of a profile, with the secrets as SecureString: however the object is shown, they are not.
    With -AsEnvironment it is a dictionary of the variables that AWS tools read, in plain text. It needs a sign-in, and
    never starts one: the error FobSignInNeeded tells the line to type.

    Nothing has to be renewed by hand: the next call gives new credentials when these are about to end.

    .PARAMETER Profile
    Names of profiles; wildcards are taken. Without it, the profile in force.

    .PARAMETER AsEnvironment
    Give variables and their values in plain text, as `fob env` does: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
    AWS_SESSION_TOKEN, AWS_CREDENTIAL_EXPIRATION, AWS_ACCOUNT_ID, AWS_REGION and AWS_DEFAULT_REGION, as far as they are known.

    .INPUTS
    Names of profiles, and objects with the property Name, such as Fob.Profile.

    .OUTPUTS
    Fob.Credential, or with -AsEnvironment an ordered dictionary.

    .EXAMPLE
    Get-FobCredential dev

    Shows the access key and until when it holds; the secrets stay hidden.

    .EXAMPLE
    (Get-FobCredential dev -AsEnvironment).GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" } | Set-Content dev.env

    Writes the variables into a file for docker run --env-file.

    .EXAMPLE
    Get-FobProfile prod-* | Get-FobCredential | Select-Object Profile, Expiration

    Shows when the credentials of each profile end.

    .LINK
    https://github.com/fobcli/fob/blob/main/docs/powershell-module.md
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidAssignmentToAutomaticVariable', 'Profile', Justification = 'The word of AWS. The file that $PROFILE names is of no concern here.')]
    [CmdletBinding()]
    [OutputType('Fob.Credential', [Collections.Specialized.OrderedDictionary])]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name', 'ProfileName')]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Profile,

        [switch] $AsEnvironment
    )

    begin { . $FollowCaller }
    process {
        $names = @('')
        if ($Profile) { $names = @(Resolve-FobName -Caller $PSCmdlet -Name $Profile) }
        foreach ($name in $names) {
            $variables = Read-FobCredential -Caller $PSCmdlet -Name $name
            if (-not $variables) { continue }
            if ($AsEnvironment) {
                $variables
                continue
            }
            $secret, $token = foreach ($variable in 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN') {
                $hidden = [Security.SecureString]::new()
                if ($variables.Contains($variable)) { foreach ($c in $variables[$variable].ToCharArray()) { $hidden.AppendChar($c) } }
                $hidden.MakeReadOnly()
                $hidden
            }
            [pscustomobject]@{
                PSTypeName      = 'Fob.Credential'
                Profile         = $name
                AccountId       = $variables['AWS_ACCOUNT_ID']
                AccessKeyId     = $variables['AWS_ACCESS_KEY_ID']
                SecretAccessKey = $secret
                SessionToken    = $token
                Expiration      = ConvertTo-FobDate -Value $variables['AWS_CREDENTIAL_EXPIRATION']
            }
        }
    }
}
