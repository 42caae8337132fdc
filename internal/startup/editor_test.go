package startup

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/shell"
)

func newEditor(t *testing.T) (Editor, string) {
	home := t.TempDir()
	return Editor{Paths: paths.Paths{Home: home, Own: filepath.Join(home, ".aws", "fob")}, GOOS: "linux"}, home
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAnEditKeepsACopyModeAndSymlink(t *testing.T) {
	e, home := newEditor(t)
	real, link := filepath.Join(home, "dotfiles"), filepath.Join(home, ".bashrc")
	if err := os.WriteFile(real, []byte("alias x=y"), 0o644); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "windows" { // which lets few people make links
		link = real
	} else if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	put := Edit{Shell: shell.Bash, Path: link, Block: HookBlock, Lines: []string{"load"}}
	c, err := e.Apply(t.Context(), put)
	if err != nil || c.Empty() {
		t.Fatalf("%v %+v", err, c)
	}
	if got := readFile(t, c.Copy); got != "alias x=y" {
		t.Errorf("the copy is %q", got)
	}
	if again, err := e.Apply(t.Context(), put); err != nil || !again.Empty() {
		t.Errorf("a second time: %v", err)
	}
	if runtime.GOOS != "windows" {
		if to, err := os.Readlink(link); err != nil || to != real {
			t.Errorf("the link is gone: %v", err)
		}
		if st, err := os.Stat(real); err != nil || st.Mode().Perm() != 0o644 {
			t.Errorf("the mode is %v, %v", st.Mode(), err)
		}
	}
	if diff := cmp.Diff([]string{link}, e.Remembered(shell.Bash)); diff != "" {
		t.Error(diff)
	}
	put.Lines = nil
	if _, err := e.Apply(t.Context(), put); err != nil || readFile(t, real) != "alias x=y" {
		t.Errorf("taken out: %v", err)
	}
}

// Each receipt names a state of its own, and it stays true for ten edits.
func TestTheLastTenStatesAreKept(t *testing.T) {
	e, home := newEditor(t)
	path, other := filepath.Join(home, ".bashrc"), filepath.Join(home, "elsewhere", ".bashrc")
	for _, p := range []string{path, other} {
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte("mine\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	elsewhere, err := e.Apply(t.Context(), Edit{Shell: shell.Bash, Path: other, Block: HookBlock, Lines: []string{"x"}})
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{elsewhere.Copy: "mine\n"}
	var order []string
	for i := range 13 {
		before := readFile(t, path)
		c, err := e.Apply(t.Context(), Edit{Shell: shell.Bash, Path: path, Block: HookBlock, Lines: []string{strconv.Itoa(i)}})
		if err != nil {
			t.Fatal(err)
		}
		if _, again := told[c.Copy]; again {
			t.Errorf("edit %d names %s again", i, c.Copy)
		}
		told[c.Copy] = before
		order = append(order, c.Copy)
	}
	for i, copied := range order {
		if i < 3 {
			if _, err := os.Stat(copied); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("copy %d is still there: %v", i, err)
			}
			continue
		}
		if got := readFile(t, copied); got != told[copied] {
			t.Errorf("copy %d is %q, want %q", i, got, told[copied])
		}
	}
	if got := readFile(t, elsewhere.Copy); got != "mine\n" {
		t.Errorf("the copy of the other file is %q", got)
	}
}

func TestCopiesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it has no such modes")
	}
	e, home := newEditor(t)
	path := filepath.Join(home, ".bashrc")
	if err := os.WriteFile(path, []byte("export AWS_SECRET_ACCESS_KEY=x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := e.Apply(t.Context(), Edit{Shell: shell.Bash, Path: path, Block: HookBlock, Lines: []string{"load"}})
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]os.FileMode{path: 0o644, c.Copy: 0o600, e.list(): 0o600, filepath.Dir(c.Copy): 0o700} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %o", file, info.Mode(), err, want)
		}
	}
}

