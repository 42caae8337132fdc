package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
)

// diffShown is how many lines of a difference are shown before a change.
const diffShown = 40

// agreedChange shows what a plan would change and does it once the person
// agrees, or at once where yes was given or nobody can be asked. An empty
// change says that the files are so already.
func agreedChange(ctx context.Context, e *Env, plan awsconfig.Plan, yes bool) (awsconfig.Change, error) {
	change, err := e.Editor().Preview(plan)
	if err != nil || change.Empty() {
		return change, err
	}
	for _, line := range change.DiffLines(diffShown) {
		fmt.Fprintln(e.Stderr, line)
	}
	if e.Interactive() && !yes {
		ok, err := e.Asker().Confirm(ctx, "Write this to "+e.changed(change)+"?", true)
		if err != nil {
			return change, err
		}
		if !ok {
			fmt.Fprintln(e.Stderr, "Nothing was changed.")
			return change, Exit(fault.Failed)
		}
	}
	change, err = e.Editor().Apply(ctx, plan)
	if err == nil {
		e.tellKept(change.DropsSecrets())
	}
	return change, err
}

// changed names the files of a change.
func (e *Env) changed(c awsconfig.Change) string {
	var names []string
	for _, f := range c.Files {
		names = append(names, e.Paths.Short(f.Path))
	}
	return strings.Join(names, " and ")
}
