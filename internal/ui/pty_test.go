//go:build unix

package ui

import (
	"context"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/ui/ptytest"
)

func terminalOn(s *ptytest.Screen, vars map[string]string, plain bool) *Terminal {
	if vars == nil {
		vars = map[string]string{"TERM": "xterm-256color"}
	}
	return New(World{In: s.TTY, Out: s.TTY, Err: s.TTY, Environ: paths.FromMap("linux", vars), Plain: plain})
}

// result is what a question gave.
type result[T any] struct {
	value T
	err   error
}

// ask runs a question while the test plays the person.
func ask[T any](f func(context.Context) (T, error)) <-chan result[T] {
	done := make(chan result[T], 1)
	go func() {
		v, err := f(context.Background())
		done <- result[T]{v, err}
	}()
	return done
}

func answerOf[T any](t *testing.T, done <-chan result[T]) (T, error) {
	t.Helper()
	select {
	case r := <-done:
		return r.value, r.err
	case <-time.After(10 * time.Second):
		t.Fatal("the question never ended")
		panic("unreachable")
	}
}
