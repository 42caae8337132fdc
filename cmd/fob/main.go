// Command fob signs a person in to AWS IAM Identity Center once, and hands
// short-lived credentials for every account and role to every tool.
package main

import (
	"os"

	"github.com/fobcli/fob/internal/app"
)

func main() {
	os.Exit(app.Main(os.Args))
}
