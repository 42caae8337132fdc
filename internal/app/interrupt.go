package app

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"time"
)

// interrupt is a context that ends with the first Ctrl-C, so that a command can
// put the terminal and its files in order; a second Ctrl-C ends the program
// whatever it does.
//
// It begins to listen when somebody first asks whether it has ended: listening
// costs a thread, which a `fob credential-process` that finds all it needs in
// the cache never pays for. Until then Ctrl-C ends the program at once, as it
// does every program that does not listen.
type interrupt struct {
	once sync.Once
	ctx  context.Context // nil until somebody listens
	stop context.CancelFunc
}

func (i *interrupt) listen() context.Context {
	i.once.Do(func() {
		i.ctx, i.stop = signal.NotifyContext(context.Background(), os.Interrupt)
		context.AfterFunc(i.ctx, i.stop)
	})
	return i.ctx
}

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

// end stops listening.
func (i *interrupt) end() {
	if i.stop != nil {
		i.stop()
	}
}
