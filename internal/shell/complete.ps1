# Completion of fob in PowerShell.
$global:FobTab = @'
{{tab}}'@
$global:FobComplete = {
    if ($global:FobTab -is [string]) { $global:FobTab = Invoke-Expression ('{' + $global:FobTab + '}') }
    & $global:FobTab @args
}
Register-ArgumentCompleter -Native -CommandName 'fob', 'fob.exe' -ScriptBlock $global:FobComplete
