// Package app is the one room where the real world is wired to fob's commands,
// and where errors become exit codes. It holds no rule of AWS.
package app

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
)

// Main runs fob with the words of its command line, the program's own name
// first, and returns the exit code.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	e, err := newEnv()
	if err == nil {
		root := cli.NewRoot(e)
		root.SetArgs(args[1:])
		err = root.ExecuteContext(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
	}
	return int(fault.CodeOf(err))
}

func newEnv() (*cli.Env, error) {
	environ := paths.Environ{GOOS: runtime.GOOS, Lookup: os.LookupEnv}
	p, err := paths.Locate(environ)
	if err != nil {
		return nil, err
	}
	return &cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Environ: environ, Paths: p, Now: time.Now, Global: &cli.Global{},
		Editor: func() *awsconfig.Editor { return &awsconfig.Editor{Paths: p, Now: time.Now} },
		Store:  func() cache.Store { return cache.Store{Paths: p} },
	}, nil
}
