# A function of a module does not see the preference variables of the script that
# calls it, as a cmdlet would. Each public command runs this block, by a dot, so
# that the variables become its own:  . $FollowCaller
#
# What was given as a parameter, such as -ErrorAction, is a variable already.
$FollowCaller = {
    $callers = $PSCmdlet.SessionState.PSVariable
    $given = $PSBoundParameters
    if (-not $given.ContainsKey('ErrorAction')) { $ErrorActionPreference = $callers.GetValue('ErrorActionPreference') }
    if (-not $given.ContainsKey('WarningAction')) { $WarningPreference = $callers.GetValue('WarningPreference') }
    if (-not $given.ContainsKey('Verbose')) { $VerbosePreference = $callers.GetValue('VerbosePreference') }
    if (-not $given.ContainsKey('WhatIf')) { $WhatIfPreference = $callers.GetValue('WhatIfPreference') }
    if (-not $given.ContainsKey('Confirm')) { $ConfirmPreference = $callers.GetValue('ConfirmPreference') }
}
