package fsx

// Exposed reports false: the modes that Go makes up on Windows say nothing, and
// a file below the user's profile inherits an access list for the user alone.
func Exposed(string) bool { return false }
