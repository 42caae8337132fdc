package fob

import (
	"context"
	"sync"
)

// flight lets all who ask for the same thing at once wait for one answer.
type flight[T any] struct {
	mu  sync.Mutex
	now *asking[T] // the question under way; nil when there is none
}

// asking is one question, for whose answer some wait.
type asking[T any] struct {
	waiting int // guarded by the flight's mu
	cancel  context.CancelFunc
	done    chan struct{} // closed once got and err stand
	got     T
	err     error
}

// do returns what ask finds: asked now, or by the question under way. A caller
// whose ctx ends goes away alone; with the last of them the question ends.
func (f *flight[T]) do(ctx context.Context, ask func(context.Context) (T, error)) (got T, err error) {
	if err := ctx.Err(); err != nil {
		return got, err
	}
	a := f.join(ctx, ask)
	select {
	case <-a.done:
		return a.got, a.err
	case <-ctx.Done():
	}
	if f.leave(a) {
		a.cancel()
		<-a.done // nothing goes on behind the back of a program
	}
	return got, ctx.Err()
}

func (f *flight[T]) join(ctx context.Context, ask func(context.Context) (T, error)) *asking[T] {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now != nil {
		f.now.waiting++
		return f.now
	}
	// Not by this caller's end: others may be waiting when it comes.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	a := &asking[T]{waiting: 1, cancel: cancel, done: make(chan struct{})}
	f.now = a
	go func() {
		defer cancel()
		defer close(a.done)
		a.got, a.err = ask(ctx)
		f.forget(a)
	}()
	return a
}

// leave reports whether nobody waits any more; whoever comes now asks anew.
func (f *flight[T]) leave(a *asking[T]) (last bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a.waiting--
	if a.waiting == 0 && f.now == a {
		f.now = nil
	}
	return a.waiting == 0
}

func (f *flight[T]) forget(a *asking[T]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now == a {
		f.now = nil
	}
}
