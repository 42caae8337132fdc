package fault

// Meaning tells what an exit code says.
type Meaning struct {
	Code    Code
	Meaning string
}

// Codes lists every exit code with its meaning, in rising order, for the help;
// docs/exit-codes.md lists the same.
func Codes() []Meaning {
	return []Meaning{
		{OK, "done"},
		{Failed, "failed; the message says why"},
		{Usage, "the command line is wrong, or a value is missing and there is no terminal to ask on"},
		{SignIn, "a sign-in is needed: fob login"},
		{NoAccess, "signed in, but this account or role is not allowed"},
		{NoProfile, "there is no such profile"},
		{NoCredentials, "the profile has no credentials configured"},
		{Interrupted, "interrupted by Ctrl-C"},
	}
}
