package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/share"
	"github.com/fobcli/fob/internal/wsl"
)

type configureWSLOptions struct {
	Share  string // windows, linux, or empty to be asked
	Undo   bool
	Yes    bool
	DryRun bool
}

func newConfigureWSLCmd(e *Env) *cobra.Command {
	var o configureWSLOptions
	c := &cobra.Command{
		Use:   "wsl",
		Short: "Share one sign-in between Windows and this WSL",
		Long: "Share one sign-in between Windows and this WSL: the ~/.aws of one side becomes a\n" +
			"symlink to the other's. Existing files are moved aside, never deleted, and it\n" +
			"refuses where fob's locks would not work between the two. Run it in WSL.\n\n" +
			"AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE can only share the profiles: no\n" +
			"variable moves the sign-ins.",
		Example: "  fob configure wsl\n" +
			"  fob configure wsl --share windows --dry-run\n" +
			"  fob configure wsl --undo",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runConfigureWSL(c.Context(), e, o) },
	}
	f := c.Flags()
	f.StringVar(&o.Share, "share", "", "`SIDE` whose files both use: windows or linux")
	f.BoolVar(&o.Undo, "undo", false, "give each side its own files again")
	f.BoolVarP(&o.Yes, "yes", "y", false, "share without asking")
	f.BoolVar(&o.DryRun, "dry-run", false, "show what it would do, and do nothing")
	c.MarkFlagsMutuallyExclusive("share", "undo")
	_ = c.RegisterFlagCompletionFunc("share", cobra.FixedCompletions([]string{"windows", "linux"}, cobra.ShellCompDirectiveNoFileComp)) // the flag is there
	return c
}

func runConfigureWSL(ctx context.Context, e *Env, o configureWSLOptions) error {
	if o.Share != "" && o.Share != string(share.Windows) && o.Share != string(share.Linux) {
		return fault.NewUsage(fmt.Sprintf("%q is no side", o.Share), "--share windows\n--share linux")
	}
	w := e.Windows()
	if w.Facts.Version == 0 {
		return notWSL(e)
	}
	if !e.Interactive() && !o.Yes && !o.DryRun {
		return fault.NewUsage("nobody can be asked here, and --yes is missing", "fob configure wsl --dry-run")
	}
	d := &share.Deed{Windows: w, Folder: filepath.Join(e.Paths.Home, ".aws")}
	state, err := d.Look(ctx)
	if err != nil {
		return noWindows(err)
	}
	if o.Undo {
		return undoSharing(ctx, e, o, d, state)
	}
	return startSharing(ctx, e, o, d, state)
}

func notWSL(e *Env) error {
	if e.Environ.GOOS == "windows" {
		return &fault.Error{Summary: "this is Windows; the command belongs into WSL", Remedy: "wsl fob configure wsl"}
	}
	return &fault.Error{Summary: "this is no WSL, so there is no Windows to share with"}
}

// noWindows tells why Windows could not be asked.
func noWindows(err error) error {
	f := &fault.Error{Summary: err.Error(), Err: err}
	if errors.Is(err, wsl.ErrNoInterop) {
		f.Detail = []string{"Turn it on in /etc/wsl.conf, under [interop]: enabled = true. Then, in Windows:"}
		f.Hint, f.Remedy = "Start WSL anew:", "wsl --shutdown"
	}
	return f
}

func startSharing(ctx context.Context, e *Env, o configureWSLOptions, d *share.Deed, state share.State) error {
	keep, err := sideToKeep(ctx, e, o, state)
	if err != nil {
		return err
	}
	plan, err := state.Plan(keep)
	if err != nil {
		return err
	}
	if plan.Nothing {
		fmt.Fprintf(e.Stderr, "Windows and WSL share the files in %s already.\nUndo: fob configure wsl --undo\n", plan.Kept.Named)
		return nil
	}
	writeSharePlan(e.Stderr, e, plan, state)
	if ok, err := agreed(ctx, e, o, "Do this?"); !ok || err != nil {
		return err
	}
	if err := d.Do(ctx, plan); err != nil {
		return err
	}
	fmt.Fprintln(e.Stderr, "Windows and WSL now share one set of profiles and one sign-in.\nUndo: fob configure wsl --undo")
	return nil
}

