package cli

import (
	"context"
	"fmt"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/shell"
	"github.com/fobcli/fob/internal/startup"
)

// depths are how far a switch reaches beyond the shell it is typed in.
type depths struct {
	Save bool   // also for new shells, in their startup file
	User bool   // new programs of the Windows user too, by the registry
	File string // the file to edit; empty: the one that the shell loads
	Yes  bool
}

// check refuses what cannot be done before anything is.
func (d depths) check(e *Env, k shell.Kind, name string) error {
	line := "fob use --unset"
	if name != "" {
		line = "fob use " + profile.Quote(name)
	}
	if d.User && e.Environ.GOOS != "windows" {
		return &fault.Error{
			Summary: "only Windows keeps variables for a user; here new shells take them from a file",
			Hint:    "Write it there:", Remedy: line + " --save", Code: fault.Usage,
		}
	}
	if d.File != "" && !d.Save {
		return fault.NewUsage("--file says where --save writes", line+" --save --file FILE")
	}
	if !d.Save || (k != shell.Cmd && k != shell.Sh) {
		return nil
	}
	f := &fault.Error{Summary: string(k) + " reads no file of its own at its start", Code: fault.Usage}
	if e.Environ.GOOS == "windows" {
		f.Hint, f.Remedy = "For all new programs of this user:", line+" --user"
	} else {
		f.Hint, f.Remedy = "For another shell:", line+" --save --shell bash"
	}
	return f
}

// last makes the switch last, as far as was asked.
func (d depths) last(ctx context.Context, e *Env, k shell.Kind, s shell.Switch) error {
	if d.Save {
		if err := d.save(ctx, e, k, s); err != nil {
			return err
		}
	}
	if d.User {
		return saveForUser(e, s)
	}
	return nil
}

// save writes the switch into the file that new shells load.
func (d depths) save(ctx context.Context, e *Env, k shell.Kind, s shell.Switch) error {
	if s.Profile == "" {
		return e.takeOut(ctx, k, d.File, startup.ProfileBlock, d.Yes)
	}
	path, err := e.finder().Place(ctx, k, d.File, startup.ProfileBlock)
	if err != nil {
		return err
	}
	before := ""
	if old := startup.Origins([]string{path}); len(old) > 0 {
		before = old[len(old)-1].Profile
	}
	edit := startup.Edit{Shell: k, Path: path, Block: startup.ProfileBlock, Lines: startup.ProfileLines(k, s)}
	c, err := e.agreedStartup(ctx, edit, d.Yes)
	if err != nil {
		return err
	}
	if c.Empty() {
		fmt.Fprintf(e.Stderr, "New %s shells use %s already. Nothing was changed there.\n", k, s.Profile)
		return nil
	}
	fmt.Fprintf(e.Stderr, "New %s shells use %s%s.\n", k, s.Profile, instead(before, s.Profile))
	e.tellCopy(c)
	if last, ok := winner(startup.Origins([]string{path})); ok && !last.Saved {
		fmt.Fprintf(e.Stderr, "Warning: a later line sets another one:\n  %s\n", e.place(last.Path, last.Line))
	}
	e.tellPolicy(ctx, k)
	fmt.Fprintf(e.Stderr, "Take it back:\n  %s\n", takeBack(e, k))
	return nil
}

// instead tells the value that was there before.
func instead(before, now string) string {
	if before == "" || before == now {
		return ""
	}
	return " (before: " + before + ")"
}

// winner is the line that is in force: the last one.
func winner(list []startup.Origin) (startup.Origin, bool) {
	if len(list) == 0 {
		return startup.Origin{}, false
	}
	return list[len(list)-1], true
}
