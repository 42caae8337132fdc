# Fob: fob's profiles, sessions, accounts and roles as objects. It is thin: what
# is known, it asks of the program by `fob ... -o json`, so both always say the
# same. Private/ holds how that is done, Public/ one command a file.

Set-StrictMode -Version Latest

foreach ($name in 'Program', 'Answer', 'Preference', 'Profile', 'Environment', 'Completion') {
    . "$PSScriptRoot/Private/$name.ps1"
}
$commands = 'Get-FobProfile', 'Get-FobSession', 'Get-FobAccount', 'Get-FobRole', 'Get-FobIdentity',
'Get-FobCredential', 'Use-FobProfile', 'Connect-Fob', 'Disconnect-Fob', 'Invoke-Fob'
foreach ($name in $commands) { . "$PSScriptRoot/Public/$name.ps1" }

Register-FobCompletion
Export-ModuleMember -Function $commands
