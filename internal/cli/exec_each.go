package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/vend"
)

// eachOptions are the flags of an exec in several profiles.
type eachOptions struct {
	Each     bool // --profile is a list of names and patterns
	Parallel int  // how many programs run at once
	Output   outputOptions
}

// profiles returns what --profile means where that is several: with --each, or
// where it has commas and is not itself a profile's name. Else it returns none.
func (o eachOptions) profiles(e *Env) ([]string, error) {
	list := e.Global.Profile
	switch {
	case o.Each && list == "":
		return nil, fault.NewUsage("--each needs to know which profiles", "fob exec -p 'dev-*' --each -- COMMAND")
	case !o.Each && !strings.Contains(list, ","):
		return nil, nil
	}
	files, err := e.Files()
	if err != nil {
		return nil, err
	}
	names := files.ProfileNames()
	switch {
	case !slices.Contains(names, list):
		return selectProfiles(names, strings.Split(list, ","))
	case o.Each:
		return []string{list}, nil
	}
	return nil, nil
}

// selectProfiles returns the names that words mean, each once: a name is
// itself, a pattern all that are like it, in the order of the files.
func selectProfiles(names, words []string) ([]string, error) {
	var chosen []string
	for _, word := range words {
		word = strings.TrimSpace(word)
		found := false
		for _, name := range names {
			if name == word || ident.HasWildcard(word) && ident.Like(word, name) {
				found = true
				if !slices.Contains(chosen, name) {
					chosen = append(chosen, name)
				}
			}
		}
		if !found {
			return nil, profile.NotFound(names, word)
		}
	}
	return chosen, nil
}

// outcome is what became of the program in one profile. It is the JSON of
// `fob exec -o json`, too: fields are added, never renamed.
type outcome struct {
	Profile string  `json:"profile"`
	Code    int     `json:"exit_code"`
	Stdout  string  `json:"stdout"`
	Stderr  string  `json:"stderr"`
	Error   *string `json:"error"`  // why the program did not run; null when it did
	Remedy  *string `json:"remedy"` // what to type then; null when nothing is known to help
}

// runEach runs the program once in each profile, side by side, and ends with
// the worst exit code.
func runEach(ctx context.Context, e *Env, o execOptions, names []string) error {
	if o.Parallel < 1 {
		return fault.NewUsage(fmt.Sprintf("--parallel takes 1 and more, not %d", o.Parallel), "")
	}
	if err := signInOnce(ctx, e, names); err != nil {
		return err
	}
	hand, err := o.handout(ctx, e, names)
	if err != nil {
		return err
	}
	defer hand.end()
	var mu sync.Mutex // held while a line is written, so that none is broken by another
	width := 0
	for _, name := range names {
		width = max(width, len(output.Line(name)))
	}
	all := make([]outcome, len(names))
	var g errgroup.Group
	g.SetLimit(o.Parallel)
	for i, name := range names {
		g.Go(func() error {
			r := run{env: e, hand: hand, argv: o.Argv, profile: name}
			if o.Output.json() || o.Output.Query != "" {
				all[i] = r.collect(ctx)
			} else {
				all[i] = r.show(ctx, &mu, width)
			}
			return nil
		})
	}
	_ = g.Wait() // what went wrong stands in the outcomes
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := o.Output.print(e, all, func(io.Writer) error { return nil }); err != nil {
		return err
	}
	return summarize(e, all)
}

// signInOnce offers a person to sign in, once for each session, before many
// programs find out one by one that they cannot start.
func signInOnce(ctx context.Context, e *Env, names []string) error {
	if !e.Interactive() {
		return nil
	}
	view, err := e.view()
	if err != nil {
		return err
	}
	for _, s := range sessionsOf(view, names) {
		if _, err := e.token(ctx, s); errors.Is(err, context.Canceled) {
			return err
		}
	}
	return nil
}

// sessionsOf returns the sessions that profiles sign in with, each once. What
// is wrong with a profile is told when its turn comes.
func sessionsOf(view *awsconfig.View, names []string) []profile.Session {
	var all []profile.Session
	for _, name := range names {
		s, err := profile.SessionOf(view, name)
		if err == nil && !slices.ContainsFunc(all, func(o profile.Session) bool { return o.Label() == s.Label() }) {
			all = append(all, s)
		}
	}
	return all
}

// sharedVendor is a door that asks for one MFA code at a time.
func sharedVendor(e *Env) (*vend.Vendor, error) {
	v, err := e.Vendor()
	if err != nil || v.AskMFA == nil {
		return v, err
	}
	var mu sync.Mutex
	ask := v.AskMFA
	v.AskMFA = func(ctx context.Context, serial string) (ident.Secret, error) {
		mu.Lock()
		defer mu.Unlock()
		return ask(ctx, serial)
	}
	return v, nil
}

// run is the program in one profile.
type run struct {
	env     *Env
	hand    handout
	argv    []string
	profile string
}

// collect runs the program and keeps what it writes.
func (r run) collect(ctx context.Context) outcome {
	var stdout, stderr strings.Builder
	out := r.start(ctx, &stdout, &stderr)
	out.Stdout, out.Stderr = stdout.String(), stderr.String()
	return out
}

// show runs the program and passes on what it writes, line by line, each with
// the profile's name before it.
func (r run) show(ctx context.Context, mu *sync.Mutex, width int) outcome {
	head := fmt.Sprintf("%-*s | ", width, output.Line(r.profile))
	stdout, stderr := &lineWriter{w: r.env.Stdout.Raw(), head: head, mu: mu}, &lineWriter{w: r.env.Stderr.Raw(), head: head, mu: mu}
	out := r.start(ctx, stdout, stderr)
	stdout.end()
	stderr.end()
	if out.Error != nil && ctx.Err() == nil {
		fmt.Fprintln(stderr, "Error: "+output.Text(*out.Error))
		if out.Remedy != nil {
			fmt.Fprintln(stderr, "  "+output.Text(*out.Remedy))
		}
	}
	return out
}

func (r run) start(ctx context.Context, stdout, stderr io.Writer) outcome {
	code, err := r.try(ctx, stdout, stderr)
	out := outcome{Profile: r.profile, Code: code}
	if err == nil {
		return out
	}
	out.Code = int(fault.CodeOf(err))
	why := fault.Text(err)
	out.Error = &why
	var f *fault.Error
	if errors.As(err, &f) && f.Remedy != "" {
		out.Remedy = &f.Remedy
	}
	return out
}

func (r run) try(ctx context.Context, stdout, stderr io.Writer) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	vars, err := r.hand.variables(ctx, r.profile)
	if err != nil {
		return 0, err
	}
	env := execEnv(r.env.Environ.All(), vars)
	return r.env.Run(ctx, r.argv, env, stdout, stderr)
}

// summarize says on stderr how it went, and ends with the worst code.
func summarize(e *Env, all []outcome) error {
	worst, failed := 0, []string{}
	for _, out := range all {
		worst = max(worst, out.Code)
		if out.Code != 0 {
			failed = append(failed, fmt.Sprintf("  %s  exit code %d", out.Profile, out.Code))
		}
	}
	if len(failed) == 0 {
		fmt.Fprintf(e.Stderr, "Done in %s.\n", plural(len(all), "profile"))
		return nil
	}
	how := fmt.Sprintf("Done in %s, failed in %d", plural(len(all)-len(failed), "profile"), len(failed))
	if len(failed) == len(all) {
		how = "Failed in " + plural(len(all), "profile")
	}
	fmt.Fprintf(e.Stderr, "%s:\n%s\n", how, strings.Join(failed, "\n"))
	return Exit(worst)
}
