package app

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/fobcli/fob/internal/fault"
)

// interrupt is a context that ends with the first Ctrl-C or SIGTERM, so that a
// command can put the terminal and its files in order; a second one ends the
// program whatever it does.
//
// It begins to listen when it is told to, or when somebody first asks whether
// it has ended: listening costs a thread, which a `fob credential-process` that
// finds all it needs in the cache never pays for. Until then Ctrl-C ends the
// program at once, as it does every program that does not listen.
type interrupt struct {
	once   sync.Once
	ctx    context.Context // nil until somebody listens
	cancel context.CancelFunc
	over   chan struct{} // closed by end
	handed atomic.Bool   // to a program that has taken fob's place
}

func (i *interrupt) listen() context.Context {
	i.once.Do(func() {
		i.ctx, i.cancel = context.WithCancel(context.Background())
		i.over = make(chan struct{})
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
	acts := []func(){i.cancel, func() { os.Exit(int(fault.Interrupted)) }}
	for len(acts) > 0 {
		select {
		case <-signals:
			if !i.handed.Load() {
				acts[0]()
				acts = acts[1:]
			}
		case <-i.over:
			return
		}
	}
}

// handOver lets Ctrl-C be the business of the program that run puts in fob's
// place. On Windows fob goes on beside it, and sees every Ctrl-C that a person
// types there: were these fob's, the second one would part the program from its
// terminal, and fob's code would hide the program's own.
func (i *interrupt) handOver(run execFunc) execFunc {
	return func(ctx context.Context, argv, env []string) (int, error) {
		if ctx.Err() == nil {
			i.handed.Store(true)
		}
		return run(ctx, argv, env)
	}
}

// execFunc is cli.Env's Exec.
type execFunc = func(ctx context.Context, argv, env []string) (exit int, err error)

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
