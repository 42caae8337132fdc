//go:build unix

package ui

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"

	"github.com/fobcli/fob/internal/paths"
)

// screen is a pseudo-terminal with a person in front: what fob draws is on the
// screen, what the person types goes to it.
type screen struct {
	t        *testing.T
	master   *os.File
	slave    *os.File
	term     vt10x.Terminal
	mu       sync.Mutex
	changed  chan struct{}
	everSeen strings.Builder // all that was ever written, raw
}

func newScreen(t *testing.T, columns, rows int) *screen {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	if err := pty.Setsize(slave, &pty.Winsize{Cols: uint16(columns), Rows: uint16(rows)}); err != nil {
		t.Fatal(err)
	}
	s := &screen{t: t, master: master, slave: slave, changed: make(chan struct{}, 1)}
	s.term = vt10x.New(vt10x.WithSize(columns, rows))
	read := make(chan struct{})
	go func() {
		defer close(read)
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			if err != nil {
				return
			}
			s.mu.Lock()
			s.everSeen.Write(buf[:n])
			_, _ = s.term.Write(buf[:n])
			s.mu.Unlock()
			select {
			case s.changed <- struct{}{}:
			default:
			}
		}
	}()
	t.Cleanup(func() {
		s.keys(enter) // whoever still reads a line gets one, and lets go
		slave.Close()
		master.Close()
		<-read
	})
	return s
}

func (s *screen) terminal(vars map[string]string, plain bool) *Terminal {
	if vars == nil {
		vars = map[string]string{"TERM": "xterm-256color"}
	}
	return New(World{In: s.slave, Out: s.slave, Err: s.slave, Environ: paths.FromMap("linux", vars), Plain: plain})
}

// text is the screen as a person reads it: lines without trailing blanks.
func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, l := range strings.Split(s.term.String(), "\n") {
		lines = append(lines, strings.TrimRight(l, " "))
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

func (s *screen) raw() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.everSeen.String()
}

// waitFor waits until the screen satisfies ok.
func (s *screen) waitFor(what string, ok func(text string) bool) {
	s.t.Helper()
	deadline := time.After(10 * time.Second)
	for !ok(s.text()) {
		select {
		case <-s.changed:
		case <-deadline:
			s.t.Fatalf("never saw %s; the screen is:\n%s\nraw: %q", what, s.text(), s.raw())
		}
	}
}

func (s *screen) see(part string) {
	s.t.Helper()
	s.waitFor("“"+part+"”", func(text string) bool { return strings.Contains(text, part) })
}

func (s *screen) keys(k string) {
	s.t.Helper()
	if _, err := s.master.WriteString(k); err != nil {
		s.t.Fatal(err)
	}
}

const (
	up, down  = "\x1b[A", "\x1b[B"
	pageDown  = "\x1b[6~"
	home, end = "\x1b[H", "\x1b[F"
	enter     = "\r"
	escape    = "\x1b"
	ctrlC     = "\x03"
	tab       = "\t"
)

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
