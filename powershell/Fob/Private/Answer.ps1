# What fob answered becomes objects, and what it could not do becomes an error
# record with the line to type.

# ConvertFrom-FobJson reads JSON. 5.1 gives an array as one object and 7 gives
# its elements, so the caller runs `foreach` over what comes.
function ConvertFrom-FobJson {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)

    $more = @{}
    # 7.5 can be told to leave alone what looks like a date: names may do so.
    if ((Get-Command -Name 'ConvertFrom-Json').Parameters.ContainsKey('DateKind')) { $more['DateKind'] = 'String' }
    ConvertFrom-Json -InputObject $Text @more
}

# ConvertTo-FobDate makes a local [DateTime] of what JSON held: 5.1 leaves its
# text, 7 has made a date of it. Local, because that is what Get-Date gives:
# -lt compares two of them without a look at their kind.
function ConvertTo-FobDate {
    [CmdletBinding()]
    [OutputType([datetime])]
    param([AllowNull()] [object] $Value)

    if ($null -eq $Value -or '' -eq $Value) { return }
    if ($Value -is [datetime]) { return $Value.ToLocalTime() }
    [DateTimeOffset]::Parse($Value, [Globalization.CultureInfo]::InvariantCulture).LocalDateTime
}

# Get-FobAnswer runs fob and returns its JSON as objects. Where fob fails, the
# error is $Caller's own, and nothing is returned; with -Needed it ends $Caller.
# What fob says while it works goes to the streams for it.
function Get-FobAnswer {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller,
        [Parameter(Mandatory)] [string[]] $Argument,
        [AllowNull()] [object] $Target,
        [switch] $Attended,
        [switch] $Needed
    )

    $ran = Invoke-FobProgram -Argument $Argument -Attended:$Attended
    if ($ran.Code -ne 0) {
        Write-FobError -Caller $Caller -Ran $ran -Target $Target -Fatal:$Needed
        return
    }
    Write-FobTalk -Caller $Caller -Talk $ran.Talk
    ConvertFrom-FobJson -Text $ran.Output
}

# Write-FobTalk passes on what fob said beside its answer.
function Write-FobTalk {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller,
        [AllowEmptyString()] [string] $Talk
    )

    foreach ($line in $Talk.Trim() -split '\r?\n') {
        if ($line -match '^Warning: (.*)') { $Caller.WriteWarning($Matches[1]) }
        elseif ($line) { $Caller.WriteVerbose($line) }
    }
}

# Write-FobError makes an error record of a run that failed. It is one item's
# error, and -ErrorAction decides whether others follow; unless nothing can go
# on without the answer, or there is no program to ask.
function Write-FobError {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [Management.Automation.PSCmdlet] $Caller,
        [Parameter(Mandatory)] [pscustomobject] $Ran,
        [AllowNull()] [object] $Target,
        [switch] $Fatal
    )

    $record = ConvertTo-FobError -Ran $Ran -Target $Target
    if ($Fatal -or $Ran.Code -eq 127 -or $Ran.Code -eq 126) { $Caller.ThrowTerminatingError($record) }
    $Caller.WriteError($record)
}

# ConvertTo-FobError reads the error that fob wrote for programs, the last line
# of stderr or stdout. The id tells the exit codes apart.
function ConvertTo-FobError {
    [CmdletBinding()]
    [OutputType([Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory)] [pscustomobject] $Ran,
        [AllowNull()] [object] $Target
    )

    $kind = switch ($Ran.Code) {
        2 { 'FobUsage', 'InvalidArgument' }
        3 { 'FobSignInNeeded', 'AuthenticationError' }
        4 { 'FobNoAccess', 'PermissionDenied' }
        5 { 'FobNoProfile', 'ObjectNotFound' }
        7 { 'FobNoCredentials', 'ObjectNotFound' }
        126 { 'FobNotRunnable', 'ResourceUnavailable' }
        127 { 'FobNotFound', 'ResourceUnavailable' }
        130 { 'FobInterrupted', 'OperationStopped' }
        default { 'FobFailed', 'NotSpecified' }
    }
    $facts = Read-FobFailure -Ran $Ran
    $text = @(@($facts.Summary) + $facts.Detail) -join "`n"
    $remark = $text
    if ($facts.Remedy -and $PSVersionTable.PSVersion.Major -lt 7) {
        # 7 shows the recommended action itself.
        $remark = $text, $facts.Hint, ('  ' + $facts.Remedy.Replace("`n", "`n  ")) -join "`n"
    }
    $exception = [InvalidOperationException]::new($text)
    $exception.Data['ExitCode'] = $Ran.Code
    $record = [Management.Automation.ErrorRecord]::new($exception, $kind[0], $kind[1], $Target)
    $record.ErrorDetails = [Management.Automation.ErrorDetails]::new($remark)
    $record.ErrorDetails.RecommendedAction = $facts.Remedy
    $record
}

# Read-FobFailure returns Summary, Detail, Hint and Remedy of a run that failed.
function Read-FobFailure {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [pscustomobject] $Ran)

    $facts = [pscustomobject]@{ Summary = "fob ended with exit code $($Ran.Code)."; Detail = @(); Hint = ''; Remedy = '' }
    $pattern = '(?m)^\{"error":.*\}\r?$'
    $line = [regex]::Match($Ran.Talk + "`n" + $Ran.Output, $pattern, 'RightToLeft')
    if ($line.Success) {
        $read = (ConvertFrom-FobJson -Text $line.Value).error
        $facts.Summary, $facts.Detail, $facts.Hint, $facts.Remedy = $read.summary, @($read.detail), $read.hint, $read.remedy
    }
    elseif ($Ran.Code -eq 127) {
        $facts.Summary = 'The program fob was not found: not on PATH, and not beside this module.'
        $facts.Hint, $facts.Remedy = 'Tell where it is:', '$env:FOB_PATH = ''C:\Tools\fob.exe'''
    }
    elseif ($Ran.Code -eq 126) { $facts.Summary = "The program fob could not be started: $($Ran.Talk)" }
    elseif ($Ran.Code -eq 130) { $facts.Summary = 'It was interrupted.' }
    $facts
}
