// Package app is the one room where the real world is wired to fob's commands,
// and where errors become exit codes. It holds no rule of AWS.
package app

import (
	"errors"

	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
)

// Main runs fob with the words of its command line, the program's own name
// first, and returns the exit code.
func Main(args []string) int {
	var ctx interrupt
	defer ctx.end()

	prompt, atPrompt := cli.HotPrompt(args[1:])
	stdout, stderr := Streams()
	e, err := newEnv(stdout, stderr)
	if err != nil && atPrompt {
		return int(fault.OK) // a prompt never shows an error
	}
	if err != nil {
		return report(stderr, screenWidth(stderr), false, err)
	}
	if profile, hot := cli.HotProfile(args[1:]); hot {
		err = cli.CredentialProcess(&ctx, e, profile)
	} else if atPrompt {
		err = cli.Prompt(e, prompt)
	} else {
		ctx.listen()
		e.Exec, e.Child = ctx.handOver(e.Exec), ctx.handOver(e.Child)
		e.Run = ctx.beside(e.Run)
		err = cli.Execute(&ctx, e, args[1:])
	}
	if ctx.came() {
		// Whatever the command made of it: it was interrupted.
		return int(fault.Interrupted)
	}
	if atPrompt && e.Stdout.Err() != nil {
		return int(fault.Failed) // a message would stand in the prompt
	}
	written := Written(e.Stdout, err)
	var exit cli.Exit
	if errors.As(written, &exit) {
		return int(exit)
	}
	if written == nil {
		return int(fault.OK)
	}
	return reporter(e, e.Environ.Get(paths.ErrorsVariable))(written)
}
