package cli

import (
	"context"
	"fmt"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/shell"
	"github.com/fobcli/fob/internal/startup"
)

// finder finds the files that shells load at their start.
func (e *Env) finder() startup.Finder {
	return startup.Finder{Environ: e.Environ, Home: e.Paths.Home, Output: e.Output, Editor: e.startupEditor()}
}

func (e *Env) startupEditor() startup.Editor {
	return startup.Editor{Paths: e.Paths, GOOS: e.Environ.GOOS}
}

// agreedStartup shows what an edit would change and does it once the person
// agrees, or at once where yes was given or nobody can be asked. An empty
// change says that the file is so already.
func (e *Env) agreedStartup(ctx context.Context, edit startup.Edit, yes bool) (startup.Change, error) {
	editor := e.startupEditor()
	c, err := editor.Preview(edit)
	if err != nil || c.Empty() {
		return c, err
	}
	name := e.Paths.Short(edit.Path)
	fmt.Fprintln(e.Stderr, name)
	for i, line := range c.Diff() {
		if i == diffShown {
			fmt.Fprintf(e.Stderr, "... %d more lines\n", len(c.Diff())-i)
			break
		}
		fmt.Fprintln(e.Stderr, line)
	}
	if e.Interactive() && !yes {
		ok, err := e.Asker().Confirm(ctx, "Write this?", true)
		if err != nil {
			return c, err
		}
		if !ok {
			fmt.Fprintln(e.Stderr, "Nothing was changed.")
			return c, Exit(fault.Failed)
		}
	}
	return editor.Apply(ctx, edit)
}

// tellCopy tells where the old version is.
func (e *Env) tellCopy(c startup.Change) {
	if c.Copy != "" {
		fmt.Fprintf(e.Stderr, "The file as it was before:\n  %s\n", e.Paths.Short(c.Copy))
	}
}

// tellPolicy warns where PowerShell will not load the file that was written.
func (e *Env) tellPolicy(ctx context.Context, k shell.Kind) {
	if policy := e.finder().Forbidding(ctx, k); policy != "" {
		fmt.Fprintf(e.Stderr, "Warning: the execution policy of %s is %s, so it loads no such file. Allow it:\n"+
			"  Set-ExecutionPolicy -Scope CurrentUser RemoteSigned\n", k, policy)
	}
}

// place names a line of a file as terminals and editors open it. It gets a line
// of its own, for the paths of PowerShell are long.
func (e *Env) place(path string, line int) string {
	return fmt.Sprintf("%s:%d", e.Paths.Short(path), line)
}

// takeOut takes the block of that name out of the shell's files.
func (e *Env) takeOut(ctx context.Context, k shell.Kind, named, block string, yes bool) error {
	holding, err := e.finder().Holding(ctx, k, named, block)
	if err != nil {
		return err
	}
	for _, path := range holding {
		c, err := e.agreedStartup(ctx, startup.Edit{Shell: k, Path: path, Block: block}, yes)
		if err != nil {
			return err
		}
		if c.After == nil {
			fmt.Fprintln(e.Stderr, "Removed the file, which fob had made.")
		} else {
			fmt.Fprintf(e.Stderr, "Took fob's %s out.\n", block)
		}
		e.tellCopy(c)
	}
	if len(holding) == 0 {
		fmt.Fprintf(e.Stderr, "There is no %s of fob's in the files of %s. Nothing was changed.\n", block, k)
	}
	return nil
}
