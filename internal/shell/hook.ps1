# fob in PowerShell 5.1 and later: `fob use PROFILE` switches this session.
# Every other line reaches the program untouched, for no function stands in
# between: a function loses a first --, splits a,b, makes 1 of 1.0, swallows
# the pipeline and hides $?. Instead the engine asks here before it looks up a
# command, and only a `use` that stands in the line as a plain word is answered.
# What the program answers is data, never evaluated.
$global:FobUse = @'
{{use}}'@
$global:FobChain = @'
# What others hooked in stays; what an earlier load of this did goes.
param($engine, $lookup)
$others = [Delegate]::Remove($engine.PreCommandLookupAction, (Get-Variable -Name FobHook -Scope Global -ValueOnly -ErrorAction Ignore))
$global:FobHook = [EventHandler[Management.Automation.CommandLookupEventArgs]]$lookup
$engine.PreCommandLookupAction = if ($others) { [Delegate]::Combine($others, $global:FobHook) } else { $global:FobHook }
'@
# What a shell parses, compiles and runs at its start is what the hook costs it;
# so the rest is text until it is needed, and this is as little as it can be.
& {
    $engine = $ExecutionContext
    if ($engine.SessionState.LanguageMode) {
        Write-Warning "fob: this session's language mode allows no hook, so fob use prints the line to paste."
    }
    else {
        $lookup = {
            if ($args[0] -ne 'fob' -and $args[0] -ne 'fob.exe') { return }
            if ($global:FobUse -is [string]) { $global:FobUse = [scriptblock]::Create($global:FobUse) }
            & $global:FobUse $args[1]
        }
        $engine = $engine.InvokeCommand
        $others = $engine.PreCommandLookupAction
        if ($others) { & ([scriptblock]::Create($global:FobChain)) $engine $lookup }
        else {
            $engine.PreCommandLookupAction = $lookup
            $global:FobHook = $engine.PreCommandLookupAction
        }
    }
}
