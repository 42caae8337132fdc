// Package sandboxapp is the sandbox's program: its commands, the private homes
// that it runs other programs in, and the tour.
//
// It carries fob's own commands too, under the name fob, so that one program
// is enough to try everything. It holds no rule of Identity Center.
package sandboxapp

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/fobcli/fob/internal/app"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
)

// The names by which this program goes. By fob it is fob; as a browser it
// visits the address that it is given.
const (
	fobName     = "fob"
	sandboxName = "fob-sandbox"
	browserName = "fob-sandbox-browser"
)

// world is what the commands may touch. Every field is filled by realWorld.
type world struct {
	stdin          io.Reader
	stdout, stderr *output.Stream
	environ        []string // as os.Environ gives it
	self           string   // path of this program
	now            func() time.Time
	windows        bool
}

// Main runs the program with its command line, its own name first, and returns
// the exit code.
func Main(args []string) int {
	name := ""
	if len(args) > 0 {
		name = strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	}
	if name == fobName {
		return app.Main(args)
	}
	// SIGTERM ends a run as Ctrl-C does: what was started is ended, what was
	// made is removed.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	w, err := realWorld()
	if err != nil {
		return app.Report(w.stderr, err)
	}
	words := args[min(1, len(args)):]
	if name == browserName {
		words = append([]string{"browse"}, words...)
	}
	return exitCode(w, app.Written(w.stdout, execute(ctx, w, words)))
}

// realWorld makes the world of this process. Its streams are there even when it
// fails.
func realWorld() (*world, error) {
	w := &world{stdin: os.Stdin, environ: os.Environ(), now: time.Now, windows: runtime.GOOS == "windows"}
	w.stdout, w.stderr = app.Streams()
	var err error
	if w.self, err = os.Executable(); err != nil {
		return w, &fault.Error{Summary: "the system does not tell where this program is", Err: err}
	}
	return w, nil
}

// lookup reads one of the program's own variables; empty when it is not set or
// blank.
func (w *world) lookup(name string) string {
	v, _ := w.lookupVar(name)
	if strings.TrimSpace(v) == "" {
		return ""
	}
	return v
}

// lookupVar reads one of the program's own variables.
func (w *world) lookupVar(name string) (value string, ok bool) {
	for _, kv := range w.environ {
		if n, v, _ := cutVar(kv); n == name || w.windows && strings.EqualFold(n, name) {
			return v, true
		}
	}
	return "", false
}

// cutVar splits name=value. On Windows some names begin with =.
func cutVar(kv string) (name, value string, ok bool) {
	i := strings.IndexByte(kv, '=')
	if i == 0 {
		i = strings.IndexByte(kv[1:], '=') + 1
	}
	if i <= 0 {
		return "", "", false
	}
	return kv[:i], kv[i+1:], true
}

// goos names the system as package runtime does.
func goos(w *world) string {
	if w.windows {
		return "windows"
	}
	return runtime.GOOS
}

// childExit is the exit code of a program that was run; it is handed on
// without a word.
type childExit int

func (e childExit) Error() string { return "the program ended by itself" }

// exitCode prints err and says how the program ends.
func exitCode(w *world, err error) int {
	if code, ok := errors.AsType[childExit](err); ok {
		return int(code)
	}
	if err == nil || errors.Is(err, context.Canceled) {
		return app.Report(w.stderr, err)
	}
	if _, ok := errors.AsType[*fault.Error](err); !ok {
		err = &fault.Error{Summary: err.Error(), Err: err}
	}
	return app.Report(w.stderr, err)
}