// sideToKeep is the side that was named, or chosen.
func sideToKeep(ctx context.Context, e *Env, o configureWSLOptions, s share.State) (share.Side, error) {
	if o.Share != "" {
		return share.Side(o.Share), nil
	}
	if s.Shared != share.None {
		return s.Shared, nil
	}
	if !e.Interactive() {
		return "", fault.NewUsage("whose files are to be used, --share must tell",
			"fob configure wsl --share windows --yes\nfob configure wsl --share linux --yes")
	}
	initial := 0
	if s.Linux.Profiles && !s.Windows.Profiles {
		initial = 1
	}
	i, err := e.Asker().Pick(ctx, Choice{
		Title: "The files that both are to use", Initial: initial,
		Items: []Item{
			{Label: "Those of Windows, " + s.Windows.Named + contents(s.Windows)},
			{Label: "Those of WSL, " + s.Linux.Named + contents(s.Linux)},
		},
	})
	return []share.Side{share.Windows, share.Linux}[max(0, i)], err
}

func contents(p share.Place) string {
	if p.Profiles {
		return " (has profiles)"
	}
	return " (no profiles)"
}

// writeSharePlan shows what is to be done.
func writeSharePlan(w io.Writer, e *Env, p share.Plan, s share.State) {
	fmt.Fprintf(w, "The files stay in %s.\n", p.Kept.Named)
	if p.Given.There {
		fmt.Fprintf(w, "  %s moves to %s\n", p.Given.Named, p.Given.AsideName())
	}
	for _, name := range p.Copy {
		fmt.Fprintf(w, "  its %s is copied there first, as there is none\n", name)
	}
	fmt.Fprintf(w, "  %s becomes a symlink to it\n", p.Given.Named)
	if n := p.Given.SignIns; n > 0 {
		fmt.Fprintf(w, "The sign-ins made on that side so far stay behind; sign in anew with fob login.\n")
	}
	if p.Kept.Side == share.Windows && !s.Modes {
		fmt.Fprintf(w, "The drive keeps no Linux modes: Windows' own access lists protect the files.\n")
	}
	if v, name := e.Environ.First("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"); v != "" {
		fmt.Fprintf(w, "Warning: %s is set here, and goes on to name a file of its own.\n", name)
	}
}

// agreed asks whether to go on. It says no itself on a dry run.
func agreed(ctx context.Context, e *Env, o configureWSLOptions, question string) (bool, error) {
	if o.DryRun {
		fmt.Fprintln(e.Stderr, "Nothing was changed (--dry-run).")
		return false, nil
	}
	if o.Yes {
		return true, nil
	}
	ok, err := e.Asker().Confirm(ctx, question, true)
	if err == nil && !ok {
		fmt.Fprintln(e.Stderr, "Nothing was changed.")
		err = Exit(fault.Failed)
	}
	return ok, err
}

func undoSharing(ctx context.Context, e *Env, o configureWSLOptions, d *share.Deed, state share.State) error {
	if p, ok := state.ToUndo(); ok {
		fmt.Fprintf(e.Stderr, "  %s is no symlink any more%s\n", p.Named, comesBack(p))
		if ok, err := agreed(ctx, e, o, "Do this?"); !ok || err != nil {
			return err
		}
	}
	p, err := d.Undo(ctx, state)
	if err != nil {
		return err
	}
	if p.Aside {
		fmt.Fprintf(e.Stderr, "%s is as it was before.\n", p.Named)
	} else {
		fmt.Fprintf(e.Stderr, "%s is gone, as there was none before.\n", p.Named)
	}
	return nil
}

func comesBack(p share.Place) string {
	if p.Aside {
		return ": " + p.AsideName() + " comes back"
	}
	return ", and is not there, as before"
}
