package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/populate"
)

// How much of a report people are shown before they are asked. What is removed
// is shown whole, up to the lines of a difference.
const (
	addedShown    = 10
	changedShown  = 10
	warningsShown = 10
)

// finish shows the report, writes the plan once the person agrees, and says
// what was done.
func (o populateOptions) finish(ctx context.Context, e *Env, p populating) error {
	files, err := e.Files()
	if err != nil {
		return err
	}
	plan, r := p.plan(files)
	if err := showReport(e, r, o.DryRun); err != nil {
		return err
	}
	if o.asks(e) && len(r.Edited) > 0 {
		ok, err := e.Asker().Confirm(ctx, "Remove "+names(r.Edited)+", too?", false)
		if err != nil {
			return err
		}
		if ok {
			p.options.RemoveOwn = true
			plan, r = p.plan(files)
		}
	}
	written := false
	if !o.DryRun && !r.Idle() && r.Roles > 0 {
		if r, written, err = o.write(ctx, e, p, plan, r); err != nil {
			return err
		}
	}
	doc := reportDocument(e, r)
	doc.DryRun, doc.Written = o.DryRun, written
	return o.Output.print(e, doc, func(w io.Writer) error {
		if o.DryRun {
			return writePopulated(w, r)
		}
		return nil
	})
}

// asks reports whether there is somebody to ask, who wants to be asked.
func (o populateOptions) asks(e *Env) bool { return e.Interactive() && !o.Yes && !o.DryRun }

// names lists profiles for a question.
func names(entries []populate.Entry) string {
	if len(entries) > 3 {
		return fmt.Sprintf("these %d profiles", len(entries))
	}
	var list []string
	for _, e := range entries {
		list = append(list, output.Line(e.Name))
	}
	return strings.Join(list, ", ")
}

// write does the plan, made again from the files as they are then, and returns
// what it did; it reports false when all was so already. Where a person agreed
// to another plan, it does nothing.
func (o populateOptions) write(ctx context.Context, e *Env, p populating, agreed awsconfig.Plan, r populate.Report) (populate.Report, bool, error) {
	if o.asks(e) {
		ok, err := e.Asker().Confirm(ctx, "Write them to "+e.Paths.Short(e.Paths.Config)+"?", true)
		if err != nil {
			return r, false, err
		}
		if !ok {
			fmt.Fprintln(e.Stderr, "Nothing was changed.")
			return r, false, Exit(fault.Failed)
		}
	}
	change, err := e.Editor().ApplyPlanned(ctx, func(now awsconfig.Files) (awsconfig.Plan, error) {
		var plan awsconfig.Plan
		plan, r = p.plan(now)
		if o.asks(e) && !slices.Equal(plan, agreed) {
			return nil, &fault.Error{
				Summary: "another program changed " + e.Paths.Short(e.Paths.Config) + " meanwhile, so that this plan no longer fits; nothing was changed",
				Hint:    "Type the same line again.",
			}
		}
		return plan, nil
	})
	if err != nil || change.Empty() {
		return r, false, err
	}
	e.warnExposed(change)
	done := []string{"Wrote " + plural(len(r.Added)+len(r.Changed), "profile")}
	if r.New && r.Session != "" {
		done[0] += " and the session " + string(r.Session)
	}
	if len(r.Removed) > 0 {
		done = append(done, fmt.Sprintf("removed %d", len(r.Removed)))
	}
	fmt.Fprintf(e.Stderr, "%s. Undo: fob configure undo\n", strings.Join(done, ", "))
	e.tellKept(change.DropsSecrets())
	return r, true, nil
}

// showReport tells people what a plan does.
func showReport(e *Env, r populate.Report, dryRun bool) error {
	fmt.Fprintf(e.Stderr, "%s: %s, %s\n", instanceLabel(r), plural(r.Accounts, "account"), plural(r.Roles, "role"))
	switch {
	case r.Roles == 0 && len(r.Unknown) > 0:
		fmt.Fprintln(e.Stderr, "AWS did not say which roles you have. Nothing was changed.")
	case r.Roles == 0:
		fmt.Fprintln(e.Stderr, "Nothing is assigned to you there. Nothing was changed.")
	case r.Idle() && len(r.Left)+len(r.Unknown)+len(r.Edited) > 0:
		fmt.Fprintln(e.Stderr, "Nothing to write.")
	case r.Idle():
		fmt.Fprintln(e.Stderr, "Nothing to do: every profile is there as it should be.")
	default:
		if r.New && r.Session != "" {
			fmt.Fprintf(e.Stderr, " + session %s (%s)\n", r.Session, r.StartURL.Host())
		}
		fmt.Fprintf(e.Stderr, " + %s   ~ %d changed   - %d whose access is gone\n", plural(len(r.Added), "profile"), len(r.Changed), len(r.Removed))
		if err := showEntries(e, r, dryRun); err != nil {
			return err
		}
	}
	if n := len(r.Earlier); n > 0 {
		fmt.Fprintf(e.Stderr, "%s made earlier under other names for roles that you still have; they stay.\n", wasOrWere(n))
	}
	shown := r.Warnings
	if len(shown) > warningsShown {
		shown = shown[:warningsShown]
	}
	for _, w := range shown {
		fmt.Fprintln(e.Stderr, "Warning: "+w+".")
	}
	if more := len(r.Warnings) - len(shown); more > 0 {
		fmt.Fprintf(e.Stderr, "… %s more (-o json shows all)\n", plural(more, "warning"))
	}
	return nil
}

func wasOrWere(n int) string {
	if n == 1 {
		return "1 profile was"
	}
	return fmt.Sprintf("%d profiles were", n)
}

func showEntries(e *Env, r populate.Report, dryRun bool) error {
	var t Table
	left := 0
	add := func(mark string, list []populate.Entry, most int) {
		for i, entry := range list {
			if i == most {
				left += len(list) - i
				break
			}
			what := string(entry.Candidate.Role.Role)
			if mark == "~" {
				what += " (" + strings.Join(entry.Keys, ", ") + ")"
			}
			t.Rows = append(t.Rows, []string{"  " + mark + " " + entry.Name, string(entry.Account), what})
		}
	}
	if !dryRun {
		add("+", r.Added, addedShown)
	}
	add("~", r.Changed, changedShown)
	add("-", r.Removed, diffShown)
	if err := e.Screen().Table(e.Stderr, t); err != nil {
		return err
	}
	if left > 0 {
		fmt.Fprintf(e.Stderr, "    … %d more (--dry-run shows all)\n", left)
	}
	return nil
}

func instanceLabel(r populate.Report) string {
	return firstFilled(string(r.Session), string(r.StartURL))
}

// writePopulated writes every profile as it will stand in the file.
func writePopulated(w io.Writer, r populate.Report) error {
	section := func(header string, lines []populate.Setting) error {
		if _, err := fmt.Fprintln(w, header); err != nil {
			return err
		}
		for _, l := range lines {
			value := l.Value
			if value != "" {
				value = " " + strings.ReplaceAll(value, "\n", "\n  ")
			}
			if _, err := fmt.Fprintf(w, "%s =%s\n", l.Key, value); err != nil {
				return err
			}
		}
		_, err := fmt.Fprintln(w)
		return err
	}
	if lines := r.SessionLines(); len(lines) > 0 {
		if err := section(awsconfig.Header(awsconfig.TypeSession, string(r.Session)), lines); err != nil {
			return err
		}
	}
	for _, e := range r.Profiles() {
		if err := section(awsconfig.Header(awsconfig.TypeProfile, e.Name), e.Lines); err != nil {
			return err
		}
	}
	return nil
}
