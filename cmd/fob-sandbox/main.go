// Command fob-sandbox is IAM Identity Center on this machine, to try fob with
// and to test against. Under the name fob it is fob.
package main

import (
	"os"

	"github.com/fobcli/fob/internal/sandboxapp"
)

func main() {
	os.Exit(sandboxapp.Main(os.Args))
}
