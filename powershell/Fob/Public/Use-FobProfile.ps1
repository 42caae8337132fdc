function Use-FobProfile {
    <#
    .SYNOPSIS
    Switches this session to a profile.

    .DESCRIPTION
    Sets AWS_PROFILE, so that every tool started from here uses the profile, and clears what would come before it: keys in
    the environment and the like, and what Set-AWSCredential of the AWS Tools for PowerShell chose. It is what `fob use`
    does, without a hook. A region in the environment stays, and comes before the profile's; -Region changes it.

    .PARAMETER Profile
    The profile. Wildcards are taken where they match only one; - is the profile that this session used before.

    .PARAMETER Region
    A region for this session: AWS_REGION and AWS_DEFAULT_REGION. It also takes back Set-DefaultAWSRegion.

    .PARAMETER Unset
    Use no profile any more.

    .PARAMETER PassThru
    Give the profile as an object.

    .INPUTS
    The name of a profile, or an object with the property Name, such as Fob.Profile.

    .OUTPUTS
    Nothing, or with -PassThru a Fob.Profile.

    .EXAMPLE
    Use-FobProfile dev

    Switches this session to the profile dev.

    .EXAMPLE
    Get-FobProfile -AccountId 444455556666 -RoleName ReadOnly | Use-FobProfile -Region eu-central-1

    Switches to the profile for a role, and to a region.

    .EXAMPLE
    Use-FobProfile -

    Goes back to the profile before, as `fob use -` does; each knows of the other's switches.

    .EXAMPLE
    Use-FobProfile -Unset

    Selects no profile any more.

    .LINK
    https://github.com/fobcli/fob/blob/main/docs/powershell-module.md
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidAssignmentToAutomaticVariable', 'Profile', Justification = 'The word of AWS. The file that $PROFILE names is of no concern here.')]
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Profile')]
    [OutputType('Fob.Profile')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Profile')]
        [Alias('Name', 'ProfileName')]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string] $Profile,

        [string] $Region,

        [Parameter(Mandatory, ParameterSetName = 'Unset')]
        [switch] $Unset,

        [Parameter(ParameterSetName = 'Profile')]
        [switch] $PassThru
    )

    begin {
        . $FollowCaller
        $wanted = @()
    }
    process {
        if ($Profile) { $wanted += @(Resolve-FobName -Caller $PSCmdlet -Name $Profile) }
    }
    end {
        $line = @('use')
        if ($Region) { $line += "--region=$Region" }
        if ($Unset) {
            $line += '--unset'
            $name = 'no profile'
        }
        elseif ($wanted.Count -gt 1) {
            Write-FobSeveral -Caller $PSCmdlet -Name $wanted
            return
        }
        elseif ($wanted.Count -eq 0) {
            return # a pattern may match nothing
        }
        else {
            $name = $wanted[0]
            $line += '--', $name
        }
        if (-not $PSCmdlet.ShouldProcess('this session', "Use $name")) { return }

        # As the hook of fob asks, with what it remembers: the answer is data, which is never evaluated.
        $hook = @{ FOB_HOOK = 'pwsh/1'; FOB_PREVIOUS = [string] $PSCmdlet.SessionState.PSVariable.GetValue('global:FobPrevious') }
        $ran = Invoke-FobProgram -Argument $line -Variable $hook
        if ($ran.Code -ne 0) {
            Write-FobError -Caller $PSCmdlet -Ran $ran -Target $name
            return
        }
        Write-FobTalk -Caller $PSCmdlet -Talk $ran.Talk
        $answer = ConvertFrom-FobSwitch -Answer $ran.Output
        if ($answer.Previous) { $PSCmdlet.SessionState.PSVariable.Set('global:FobPrevious', $answer.Previous) }
        Write-FobEnvironment -Variable $answer.Variable
        Clear-FobAwsTool -Caller $PSCmdlet -Region $Region
        if ($PassThru) { Resolve-FobProfile -Caller $PSCmdlet -Name $env:AWS_PROFILE }
    }
}

# ConvertFrom-FobSwitch reads the answer of `fob use`: which variables to set, or
# to take away ($null), and what to remember for the way back.
function ConvertFrom-FobSwitch {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Answer)

    $variables = @{}
    $previous = ''
    foreach ($line in $Answer -split '\r?\n') {
        $key, $rest = $line -split ' ', 2
        if ($key -eq 'previous') { $previous = $rest }
        elseif ($key -eq 'profile') {
            foreach ($name in $ContraryVariable) { $variables[$name] = $null }
            $variables['AWS_PROFILE'] = -join [char[]][int[]]($rest -split '\.')
        }
        elseif ($key -eq 'region') {
            foreach ($name in $RegionVariable) { $variables[$name] = -join [char[]][int[]]($rest -split '\.') }
        }
        elseif ($key -eq 'none') { $variables['AWS_PROFILE'] = $variables['AWS_DEFAULT_PROFILE'] = $null }
    }
    [pscustomobject]@{ Variable = $variables; Previous = $previous }
}

# Clear-FobAwsTool takes away the variables of the session that AWS Tools for
# PowerShell take before the environment. A region that nobody asked to change is left, and told.
function Clear-FobAwsTool {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller,
        [AllowEmptyString()] [string] $Region
    )

    $variables = $Caller.SessionState.PSVariable
    $stored = $variables.Get('StoredAWSCredentials')
    if ($stored -and $null -ne $stored.Value) {
        $variables.Remove($stored)
        $Caller.WriteVerbose('Cleared what Set-AWSCredential chose.')
    }
    $stored = $variables.Get('StoredAWSRegion')
    if (-not $stored -or $null -eq $stored.Value) { return }
    if ($Region) { $variables.Remove($stored) }
    else { $Caller.WriteWarning("The region of Set-DefaultAWSRegion, $($stored.Value), stays, and AWS Tools take it before the profile's. Clear it: Clear-DefaultAWSRegion") }
}

# Write-FobSeveral is the error where one profile is needed and several are meant.
function Write-FobSeveral {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller,
        [Parameter(Mandatory)] [string[]] $Name
    )

    $text = "$($Name.Count) profiles are meant, and a session uses one: $(@($Name | Select-Object -First 5) -join ', ')$(if ($Name.Count -gt 5) { ', ...' })"
    $record = [Management.Automation.ErrorRecord]::new([ArgumentException]::new($text), 'FobUsage', 'InvalidArgument', $Name)
    $record.ErrorDetails = [Management.Automation.ErrorDetails]::new($text)
    $record.ErrorDetails.RecommendedAction = "Use-FobProfile '" + [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Name[0]) + "'"
    $Caller.WriteError($record)
}
