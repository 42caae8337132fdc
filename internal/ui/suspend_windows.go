package ui

// canSuspend is false: there is nothing like Ctrl-Z on Windows.
const canSuspend = false

func suspend() {}
