# Credentials in the environment of this process.
#
# Variables are set by .NET's method and secrets are read by pattern, not by
# cmdlets: where a policy logs what cmdlets are given, it would log the secrets.

# All that says who one is to AWS: what `fob exec` takes away or sets.
$IdentityVariable = @(
    'AWS_PROFILE', 'AWS_DEFAULT_PROFILE',
    'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN',
    'AWS_CREDENTIAL_EXPIRATION', 'AWS_ACCOUNT_ID', 'AWS_CREDENTIAL_FILE',
    'AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME', 'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'
)
$RegionVariable = 'AWS_REGION', 'AWS_DEFAULT_REGION'

# What `fob use` clears, since it would come before the profile.
$ContraryVariable = @(
    'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN',
    'AWS_CREDENTIAL_EXPIRATION', 'AWS_ACCOUNT_ID', 'AWS_DEFAULT_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME'
)

# Read-FobCredential returns the credentials of a profile, and its region, as the
# variables that hold them, in plain text; an empty name is the profile in force.
# Where there are none, the error is $Caller's.
function Read-FobCredential {
    [CmdletBinding()]
    [OutputType([Collections.Specialized.OrderedDictionary])]
    param(
        [Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller,
        [AllowEmptyString()] [string] $Name,
        [AllowEmptyString()] [string] $Region
    )

    $line = @('env', '--format=json')
    if ($Name) { $line += "--profile=$Name" }
    if ($Region) { $line += "--region=$Region" }
    $ran = Invoke-FobProgram -Argument $line
    if ($ran.Code -ne 0) {
        Write-FobError -Caller $Caller -Ran $ran -Target $Name
        return
    }
    Write-FobTalk -Caller $Caller -Talk $ran.Talk
    $variables = [ordered]@{}
    foreach ($found in [regex]::Matches($ran.Output, '"(AWS_[A-Z_]+)": "((?:[^"\\]|\\.)*)"')) {
        $variables[$found.Groups[1].Value] = [regex]::Unescape($found.Groups[2].Value)
    }
    $variables
}

# Write-FobEnvironment sets variables of this process; $null takes one away.
function Write-FobEnvironment {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [Collections.IDictionary] $Variable)

    foreach ($name in $Variable.Keys) {
        $value = $Variable[$name]
        if ($null -eq $value) { $value = [Management.Automation.Language.NullString]::Value }
        [Environment]::SetEnvironmentVariable($name, $value)
    }
}

# Read-FobState returns all that says who one is to AWS tools, and where.
function Read-FobState {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller)

    $variables = @{}
    foreach ($name in $IdentityVariable + $RegionVariable) { $variables[$name] = [Environment]::GetEnvironmentVariable($name) }
    $stored = foreach ($name in 'StoredAWSCredentials', 'StoredAWSRegion') {
        $found = $Caller.SessionState.PSVariable.Get($name)
        if ($found) { [pscustomobject]@{ Variable = $found; Value = $found.Value } }
    }
    [pscustomobject]@{ Environment = $variables; Stored = @($stored) }
}

# Restore-FobState puts back what Read-FobState found.
function Restore-FobState {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [pscustomobject] $State)

    foreach ($stored in $State.Stored) { $stored.Variable.Value = $stored.Value }
    Write-FobEnvironment -Variable $State.Environment
}
