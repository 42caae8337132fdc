//go:build unix

// Package ptytest plays the person at a terminal, for tests: what a program
// draws is on the screen, what the person types goes to the program.
package ptytest

import (
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
)

// The keys that are no letters, as xterm sends them.
const (
	Up        = "\x1b[A"
	Down      = "\x1b[B"
	PageDown  = "\x1b[6~"
	Home, End = "\x1b[H", "\x1b[F"
	Enter     = "\r"
	Escape    = "\x1b"
	Backspace = "\x7f"
	CtrlC     = "\x03"
	Tab       = "\t"
)

// patience is how long a test waits for what never comes.
const patience = 20 * time.Second

// Screen is a pseudo-terminal. Its methods end the test when they fail.
type Screen struct {
	// TTY is the program's side: its stdin, stdout and stderr.
	TTY *os.File

	t       testing.TB
	person  *os.File
	changed chan struct{}
	mu      sync.Mutex
	term    vt10x.Terminal
	written strings.Builder
}

// New makes a screen for one test, and skips the test where there are no
// pseudo-terminals.
func New(t testing.TB, columns, rows int) *Screen {
	t.Helper()
	person, tty, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	if err := pty.Setsize(tty, &pty.Winsize{Cols: uint16(columns), Rows: uint16(rows)}); err != nil {
		t.Fatal(err)
	}
	s := &Screen{TTY: tty, t: t, person: person, changed: make(chan struct{}, 1), term: vt10x.New(vt10x.WithSize(columns, rows))}
	done := make(chan struct{})
	go s.watch(done)
	t.Cleanup(func() {
		_, _ = person.WriteString(Enter) // whoever still reads a line gets one, and lets go
		_ = tty.Close()
		_ = person.Close()
		<-done
	})
	return s
}

func (s *Screen) watch(done chan<- struct{}) {
	defer close(done)
	buf := make([]byte, 4096)
	for {
		n, err := s.person.Read(buf)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.written.Write(buf[:n])
		_, _ = s.term.Write(buf[:n])
		s.mu.Unlock()
		select {
		case s.changed <- struct{}{}:
		default:
		}
	}
}

// Text is the screen as a person reads it: lines without trailing blanks.
func (s *Screen) Text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := strings.Split(s.term.String(), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// Raw is every byte that was ever written to the screen.
func (s *Screen) Raw() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.written.String()
}

// WaitFor waits until the screen, or all that was written, satisfies ok.
func (s *Screen) WaitFor(what string, ok func() bool) {
	s.t.Helper()
	if !s.comes(ok) {
		s.t.Fatalf("never saw %s; the screen is:\n%s\nwritten: %q", what, s.Text(), s.Raw())
	}
}

// comes waits until ok holds; it is false when that takes forever.
func (s *Screen) comes(ok func() bool) bool {
	deadline := time.After(patience)
	for !ok() {
		select {
		case <-s.changed:
		case <-deadline:
			return false
		}
	}
	return true
}

// Shows is See for who knows what to do when part never comes.
func (s *Screen) Shows(part string) bool {
	part = strings.TrimRight(part, " ")
	return s.comes(func() bool { return strings.Contains(s.Text()+"\n", part) })
}

// See waits until part is on the screen; blanks at its end do not show.
func (s *Screen) See(part string) {
	s.t.Helper()
	part = strings.TrimRight(part, " ")
	s.WaitFor("“"+part+"”", func() bool { return strings.Contains(s.Text()+"\n", part) })
}

// Type presses keys.
func (s *Screen) Type(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		if _, err := s.person.WriteString(k); err != nil {
			s.t.Fatal(err)
		}
	}
}
