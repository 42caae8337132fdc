function Invoke-Fob {
    <#
    .SYNOPSIS
    Runs a script block once per profile, with the profile's credentials in the environment.

    .DESCRIPTION
    For each profile, its credentials are put into the environment, where every AWS tool finds them, the script block is
    run, and the environment is put back as it was: also after an error, Ctrl-C, or when the pipeline ends early. In the
    block $_ is the profile, an object. What the block gives comes out as it is, at once.

    What follows in the pipeline sees the environment as it was. A block that throws ends the command. A profile that gives
    no credentials is an error of its own, and the next profile follows; -ErrorAction Stop ends it there.

    The credentials are those of the moment: a block that runs longer than they last has to ask again. The environment
    belongs to the process, so do not run this in several runspaces of it at once.

    .PARAMETER Profile
    Names of profiles; wildcards are taken. Each profile is run once.

    .PARAMETER ScriptBlock
    What to run. It runs in the scope of the caller, as the block of ForEach-Object does.

    .PARAMETER Region
    The region for all of them. Without it, that of the environment, else the profile's.

    .PARAMETER PassProfile
    Give each output object a property FobProfile, with the name of the profile it comes from.

    .INPUTS
    Names of profiles, and objects with the property Name, such as Fob.Profile.

    .OUTPUTS
    What the script block gives.

    .EXAMPLE
    Invoke-Fob -Profile 'prod-*', 'dev' { aws s3 ls }

    Lists the buckets of each account.

    .EXAMPLE
    Get-FobProfile *.readonly | Invoke-Fob { Get-EC2Instance } -PassProfile | Group-Object FobProfile -NoElement

    Counts what AWS Tools for PowerShell find, by profile.

    .EXAMPLE
    Invoke-Fob prod-* { terraform -chdir=$($_.AccountName) plan }

    Runs a program in the folder that has the account's name.

    .LINK
    https://github.com/fobcli/fob/blob/main/docs/powershell-module.md
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidAssignmentToAutomaticVariable', 'Profile', Justification = 'The word of AWS. The file that $PROFILE names is of no concern here.')]
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name', 'ProfileName')]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Profile,

        [Parameter(Mandatory, Position = 0)]
        [scriptblock] $ScriptBlock,

        [string] $Region,

        [switch] $PassProfile
    )

    begin {
        . $FollowCaller
        $seen = [Collections.Generic.HashSet[string]]::new()
        $isLast = $MyInvocation.PipelinePosition -eq $MyInvocation.PipelineLength
    }
    process {
        foreach ($one in @(Resolve-FobProfile -Caller $PSCmdlet -Name $Profile)) {
            if (-not $seen.Add($one.Name)) { continue }
            $variables = Read-FobCredential -Caller $PSCmdlet -Name $one.Name -Region $Region
            if (-not $variables) { continue }
            $before = Read-FobState -Caller $PSCmdlet
            try {
                Enter-FobProfile -Variable $variables -State $before -WithRegion:([bool] $Region)
                if ($isLast -and -not $PassProfile) {
                    # Alone, so that a program in the block keeps the terminal.
                    $one | ForEach-Object -Process $ScriptBlock
                    continue
                }
                $one | ForEach-Object -Process $ScriptBlock | ForEach-Object -Process {
                    $inside = Read-FobState -Caller $PSCmdlet
                    Restore-FobState -State $before
                    if ($PassProfile -and $null -ne $_) { Add-Member -InputObject $_ -NotePropertyName 'FobProfile' -NotePropertyValue $one.Name -Force -PassThru }
                    else { $_ }
                    Restore-FobState -State $inside
                }
            }
            finally {
                # Ctrl-C may come just now, after a program in the block has ended by it, and stop this as well. Once it
                # has come, a finally block is left in peace.
                try { Restore-FobState -State $before }
                finally { Restore-FobState -State $before }
            }
        }
    }
}

# Enter-FobProfile puts credentials into the environment, and takes away all that
# would come before them or contradict them.
function Enter-FobProfile {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [Collections.IDictionary] $Variable,
        [Parameter(Mandatory)] [pscustomobject] $State,
        [switch] $WithRegion
    )

    foreach ($stored in $State.Stored) {
        if ($WithRegion -or $stored.Variable.Name -eq 'StoredAWSCredentials') { $stored.Variable.Value = $null }
    }
    foreach ($name in $IdentityVariable) {
        if (-not $Variable.Contains($name)) { $Variable[$name] = $null }
    }
    Write-FobEnvironment -Variable $Variable
}
