package fsx_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fsx"
)

// full is the number of a full disk on this system.
func full() syscall.Errno {
	if runtime.GOOS == "windows" {
		return 112
	}
	return 28
}

func TestExplainNamesTheFileTheCauseAndTheRemedy(t *testing.T) {
	short := func(path string) string { return strings.Replace(path, "/home/me", "~", 1) }
	for name, tc := range map[string]struct {
		err     error
		summary string
	}{
		"an error of fsx":   {&fsx.Error{Op: "written", Path: "/home/me/.aws/config", Err: full()}, "~/.aws/config cannot be written: the disk is full"},
		"wrapped":           {fmt.Errorf("save: %w", &fsx.Error{Op: "read", Path: "/x", Err: fs.ErrPermission}), "/x cannot be read: permission denied"},
		"an error of os":    {fmt.Errorf("note: %w", &fs.PathError{Op: "mkdir", Path: "/home/me/a", Err: full()}), "~/a cannot be created: the disk is full"},
		"a rename":          {&os.LinkError{Op: "rename", Old: "/a", New: "/b", Err: fs.ErrPermission}, "/b cannot be renamed: permission denied"},
		"an unusual action": {&fs.PathError{Op: "mmap", Path: "/a", Err: full()}, "/a cannot be used: the disk is full"},
	} {
		t.Run(name, func(t *testing.T) {
			f, ok := fsx.Explain(tc.err, short)
			if !ok {
				t.Fatal("it has no explanation")
			}
			if d := cmp.Diff(tc.summary, f.Summary); d != "" {
				t.Error(d)
			}
			if len(f.Detail) != 1 || !strings.HasSuffix(f.Detail[0], ", then try again.") {
				t.Errorf("details %q", f.Detail)
			}
			if !errors.Is(f, tc.err) {
				t.Error("the cause is lost")
			}
		})
	}
}

func TestExplainLeavesUnknownErrorsAlone(t *testing.T) {
	for name, err := range map[string]error{
		"nil": nil, "no number": errors.New("it broke"), "no file": full(),
		"an unknown number": &fs.PathError{Op: "write", Path: "/a", Err: syscall.Errno(9999)},
	} {
		if f, ok := fsx.Explain(err, nil); ok {
			t.Errorf("%s: %v", name, f)
		}
	}
}

// The sentence names the file once, and never a temporary one.
func TestErrorsNameTheFileOnce(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	write(t, file, "x")
	for name, err := range map[string]error{
		"replace": fsx.ReplaceFile(filepath.Join(file, "config"), nil, 0o600),
		"mkdir":   fsx.MkdirPrivate(filepath.Join(file, "sub")),
		"remove":  fsx.Remove(filepath.Join(dir, "missing", "\x00")),
	} {
		if err == nil {
			t.Errorf("%s succeeded", name)
			continue
		}
		if n := strings.Count(err.Error(), dir); n != 1 || strings.Contains(err.Error(), "fob-tmp") {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := fsx.ReadFile(dir)
	if _, ok := fsx.CauseOf(err); runtime.GOOS != "windows" && !ok || err == nil {
		t.Errorf("reading a folder: %v", err)
	}
}
