package cli

import "strconv"

// Exit is an error that ends the program with a code and prints nothing more:
// the command, or the program it ran, has already said all there is to say.
type Exit int

// Error names the code, for logs and tests; app never prints it.
func (c Exit) Error() string { return "exit code " + strconv.Itoa(int(c)) }
