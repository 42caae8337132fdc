package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/shell"
	"github.com/fobcli/fob/internal/startup"
)

// install lets every new shell load the hook.
func install(ctx context.Context, e *Env, k shell.Kind, o initOptions) error {
	if k == shell.Cmd {
		return cmdHasNoFile("the hook can be loaded by a shortcut that starts cmd so", `cmd /k "`+loadLine(k, o.Load)+`"`)
	}
	path, err := e.finder().Place(ctx, k, o.File, startup.HookBlock)
	if err != nil {
		return err
	}
	lines := []string{loadLine(k, o.Load)}
	if k == shell.Nu { // it loads code only from a file, so the file holds all of it
		lines = strings.Split(strings.TrimSuffix(shell.Hook(k, o.Load), "\n"), "\n")
	}
	c, err := e.agreedStartup(ctx, startup.Edit{Shell: k, Path: path, Block: startup.HookBlock, Lines: lines}, o.Yes)
	if err != nil {
		return err
	}
	if c.Empty() {
		fmt.Fprintf(e.Stderr, "Every new %s loads the hook already. Nothing was changed.\n", k)
	} else {
		fmt.Fprintf(e.Stderr, "Every new %s loads the hook now.\n", k)
		e.tellCopy(c)
		fmt.Fprintf(e.Stderr, "Take it out again:\n  fob init --uninstall %s\n", k)
	}
	e.tellPolicy(ctx, k)
	fmt.Fprintf(e.Stderr, "In the shell you are in, type:\n  %s\n", hereLine(k, path, o.Load))
	return nil
}

// hereLine loads the hook in the shell that is running.
func hereLine(k shell.Kind, path string, l shell.Load) string {
	if k == shell.Nu {
		return "source " + shell.Word(k, path) // nu expands no ~ between quotes
	}
	return loadLine(k, l)
}

// uninstall takes the hook out of every file of the shell that holds it.
func uninstall(ctx context.Context, e *Env, k shell.Kind, o initOptions) error {
	if k == shell.Cmd {
		return cmdHasNoFile("fob has put nothing anywhere", "")
	}
	if err := e.takeOut(ctx, k, o.File, startup.HookBlock, o.Yes); err != nil {
		return err
	}
	for _, line := range e.finder().Lasting(k) {
		if line.Saved {
			fmt.Fprintf(e.Stderr, "New shells still use %s:\n  %s\nTake that back, too:\n  %s\n",
				line.Profile, e.place(line.Path, line.Line), takeBack(e, k))
			break
		}
	}
	return nil
}

// cmdHasNoFile tells why fob leaves cmd's start alone. The one thing that cmd
// reads there, AutoRun in the registry, is run by every cmd.exe that any
// program starts, so what prints there or is slow breaks builds.
func cmdHasNoFile(instead, line string) error {
	return &fault.Error{
		Summary: "cmd reads no file at its start, and fob leaves its AutoRun alone: " + instead,
		Detail:  []string{"AutoRun would run in every cmd.exe that any program starts, too."},
		Hint:    "Type:", Remedy: line, Code: fault.Usage,
	}
}

// takeBack is the line that takes the saved profile of a shell back.
func takeBack(e *Env, k shell.Kind) string {
	if k == shell.Detect(e.Environ, e.Self) {
		return "fob use --unset --save"
	}
	return "fob use --unset --save --shell " + string(k)
}
