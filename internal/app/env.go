package app

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/spawn"
	"github.com/fobcli/fob/internal/ui"
	"github.com/fobcli/fob/internal/winenv"
	"github.com/fobcli/fob/internal/wire"
	"github.com/fobcli/fob/internal/wsl"
)

// newEnv is the one constructor of the commands' world. It touches no file and
// starts nothing: what costs time is made when a command first asks for it.
func newEnv(stdout, stderr *output.Stream) (*cli.Env, error) {
	environ := paths.Environ{GOOS: runtime.GOOS, Lookup: os.LookupEnv, All: os.Environ}
	p, err := paths.Locate(environ)
	if err != nil {
		return nil, err
	}
	clock := &wire.Clock{System: time.Now}
	e := &cli.Env{
		Stdin: os.Stdin, Stdout: stdout, Stderr: stderr,
		Environ: environ, Paths: p, Now: clock.Now, Self: self(), Global: &cli.Global{},
	}
	wireTerminal(e)
	wireFiles(e)
	wirePrograms(e)
	wireNetwork(e, clock)
	return e, nil
}

// command returns what this process is doing, for those who wait for it: its
// verb alone, as further words may be secret.
func command(args []string) string {
	if len(args) > 1 && !strings.HasPrefix(args[1], "-") {
		return "fob " + args[1]
	}
	return "fob"
}

// self returns the path of this program, or its bare name where the system
// does not tell.
func self() string {
	path, err := os.Executable()
	if err != nil {
		return "fob"
	}
	return path
}

func wireTerminal(e *cli.Env) {
	e.Interactive = sync.OnceValue(func() bool {
		return term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stderr.Fd()))
	})
	e.ConsoleText = consoleText
	// Built on first use, because --plain is known only once flags are read.
	terminal := sync.OnceValue(func() *ui.Terminal {
		return ui.New(ui.World{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: e.Environ, Plain: e.Global.Plain})
	})
	e.Asker = func() cli.Asker { return terminal() }
	e.Screen = func() cli.Screen { return terminal() }
}

func wireFiles(e *cli.Env) {
	e.Files = func() (awsconfig.Files, error) { return awsconfig.Read(e.Paths) }
	e.Editor = func() *awsconfig.Editor { return &awsconfig.Editor{Paths: e.Paths, Now: e.Now} }
	e.Store = func() cache.Store { return cache.Store{Paths: e.Paths, Command: command(os.Args)} }
}

func wirePrograms(e *cli.Env) {
	e.Exec, e.Child, e.Run = spawn.Exec, spawn.Child, spawn.Run
	e.Output = spawn.Output
	e.Registry = winenv.Registry{}
	e.OnPath, e.ShortPath = func() string { return onPath(e.Self) }, spawn.ShortPath
	e.Find = func(program string) (string, error) { return find(e.Self, program) }
	e.Windows = sync.OnceValue(func() wsl.Windows { return windowsAround(e.Environ) })
}

// onPath is the path by which a shell finds the program at self.
func onPath(self string) string {
	path, err := exec.LookPath("fob")
	if err != nil {
		return self
	}
	found, err1 := os.Stat(path)
	own, err2 := os.Stat(self)
	if abs, err := filepath.Abs(path); err == nil && err1 == nil && err2 == nil && os.SameFile(found, own) {
		return abs
	}
	return self
}

// find looks for a program beside the one at self, then on PATH.
func find(self, program string) (string, error) {
	name := program
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if path := filepath.Join(filepath.Dir(self), name); filepath.IsAbs(path) {
		if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() {
			return path, nil
		}
	}
	return exec.LookPath(program)
}
