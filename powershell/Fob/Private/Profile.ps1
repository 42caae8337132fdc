# The profiles: which ones a person means, and what they look like as objects.

# Test-FobMatch reports whether a value is one of those wanted. Nothing wanted
# means all. A value matches its own name even where that holds * or [.
function Test-FobMatch {
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [AllowNull()] [AllowEmptyString()] [string] $Value,
        [AllowNull()] [AllowEmptyCollection()] [AllowEmptyString()] [string[]] $Wanted
    )

    $asked = @(@($Wanted) | Where-Object { $_ })
    if ($asked.Count -eq 0) { return $true }
    foreach ($one in $asked) {
        if ($Value -ceq $one -or (Test-FobPattern -Value $Value -Pattern $one)) { return $true }
    }
    $false
}

# Test-FobPattern reports whether a value matches a pattern. A [ without its ]
# makes no pattern, and matches nothing.
function Test-FobPattern {
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [AllowNull()] [AllowEmptyString()] [string] $Value,
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Pattern
    )

    if ($Pattern -match '\[[^\]]*$') { return $false }
    $Value -like $Pattern
}

# Get-FobProfileList returns every profile as a Fob.Profile, in the order of the files.
function Get-FobProfileList {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller)

    $list = Get-FobAnswer -Caller $Caller -Argument 'profiles', '-o', 'json' -Needed
    foreach ($one in $list) {
        $accountName = $one.properties.PSObject.Properties['sso_account_name']
        [pscustomobject]@{
            PSTypeName  = 'Fob.Profile'
            Name        = [string] $one.name
            AccountId   = $one.account_id
            AccountName = if ($accountName) { $accountName.Value } else { '' }
            RoleName    = $one.role_name
            Session     = $one.sso_session
            Region      = $one.region
            Kind        = $one.kind
            Current     = $one.current
            Source      = @($one.source)
            Properties  = $one.properties
        }
    }
}

# Resolve-FobProfile returns the profiles that names and patterns stand for, each
# once. A name that is none is an error of fob's, with the near ones.
function Resolve-FobProfile {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller,
        [AllowEmptyCollection()] [AllowEmptyString()] [string[]] $Name
    )

    $list = @(Get-FobProfileList -Caller $Caller)
    $seen = [Collections.Generic.HashSet[string]]::new()
    foreach ($one in $Name) {
        $found = @($list | Where-Object { $_.Name -ceq $one })
        if ($found.Count -eq 0) { $found = @($list | Where-Object { Test-FobPattern -Value $_.Name -Pattern $one }) }
        if ($found.Count -eq 0 -and -not [WildcardPattern]::ContainsWildcardCharacters($one)) {
            Write-FobNoProfile -Caller $Caller -Name $one
        }
        foreach ($profileFound in $found) {
            if ($seen.Add($profileFound.Name)) { $profileFound }
        }
    }
}

# Resolve-FobName returns the names that names and patterns stand for. A name
# without wildcards stays as it is: fob says if there is no such profile.
function Resolve-FobName {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller,
        [AllowEmptyCollection()] [string[]] $Name
    )

    foreach ($one in $Name) {
        if ([WildcardPattern]::ContainsWildcardCharacters($one)) {
            foreach ($found in @(Resolve-FobProfile -Caller $Caller -Name $one)) { $found.Name }
        }
        else { $one }
    }
}

# Write-FobNoProfile lets fob say that there is no such profile: `use` looks for
# it, and changes nothing.
function Write-FobNoProfile {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller,
        [AllowEmptyString()] [string] $Name
    )

    $ran = Invoke-FobProgram -Argument 'use', '--shell', 'pwsh', '--', $Name
    if ($ran.Code -ne 0) { Write-FobError -Caller $Caller -Ran $ran -Target $Name }
}
