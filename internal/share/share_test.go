//go:build unix

package share

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/wsl"
)

// machine is a WSL and its Windows, as two homes in one folder.
type machine struct {
	t                  *testing.T
	linux, windows     string // the homes
	user               string // on Windows
	noLinks, elsewhere bool   // Windows makes no symlinks; it has files of its own
	powershell         string // what it answers, instead of trying
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{t: t, linux: t.TempDir(), windows: t.TempDir(), user: "Zoë O'Neil"}
	return m
}

func (m *machine) deed() *Deed {
	return &Deed{
		Folder: filepath.Join(m.linux, ".aws"),
		Windows: wsl.Windows{
			Facts:  wsl.Facts{Version: 2, Interop: true, Drives: []wsl.Drive{{Letter: 'C', Mount: "/mnt/c"}}},
			Has:    func(string) bool { return true },
			Read:   os.ReadFile,
			Output: m.output,
		},
	}
}

func (m *machine) named() string { return `C:\Users\` + m.user }

// here is wslpath -u, and there wslpath -w.
func (m *machine) here(p string) string {
	if rest, ok := strings.CutPrefix(p, `\\wsl.localhost\Ubuntu`); ok {
		return strings.ReplaceAll(rest, `\`, "/")
	}
	return m.windows + strings.ReplaceAll(strings.TrimPrefix(p, m.named()), `\`, "/")
}

func (m *machine) there(p string) string {
	if rest, ok := strings.CutPrefix(p, m.windows); ok {
		return m.named() + strings.ReplaceAll(rest, "/", `\`)
	}
	return `\\wsl.localhost\Ubuntu` + strings.ReplaceAll(p, "/", `\`)
}

// output plays the programs of Windows, and wslpath.
func (m *machine) output(_ context.Context, _ string, argv ...string) ([]byte, error) {
	words := strings.Join(argv[:min(4, len(argv))], " ")
	switch {
	case words == "cmd.exe /d /u /c":
		return []byte("USERPROFILE=" + m.named() + "\r\n"), nil
	case argv[0] == "wslpath" && argv[1] == "-u":
		return []byte(m.here(argv[2]) + "\n"), nil
	case argv[0] == "wslpath" && argv[1] == "-w":
		return []byte(m.there(argv[2]) + "\n"), nil
	case words == "cmd.exe /d /c mklink" && argv[4] == "/D":
		if m.noLinks {
			return nil, &exec.ExitError{}
		}
		return nil, os.Symlink(m.here(argv[6]), m.here(argv[5]))
	case words == "cmd.exe /d /c rmdir":
		return nil, os.Remove(m.here(argv[4]))
	case argv[0] == "powershell.exe":
		return m.makeFiles(argv[len(argv)-1])
	}
	m.t.Errorf("nobody expects %q", argv)
	return nil, exec.ErrNotFound
}

// makeFiles does what the script of the probe asks for.
func (m *machine) makeFiles(script string) ([]byte, error) {
	if m.powershell != "" {
		return []byte(m.powershell), nil
	}
	var out string
	for _, q := range regexp.MustCompile(`'(?:[^']|'')*\.fob-probe[^']*'`).FindAllString(script, -1) {
		file := m.here(strings.ReplaceAll(strings.Trim(q, "'"), "''", "'"))
		if m.elsewhere {
			file = filepath.Join(m.t.TempDir(), filepath.Base(file))
		}
		switch err := create(file); {
		case err == nil:
			out += "made\r\n"
		case errors.Is(err, fs.ErrExist):
			out += "refused\r\n"
		default:
			out += "failed\r\n"
		}
	}
	return []byte(out), nil
}

// has writes files of a home, by their paths below .aws.
func has(t *testing.T, home string, files ...string) {
	t.Helper()
	for i := 0; i < len(files); i += 2 {
		p := filepath.Join(home, ".aws", files[i])
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// tree is all that lies in the homes: files with their text, symlinks with
// where they lead. fob's locks are left out.
func (m *machine) tree() map[string]string {
	m.t.Helper()
	all := map[string]string{}
	for side, home := range map[string]string{"L": m.linux, "W": m.windows} {
		err := filepath.WalkDir(home, func(p string, e fs.DirEntry, err error) error {
			name := side + strings.TrimPrefix(p, home)
			switch {
			case err != nil || strings.Contains(p, "/fob"):
				return err
			case e.Type()&fs.ModeSymlink != 0:
				to, err := os.Readlink(p)
				all[name] = "-> " + strings.NewReplacer(m.linux, "L", m.windows, "W").Replace(to)
				return err
			case e.Type().IsRegular():
				b, err := os.ReadFile(p)
				all[name] = string(b)
				return err
			}
			return nil
		})
		if err != nil {
			m.t.Fatal(err)
		}
	}
	return all
}

func (m *machine) look() State {
	m.t.Helper()
	s, err := m.deed().Look(m.t.Context())
	if err != nil {
		m.t.Fatal(err)
	}
	return s
}

// share shares the files of a side.
func (m *machine) share(keep Side) error {
	m.t.Helper()
	p, err := m.look().Plan(keep)
	if err != nil {
		return err
	}
	return m.deed().Do(m.t.Context(), p)
}

const config = "[profile a]\nregion = us-east-1\n"

func TestSharingAndTheWayBack(t *testing.T) {
	for name, tc := range map[string]struct {
		keep           Side
		linux, windows []string
		want           map[string]string
	}{
		"Windows keeps them, WSL has nothing": {
			Windows, nil,
			[]string{"config", config},
			map[string]string{"L/.aws": "-> W/.aws", "W/.aws/config": config},
		},
		"Windows keeps them, WSL has a sign-in and no profiles": {
			Windows,
			[]string{"config", "# none\n", "sso/cache/a.json", "{}"},
			[]string{"config", config},
			map[string]string{"L/.aws": "-> W/.aws", "W/.aws/config": config, "L/.aws.before-wsl/config": "# none\n", "L/.aws.before-wsl/sso/cache/a.json": "{}"},
		},
		"Windows keeps them, and has none so far": {
			Windows,
			[]string{"config", config, "credentials", "[a]\n"},
			nil,
			map[string]string{"L/.aws": "-> W/.aws", "W/.aws/config": config, "W/.aws/credentials": "[a]\n", "L/.aws.before-wsl/config": config, "L/.aws.before-wsl/credentials": "[a]\n"},
		},
		"both have the same": {
			Windows,
			[]string{"config", config},
			[]string{"config", config},
			map[string]string{"L/.aws": "-> W/.aws", "W/.aws/config": config, "L/.aws.before-wsl/config": config},
		},
		"neither has anything": {
			Windows, nil, nil,
			map[string]string{"L/.aws": "-> W/.aws"},
		},
		"WSL keeps them": {
			Linux,
			[]string{"config", config},
			[]string{"sso/cache/b.json", "{}"},
			map[string]string{"W/.aws": "-> L/.aws", "L/.aws/config": config, "W/.aws.before-wsl/sso/cache/b.json": "{}"},
		},
		"WSL keeps them, and has none so far": {
			Linux, nil,
			[]string{"config", config},
			map[string]string{"W/.aws": "-> L/.aws", "L/.aws/config": config, "W/.aws.before-wsl/config": config},
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			has(t, m.linux, tc.linux...)
			has(t, m.windows, tc.windows...)
			before := m.tree()
			if err := m.share(tc.keep); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tc.want, m.tree()); d != "" {
				t.Error(d)
			}
			kept := map[Side]string{Windows: m.windows, Linux: m.linux}[tc.keep]
			if !fsx.IsShared(filepath.Join(kept, ".aws", "fob", "locks")) {
				t.Error("the locks are no leases")
			}
			s := m.look()
			if p, err := s.Plan(tc.keep); s.Shared != tc.keep || !p.Nothing || err != nil {
				t.Errorf("afterwards %+v, %v", s, err)
			}
			if _, err := s.Plan(map[Side]Side{Windows: Linux, Linux: Windows}[tc.keep]); err == nil || !strings.Contains(err.Error(), "shared already") {
				t.Errorf("the other way round: %v", err)
			}
			if _, err := m.deed().Undo(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			after := m.tree()
			for file, text := range before {
				if after[file] != text {
					t.Errorf("%s was %q and is %q", file, text, after[file])
				}
			}
			if m.look().Shared != None {
				t.Error("it is shared still")
			}
			if s := m.look(); isMarked(s.Linux) {
				t.Error("a symlink of one's own on Windows would be taken for fob's")
			}
		})
	}
}

func TestWhatCannotBeSharedIsRefusedAndLeftAlone(t *testing.T) {
	for name, tc := range map[string]struct {
		keep    Side
		prepare func(t *testing.T, m *machine)
		want    string
		detail  string
	}{
		"both have profiles": {Windows, func(t *testing.T, m *machine) {
			has(t, m.linux, "config", config)
			has(t, m.windows, "config", "[default]\n")
		}, "both sides have profiles: ~/.aws and C:\\Users\\Zoë O'Neil\\.aws", "mv ~/.aws ~/.aws.mine"},
		"both have profiles, the other way": {Linux, func(t *testing.T, m *machine) {
			has(t, m.linux, "config", config)
			has(t, m.windows, "credentials", "[default]\n")
		}, "both sides have profiles", "Rename-Item"},
		"a symlink of one's own": {Windows, func(t *testing.T, m *machine) {
			if err := os.Symlink(t.TempDir(), filepath.Join(m.linux, ".aws")); err != nil {
				t.Fatal(err)
			}
		}, "~/.aws is a symlink of your own", ""},
		"a symlink of one's own on Windows": {Windows, func(t *testing.T, m *machine) {
			if err := os.Symlink(t.TempDir(), filepath.Join(m.windows, ".aws")); err != nil {
				t.Fatal(err)
			}
		}, "\\.aws is a symlink of your own", ""},
		"a copy from an earlier time": {Windows, func(t *testing.T, m *machine) {
			has(t, m.linux, "x", "")
			if err := os.Mkdir(filepath.Join(m.linux, ".aws.before-wsl"), 0o700); err != nil {
				t.Fatal(err)
			}
		}, "~/.aws.before-wsl is there already", ""},
		"a file can be made twice": {
			Windows, func(_ *testing.T, m *machine) { m.elsewhere = true },
			"fob's locks would not hold between Windows and WSL", "lose it",
		},
		"Windows cannot make files": {
			Linux, func(_ *testing.T, m *machine) { m.powershell = "refused\r\nfailed\r\n" },
			"no file can be made there from Windows", "Nothing was changed.",
		},
		"Windows only says that it made one": {
			Windows, func(_ *testing.T, m *machine) { m.powershell = "refused\r\nmade\r\n" },
			"what Windows made, Linux could make again", "",
		},
		"Windows makes no symlink": {Linux, func(t *testing.T, m *machine) {
			m.noLinks = true
			has(t, m.linux, "config", config)
			has(t, m.windows, "sso/cache/b.json", "{}")
		}, "Windows did not make the symlink", "Nothing was changed."},
		"Windows makes no symlink, after a copy": {Linux, func(t *testing.T, m *machine) {
			m.noLinks = true
			has(t, m.linux, "config", "# mine\n")
			has(t, m.windows, "config", config, "credentials", "[a]\n")
		}, "Windows did not make the symlink", "Nothing was changed."},
		"a name that cmd.exe would act on": {
			Linux, func(_ *testing.T, m *machine) { m.user = "a&calc" },
			"has a character that cmd.exe acts on", "Nothing was changed.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			tc.prepare(t, m)
			before := m.tree()
			err := m.share(tc.keep)
			var f *fault.Error
			if !errors.As(err, &f) || !strings.Contains(f.Summary, tc.want) {
				t.Fatalf("error is %v", err)
			}
			if all := strings.Join(f.Detail, "\n") + f.Remedy; !strings.Contains(all, tc.detail) {
				t.Errorf("it says\n%s", all)
			}
			if d := cmp.Diff(before, m.tree()); d != "" {
				t.Error(d)
			}
			if s := m.look(); isMarked(s.Linux) || isMarked(s.Windows) {
				t.Error("a mark was left")
			}
		})
	}
}

// A folder that was only made for the sake of the mark goes with it.
// A file of comments alone gives way to one with profiles, and is kept.
func TestCommentsThatGiveWayAreKept(t *testing.T) {
	m := newMachine(t)
	has(t, m.linux, "config", config)
	has(t, m.windows, "config", "# notes\n", "config.before-wsl", "older\n")
	if err := m.share(Windows); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"L/.aws": "-> W/.aws", "L/.aws.before-wsl/config": config,
		"W/.aws/config": config, "W/.aws/config.before-wsl": "older\n", "W/.aws/config.before-wsl-2": "# notes\n",
	}
	if d := cmp.Diff(want, m.tree()); d != "" {
		t.Error(d)
	}
}

// What cannot be read may hold anything, so it is neither replaced nor taken
// for the same as another.
func TestAFileThatCannotBeReadIsNotReplaced(t *testing.T) {
	for name, unreadable := range map[string][]string{"on the side that keeps": {"W"}, "on both": {"W", "L"}} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			has(t, m.linux, "credentials", "[a]\n")
			has(t, m.windows, "sso/cache/a.json", "{}")
			for _, side := range unreadable { // a folder by that name, which root cannot read either
				home := map[string]string{"W": m.windows, "L": m.linux}[side]
				if err := os.MkdirAll(filepath.Join(home, ".aws", "config"), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			before := m.tree()
			err := m.share(Windows)
			if f, ok := errors.AsType[*fault.Error](err); !ok || !strings.Contains(f.Summary, "both sides have profiles") {
				t.Errorf("error %v", err)
			}
			if d := cmp.Diff(before, m.tree()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestNothingIsLeftWhereNothingWas(t *testing.T) {
	m := newMachine(t)
	m.noLinks = true
	if err := m.share(Linux); err == nil {
		t.Fatal("it was shared")
	}
	for _, home := range []string{m.linux, m.windows} {
		if entries, err := os.ReadDir(home); err != nil || len(entries) != 0 {
			t.Errorf("%s holds %v, %v", home, entries, err)
		}
	}
}

// A share that was killed between its steps left the folder aside: undo knows.
func TestUndoOfAHalfFinishedShare(t *testing.T) {
	m := newMachine(t)
	has(t, m.linux, "config", config)
	if err := os.Rename(filepath.Join(m.linux, ".aws"), filepath.Join(m.linux, ".aws.before-wsl")); err != nil {
		t.Fatal(err)
	}
	if _, err := m.deed().Undo(t.Context(), m.look()); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]string{"L/.aws/config": config}, m.tree()); d != "" {
		t.Error(d)
	}
	if _, err := m.deed().Undo(t.Context(), m.look()); err == nil || !strings.Contains(err.Error(), "nothing to undo") {
		t.Errorf("a second time: %v", err)
	}
}

// On a real Windows the symlink leads to \\wsl.localhost, where nobody can
// follow it from here: the mark tells that it is fob's.
func TestASymlinkOfWindowsThatCannotBeFollowed(t *testing.T) {
	m := newMachine(t)
	has(t, m.linux, "config", config)
	if err := m.share(Linux); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(m.windows, ".aws")
	if err := errors.Join(os.Remove(link), os.Symlink(`/mnt/c/\\wsl.localhost\Ubuntu`, link)); err != nil {
		t.Fatal(err)
	}
	if s := m.look(); s.Shared != Linux {
		t.Errorf("it is taken for %+v", s)
	}
}
