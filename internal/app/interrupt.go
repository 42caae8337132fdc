package app

import (
	"context"
	"io"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/fobcli/fob/internal/fault"
)

// interruptGrace is how long a command may go on after the first Ctrl-C.
const interruptGrace = 2 * time.Second

// interrupt is a context that ends with the first Ctrl-C or SIGTERM, so that a
// command can put the terminal and its files in order. A second signal, or two
// seconds, end the program whatever it does: a read from a pipe or a hung drive
// cannot be interrupted in any other way.
//
// It begins to listen when it is told to, or when somebody first asks whether
// it has ended: listening costs a thread, which a `fob credential-process` that
// finds all it needs in the cache never pays for. Until then Ctrl-C ends the
// program at once, as it does every program that does not listen.
type interrupt struct {
	// exit ends the program; nil means os.Exit.
	exit func(code int)

	once     sync.Once
	ctx      context.Context // nil until somebody listens
	cancel   context.CancelFunc
	over     chan struct{} // closed by end
	handed   atomic.Bool   // to a program that has taken fob's place
	programs atomic.Int32  // that run beside fob and are ended by their own limits
	terminal func()        // puts the terminal back as it was found
}

func (i *interrupt) listen() context.Context {
	i.once.Do(func() {
		i.ctx, i.cancel = context.WithCancel(context.Background())
		i.over = make(chan struct{})
		i.terminal = terminalAsFound()
		signals := make(chan os.Signal, 2)
		signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
		go i.wait(signals)
	})
	return i.ctx
}

// wait takes the signals until end. It goes on listening after the first one:
// signal.Stop while another goroutine starts a program, such as the browser,
// can crash the runtime (Go 1.26, "morestack on gsignal").
func (i *interrupt) wait(signals <-chan os.Signal) {
	var grace <-chan time.Time // nil until the first signal
	for {
		select {
		case <-i.over:
			return
		case <-signals:
			if i.handed.Load() {
				continue
			}
			if grace == nil {
				i.cancel()
				grace = time.After(interruptGrace)
				continue
			}
		case <-grace:
			if i.programs.Load() > 0 {
				grace = time.After(interruptGrace)
				continue
			}
		}
		i.terminal()
		i.leave(int(fault.Interrupted))
		return
	}
}

func (i *interrupt) leave(code int) {
	if i.exit == nil {
		os.Exit(code)
	}
	i.exit(code)
}

// terminalAsFound returns what gives the terminal its present mode back.
func terminalAsFound() func() {
	fd := int(os.Stdin.Fd())
	found, err := term.GetState(fd)
	if err != nil {
		return func() {} // not a terminal
	}
	return func() { _ = term.Restore(fd, found) }
}

// beside counts the programs that run runs beside fob. They are asked to end
// with the first signal and have a limit of their own; without fob they would
// be left behind.
func (i *interrupt) beside(run runFunc) runFunc {
	return func(ctx context.Context, argv, env []string, stdout, stderr io.Writer) (int, error) {
		i.programs.Add(1)
		defer i.programs.Add(-1)
		return run(ctx, argv, env, stdout, stderr)
	}
}

// handOver leaves Ctrl-C to the program that run puts in fob's place. On
// Windows fob stays beside it and receives every Ctrl-C that is typed there. If
// fob acted on them, the second one would take the terminal from the program,
// and fob's exit code would hide the program's own.
func (i *interrupt) handOver(run execFunc) execFunc {
	return func(ctx context.Context, argv, env []string) (int, error) {
		if ctx.Err() == nil {
			i.handed.Store(true)
		}
		return run(ctx, argv, env)
	}
}

// execFunc is cli.Env's Exec, and runFunc its Run.
type (
	execFunc = func(ctx context.Context, argv, env []string) (exit int, err error)
	runFunc  = func(ctx context.Context, argv, env []string, stdout, stderr io.Writer) (exit int, err error)
)

// Done begins to listen.
func (i *interrupt) Done() <-chan struct{} { return i.listen().Done() }

// Err begins to listen.
func (i *interrupt) Err() error { return i.listen().Err() }

// Deadline tells that there is none.
func (i *interrupt) Deadline() (time.Time, bool) { return time.Time{}, false }

// Value holds nothing.
func (i *interrupt) Value(any) any { return nil }

// came reports whether there was a Ctrl-C that somebody listened for.
func (i *interrupt) came() bool { return i.ctx != nil && i.ctx.Err() != nil }

// end lets the goroutine that waits for signals go.
func (i *interrupt) end() {
	if i.ctx != nil {
		close(i.over)
	}
}
