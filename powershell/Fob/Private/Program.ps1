# How fob is found and run.
#
# Not by the call operator: Windows PowerShell 5.1 drops empty arguments, breaks
# those with quotes, and reads what a program says by the console's code page, so
# that no name with an umlaut arrives. Through System.Diagnostics.Process both
# versions do the same, whatever $PSNativeCommandArgumentPassing says.

# Find-FobProgram returns the path of fob: the one that FOB_PATH names, the one
# that was shipped with this module, or the one on PATH. Nothing if there is none.
function Find-FobProgram {
    [CmdletBinding()]
    [OutputType([string])]
    param()

    if ($env:FOB_PATH) { return $env:FOB_PATH }
    $name = 'fob'
    if ([Environment]::OSVersion.Platform -eq 'Win32NT') { $name = 'fob.exe' }
    # In the archive the module lies in powershell/Fob, and the program above.
    $shipped = [IO.Path]::GetFullPath("$PSScriptRoot/../../../$name")
    if ([IO.File]::Exists($shipped)) { return $shipped }
    $found = Get-Command -Name $name -CommandType Application -TotalCount 1 -ErrorAction Ignore
    if ($found) { $found.Path }
}

# Join-FobArgument makes one command line of arguments, by the rules that Windows
# programs read it by, and .NET elsewhere: a backslash counts only before a quote.
function Join-FobArgument {
    [CmdletBinding()]
    [OutputType([string])]
    param([string[]] $Argument)

    $words = foreach ($word in $Argument) {
        if ($word -notmatch '[\s"]' -and $word) { $word; continue }
        $escaped = $word -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1'
        '"' + $escaped + '"'
    }
    @($words) -join ' '
}

# Invoke-FobProgram runs fob and returns its Code, its Output and its Talk (stdout
# and stderr). With -Attended the program keeps stdin and stderr, to speak with
# the person, and writes its error where its answer would stand.
# No argument is ever a secret: the system shows them to everyone.
function Invoke-FobProgram {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string[]] $Argument,
        [hashtable] $Variable = @{},
        [switch] $Attended
    )

    $path = Find-FobProgram
    if (-not $path) { return [pscustomobject]@{ Code = 127; Output = ''; Talk = '' } }
    if (-not [IO.File]::Exists($path)) { return [pscustomobject]@{ Code = 126; Output = ''; Talk = "there is no file $path, which FOB_PATH names." } }
    $start = [Diagnostics.ProcessStartInfo]::new($path, (Join-FobArgument -Argument $Argument))
    $start.UseShellExecute = $false
    # The process's own folder is not the one the session is in.
    $start.WorkingDirectory = $ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath
    $start.RedirectStandardOutput = $true
    $start.StandardOutputEncoding = [Text.Encoding]::UTF8
    $start.EnvironmentVariables['FOB_ERRORS'] = 'json-stdout'
    if (-not $Attended) {
        $start.RedirectStandardInput = $true
        $start.RedirectStandardError = $true
        $start.StandardErrorEncoding = [Text.Encoding]::UTF8
        $start.EnvironmentVariables['FOB_ERRORS'] = 'json'
    }
    foreach ($name in $Variable.Keys) { $start.EnvironmentVariables[$name] = $Variable[$name] }
    Wait-FobProcess -Start $start
}

# Wait-FobProcess starts a program and waits in short turns, between which the
# engine can stop the pipeline: after Ctrl-C, which the program got as well.
function Wait-FobProcess {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [Diagnostics.ProcessStartInfo] $Start)

    try { $process = [Diagnostics.Process]::Start($Start) }
    catch {
        return [pscustomobject]@{ Code = 126; Output = ''; Talk = $_.Exception.GetBaseException().Message }
    }
    try {
        $output = $process.StandardOutput.ReadToEndAsync()
        $talk = $null
        if ($Start.RedirectStandardError) {
            $process.StandardInput.Close()
            $talk = $process.StandardError.ReadToEndAsync()
        }
        while (-not $process.WaitForExit(200)) { continue }
        while (-not $output.Wait(200)) { continue }
        $said = ''
        if ($talk) {
            while (-not $talk.Wait(200)) { continue }
            $said = $talk.Result
        }
        [pscustomobject]@{ Code = $process.ExitCode; Output = $output.Result; Talk = $said }
    }
    finally {
        # A stopped program is given the time to put its things in order.
        if (-not $process.HasExited -and -not $process.WaitForExit(1000)) { $process.Kill() }
        $process.Dispose()
    }
}
