// Command hello is the smallest Go program: what starting anything costs, and
// so the unit in which bench measures fob.
package main

import "os"

func main() {
	_, _ = os.Stdout.WriteString("hello, world\n") // nobody reads it
}
