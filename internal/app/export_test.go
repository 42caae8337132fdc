package app

// LookForWSLIn sets the root below which the facts about WSL are looked for.
func LookForWSLIn(root string) { systemRoot = root }
