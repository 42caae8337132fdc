package share

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/shell"
)

// flock and LockFileEx know nothing of each other, so on files that Windows and
// Linux share fob locks by leases: files of which there can be only one. That
// has to hold between the two, and is tried before anything is shared: a file
// that one side has made, the other must not be able to make again.

// tryLocks tries it in a folder, in both directions. Its error is a refusal.
func (d *Deed) tryLocks(ctx context.Context, p Place) error {
	dir := p.Here
	if !p.There {
		dir = filepath.Dir(dir)
	}
	name := ".fob-probe-" + rand.Text()
	ours, theirs := filepath.Join(dir, name+"-here"), filepath.Join(dir, name+"-there")
	defer func() { _ = os.Remove(ours); _ = os.Remove(theirs) }()
	err := makeOnce(ours)
	if err == nil {
		err = d.askWindows(ctx, dir, filepath.Base(ours), filepath.Base(theirs))
	}
	if err == nil {
		if _, exists := os.Lstat(theirs); exists != nil || !errors.Is(create(theirs), fs.ErrExist) {
			err = errors.New("what Windows made, Linux could make again")
		}
	}
	if err == nil || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	return &fault.Error{
		Summary: fmt.Sprintf("fob's locks would not hold between Windows and WSL in %s: %v", p.Named, err),
		Detail:  []string{"Without them two programs could renew one sign-in at once, and lose it.", "Nothing was changed."},
		Hint:    "Keep a sign-in on each side:", Remedy: "fob login", Err: err,
	}
}

// makeOnce makes a file, and finds out whether it can be made again.
func makeOnce(file string) error {
	if err := create(file); err != nil {
		return err
	}
	if err := create(file); !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("a file could be made twice (%v)", err)
	}
	return nil
}

func create(file string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// askWindows has Windows make two files: the first is there, the second not.
func (d *Deed) askWindows(ctx context.Context, dir, there, missing string) error {
	named, err := d.Windows.There(ctx, dir)
	if err != nil {
		return err
	}
	named = strings.TrimSuffix(named, `\`) + `\`
	script := fmt.Sprintf("foreach ($p in %s, %s) { try { [IO.File]::Open($p, 'CreateNew').Close(); 'made' } "+
		"catch { if (Test-Path -LiteralPath $p) { 'refused' } else { 'failed' } } }",
		shell.Quote(shell.PowerShell, named+there), shell.Quote(shell.PowerShell, named+missing))
	out, err := d.Windows.Run(ctx, "powershell.exe", "-NoProfile", "-NonInteractive", "-Command", script)
	if err != nil {
		return fmt.Errorf("try it from Windows: %w", err)
	}
	switch answer := strings.Fields(string(out)); {
	case slices.Equal(answer, []string{"refused", "made"}):
		return nil
	case len(answer) == 2 && answer[0] == "made":
		return errors.New("what Linux made, Windows could make again")
	}
	return errors.New("no file can be made there from Windows")
}
