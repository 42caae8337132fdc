package interop_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/fobcli/fob/internal/sandbox/visitor"
)

// What the browser finds in its environment.
const (
	visitLogVar  = "FOB_INTEROP_VISITS" // the file where it notes what it did
	visitDenyVar = "FOB_INTEROP_DENY"   // set: refuse on the consent page
	visitNowVar  = "FOB_INTEROP_NOW"    // set: this is the process that visits
)

// browse is a browser for BROWSER: it opens an address, fills the forms, and
// allows. It returns at once and visits in a second process, because the AWS
// CLI listens for the answer only after its browser's command has ended.
func browse(args []string) int {
	if len(args) != 1 {
		fmt.Fprintln(os.Stderr, "usage: browser URL")
		return 2
	}
	if os.Getenv(visitNowVar) == "" {
		c := exec.Command(os.Args[0], args[0])
		c.Env = append(os.Environ(), visitNowVar+"=1")
		if err := c.Start(); err != nil {
			note("start: %v", err)
			return 1
		}
		return 0
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	o, err := visitor.Visitor{Deny: os.Getenv(visitDenyVar) != ""}.Visit(ctx, args[0])
	note("%s\n  %+v, %v", args[0], o, err)
	return 0
}

// note writes a line for the person who reads a failed test.
func note(format string, args ...any) {
	f, err := os.OpenFile(os.Getenv(visitLogVar), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return // the test's folder is gone: nobody will read it
	}
	defer func() { _ = f.Close() }()
	fmt.Fprintf(f, format+"\n", args...)
}
