# fob in PowerShell 5.1 and later: `fob use PROFILE` switches this session.
# Every other line reaches the program untouched, for no function stands in
# between: a function loses a first --, splits a,b, makes 1 of 1.0, swallows
# the pipeline and hides $?. Instead the engine asks here before it looks up a
# command, and only a `use` that stands in the line as a plain word is answered.
# What the program answers is data, never evaluated.
$global:FobUse = @'
{{use}}'@
& {
    $lookup = {
        if ($args[0] -ne 'fob' -and $args[0] -ne 'fob.exe') { return }
        if ($global:FobUse -is [string]) { $global:FobUse = [scriptblock]::Create($global:FobUse) }
        & $global:FobUse $args[1]
    }
    try {
        $engine = $ExecutionContext.InvokeCommand
        $hook = [EventHandler[Management.Automation.CommandLookupEventArgs]]$lookup
        $others = $engine.PreCommandLookupAction
        if ($others) {
            # What others hooked in stays; what an earlier load of this did goes.
            $others = [Delegate]::Remove($others, (Get-Variable -Name FobHook -Scope Global -ValueOnly -ErrorAction Ignore))
        }
        $global:FobHook = $hook
        $engine.PreCommandLookupAction = if ($others) { [Delegate]::Combine($others, $hook) } else { $hook }
    }
    catch { Write-Warning "fob: this session's language mode allows no hook, so fob use prints the line to paste." }
}