func TestAStateThatIsTheNewestCopyIsNotKeptTwice(t *testing.T) {
	e, home := newEditor(t)
	edit := Edit{Shell: shell.Bash, Path: filepath.Join(home, ".bashrc"), Block: HookBlock, Lines: []string{"load"}}
	if err := os.WriteFile(edit.Path, []byte("mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	first, err := e.Apply(t.Context(), edit)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(edit.Path, []byte("mine\n"), 0o600); err != nil { // put back by hand
		t.Fatal(err)
	}
	again, err := e.Apply(t.Context(), edit)
	if err != nil || again.Copy != first.Copy || readFile(t, again.Copy) != "mine\n" {
		t.Errorf("%v, %s, want %s", err, again.Copy, first.Copy)
	}
}

func TestAnEditThatFailsLeavesNoCopy(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a read-only file is replaced there")
	}
	e, home := newEditor(t)
	edit := Edit{Shell: shell.Bash, Path: filepath.Join(home, ".bashrc"), Block: HookBlock, Lines: []string{"load"}}
	if err := os.WriteFile(edit.Path, []byte("mine\n"), 0o400); err != nil {
		t.Fatal(err)
	}
	_, err := e.Apply(t.Context(), edit)
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Summary != "~/.bashrc cannot be written: permission denied" {
		t.Fatalf("error %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(e.Paths.Own, "startup", "*.bashrc*")); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestAFileThatFobMadeGoesWithItsBlock(t *testing.T) {
	e, home := newEditor(t)
	edit := Edit{Shell: shell.Fish, Path: filepath.Join(home, "new", "config.fish"), Block: HookBlock, Lines: []string{"load"}}
	c, err := e.Apply(t.Context(), edit)
	if err != nil || c.Copy != "" || c.Before != nil {
		t.Fatalf("%v %+v", err, c)
	}
	edit.Lines = nil
	if c, err = e.Apply(t.Context(), edit); err != nil || c.After != nil {
		t.Errorf("%v %+v", err, c)
	}
	if _, err := os.Stat(edit.Path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is there: %v", err)
	}
}

// Editors that come at once wait for one another: no block is lost, and no byte
// of the person's.
func TestEditorsWaitForOneAnother(t *testing.T) {
	e, home := newEditor(t)
	path := filepath.Join(home, ".bashrc")
	if err := os.WriteFile(path, []byte("alias x=y"), 0o600); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() {
			edit := Edit{Shell: shell.Bash, Path: path, Block: "block" + strconv.Itoa(i), Lines: []string{"x"}}
			if _, err := e.Apply(t.Context(), edit); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i := range 24 {
		c, err := e.Apply(t.Context(), Edit{Shell: shell.Bash, Path: path, Block: "block" + strconv.Itoa(i)})
		if err != nil || c.Empty() {
			t.Errorf("block %d: %v, nothing to take out: %t", i, err, c.Empty())
		}
	}
	if got := readFile(t, path); got != "alias x=y" {
		t.Errorf("the file is %q", got)
	}
	if got := e.Remembered(shell.Bash); len(got) != 1 {
		t.Errorf("remembered %v", got)
	}
}

func TestWhatCannotBeEditedIsLeft(t *testing.T) {
	for name, tc := range map[string]struct{ data, want string }{
		"half a block":          {"a\n# >>> fob hook >>>\n", "line 2 begins a block of fob's that has no end"},
		"UTF-16 without a mark": {"a\x00", "it is no text"},
		"a signed script":       {"a\r\n# SIG # Begin signature block\r\n# SIG # End signature block\r\n", "it is signed"},
	} {
		e, home := newEditor(t)
		path := filepath.Join(home, "rc")
		if err := os.WriteFile(path, []byte(tc.data), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := e.Apply(t.Context(), Edit{Shell: shell.Bash, Path: path, Block: HookBlock, Lines: []string{"x"}})
		if err == nil || !strings.Contains(err.Error(), tc.want) || readFile(t, path) != tc.data {
			t.Errorf("%s: %v", name, err)
		}
		if entries, _ := os.ReadDir(filepath.Join(home, ".aws", "fob", "startup")); len(entries) > 0 {
			t.Errorf("%s: something was written", name)
		}
	}
}

func TestAFolderIsNoFileToEdit(t *testing.T) {
	e, home := newEditor(t)
	_, err := e.Apply(t.Context(), Edit{Shell: shell.Bash, Path: home, Block: HookBlock, Lines: []string{"x"}})
	var f *fault.Error
	if !errors.As(err, &f) || !strings.Contains(f.Summary, "it is a folder") {
		t.Errorf("got %v", err)
	}
}

func TestEachShellHasItsFile(t *testing.T) {
	for name, tc := range map[string]struct {
		kind shell.Kind
		goos string
		vars map[string]string
		have string // a file that is there
		want string
	}{
		"bash":                          {shell.Bash, "linux", nil, ".bash_profile", "HOME/.bashrc"},
		"bash on macOS":                 {shell.Bash, "darwin", nil, "", "HOME/.bash_profile"},
		"bash on macOS, with .profile":  {shell.Bash, "darwin", nil, ".profile", "HOME/.profile"},
		"zsh":                           {shell.Zsh, "linux", nil, "", "HOME/.zshrc"},
		"zsh elsewhere":                 {shell.Zsh, "linux", map[string]string{"ZDOTDIR": "/z"}, "", "/z/.zshrc"},
		"fish":                          {shell.Fish, "linux", nil, "", "HOME/.config/fish/config.fish"},
		"fish elsewhere":                {shell.Fish, "linux", map[string]string{"XDG_CONFIG_HOME": "/c"}, "", "/c/fish/config.fish"},
		"nu that cannot be asked":       {shell.Nu, "linux", nil, "", "HOME/.config/nushell/autoload/fob.nu"},
		"nu on Windows":                 {shell.Nu, "windows", map[string]string{"APPDATA": "/r"}, "", "/r/nushell/autoload/fob.nu"},
		"nu on macOS":                   {shell.Nu, "darwin", nil, "", "HOME/Library/Application Support/nushell/autoload/fob.nu"},
		"PowerShell that asked by hook": {shell.PowerShell, "linux", map[string]string{shell.StartupVariable: "/p/host.ps1"}, "", "/p/host.ps1"},
	} {
		t.Run(name, func(t *testing.T) {
			e, home := newEditor(t)
			if tc.have != "" {
				if err := os.WriteFile(filepath.Join(home, tc.have), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			got, err := finder(e, home, tc.goos, tc.vars, nil).Place(t.Context(), tc.kind, "", HookBlock)
			want := filepath.FromSlash(strings.Replace(tc.want, "HOME", filepath.ToSlash(home), 1))
			if err != nil || filepath.Clean(got) != want {
				t.Errorf("%v, %s, want %s", err, got, want)
			}
		})
	}
}

func finder(e Editor, home, goos string, vars map[string]string, answers map[string]string) Finder {
	return Finder{
		Environ: paths.FromMap(goos, vars), Home: home, Editor: e,
		Output: func(_ context.Context, argv ...string) ([]byte, error) {
			if out, ok := answers[argv[0]]; ok {
				return []byte(out), nil
			}
			return nil, exec.ErrNotFound
		},
	}
}

// Each PowerShell says where its file is, in numbers; a block in the file for
// all hosts is found there.
func TestPowerShellIsAsked(t *testing.T) {
	e, home := newEditor(t)
	numbers := func(path string) string {
		var list []string
		for _, r := range path {
			list = append(list, strconv.Itoa(int(r)))
		}
		return strings.Join(list, ".")
	}
	host, all := filepath.Join(home, "Dökumente", "host.ps1"), filepath.Join(home, "all.ps1")
	f := finder(e, home, "windows", nil, map[string]string{"powershell": numbers(host) + "\r\n" + numbers(all) + "\r\n"})
	if got, err := f.Place(t.Context(), shell.WindowsPowerShell, "", HookBlock); err != nil || got != host {
		t.Errorf("%v, %s", err, got)
	}
	_, err := f.Place(t.Context(), shell.PowerShell, "", HookBlock)
	if want := "fob init --install pwsh --file $PROFILE"; err == nil || !strings.Contains(remedy(err), want) {
		t.Errorf("%v", err)
	}
	if _, err := e.Apply(t.Context(), Edit{Shell: shell.WindowsPowerShell, Path: all, Block: HookBlock, Lines: []string{"x"}}); err != nil {
		t.Fatal(err)
	}
	if got, err := f.Place(t.Context(), shell.WindowsPowerShell, "", HookBlock); err != nil || got != all {
		t.Errorf("%v, %s", err, got)
	}
	gone := finder(e, home, "windows", nil, nil)
	if got, err := gone.Holding(t.Context(), shell.WindowsPowerShell, "", HookBlock); err != nil || len(got) != 1 || got[0] != all {
		t.Errorf("the shell is gone: %v, %v", err, got)
	}
}

func remedy(err error) string {
	f := (*fault.Error)(nil)
	if errors.As(err, &f) {
		return f.Remedy
	}
	return ""
}
