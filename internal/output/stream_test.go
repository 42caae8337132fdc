package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"syscall"
	"testing"
)

const hostile = "a\x1b[2J\u202e\n"

func TestWaysToWriteToAStream(t *testing.T) {
	escapedText, look := `a\x1b[2J\u202e`+"\n", "\x1b[1m"+`a\x1b[2J\u202e`+"\n\x1b[m"
	for name, tc := range map[string]struct {
		write    func(*Stream) error
		pipe     string
		terminal string
	}{
		"by fmt": {func(s *Stream) error { _, err := fmt.Fprint(s, hostile); return err }, escapedText, escapedText},
		"styled": {func(s *Stream) error { return s.Styled(Bold, hostile) }, look, look},
		"exact":  {func(s *Stream) error { _, err := io.WriteString(s.Exact(), hostile); return err }, hostile, escapedText},
		"raw":    {func(s *Stream) error { _, err := io.WriteString(s.Raw(), hostile); return err }, hostile, hostile},
	} {
		t.Run(name, func(t *testing.T) {
			for _, terminal := range []bool{false, true} {
				var b bytes.Buffer
				s := New(&b)
				s.OnTerminal = func() bool { return terminal }
				if err := tc.write(s); err != nil {
					t.Fatal(err)
				}
				want := tc.pipe
				if terminal {
					want = tc.terminal
				}
				if b.String() != want {
					t.Errorf("terminal %v: wrote %q, want %q", terminal, b.String(), want)
				}
			}
		})
	}
}

func TestWriteReportsTheBytesItWasGiven(t *testing.T) {
	s := New(io.Discard)
	for _, w := range []io.Writer{s, s.Exact(), s.Raw()} {
		if n, err := w.Write([]byte(hostile)); n != len(hostile) || err != nil {
			t.Errorf("%T: wrote %d, %v", w, n, err)
		}
	}
}

// after fails once it has taken some bytes.
type after struct {
	n     int
	err   error
	calls int
}

func (a *after) Write(p []byte) (int, error) {
	a.calls++
	if a.n -= len(p); a.n < 0 {
		return 0, a.err
	}
	return len(p), nil
}

func TestAStreamRemembersTheFirstError(t *testing.T) {
	for name, write := range map[string]func(*Stream) error{
		"a write":  func(s *Stream) error { _, err := io.WriteString(s, "text"); return err },
		"styled":   func(s *Stream) error { return s.Styled(Faint, "text") },
		"exact":    func(s *Stream) error { _, err := io.WriteString(s.Exact(), "text"); return err },
		"raw":      func(s *Stream) error { _, err := io.WriteString(s.Raw(), "text"); return err },
		"buffered": func(s *Stream) error { return s.Buffered(func() error { fmt.Fprint(s, "text"); return nil }) },
		"buffered, large": func(s *Stream) error {
			return s.Buffered(func() error { fmt.Fprint(s, strings.Repeat("x", 1<<17)); return nil })
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := &after{n: 3, err: syscall.ENOSPC}
			s := New(w)
			fmt.Fprint(s, "abc")
			if s.Err() != nil {
				t.Fatal(s.Err())
			}
			err := write(s)
			for _, err := range []error{err, s.Err()} {
				if _, ok := errors.AsType[*WriteError](err); !ok || !errors.Is(err, syscall.ENOSPC) {
					t.Errorf("the error is %v", err)
				}
			}
			w.err = syscall.EIO
			calls := w.calls
			fmt.Fprint(s, "more")
			if !errors.Is(s.Err(), syscall.ENOSPC) || w.calls != calls {
				t.Errorf("after an error it wrote on: %v", s.Err())
			}
		})
	}
}

func TestAStreamThatCannotBeUsed(t *testing.T) {
	var b bytes.Buffer
	s, asked := New(&b), 0
	s.Usable = func() error { asked++; return syscall.EBADF }
	if s.Err() != nil || asked != 0 {
		t.Error("asked before anything was written")
	}
	fmt.Fprint(s, "text")
	fmt.Fprint(s, "text")
	if !errors.Is(s.Err(), syscall.EBADF) || b.Len() > 0 || asked != 1 {
		t.Errorf("error %v, asked %d times, wrote %q", s.Err(), asked, b.String())
	}
	if err := s.Buffered(func() error { fmt.Fprint(s, "text"); return nil }); !errors.Is(err, syscall.EBADF) {
		t.Errorf("buffered: %v", err)
	}
}

func TestShortWritesAreErrors(t *testing.T) {
	s := New(short{})
	fmt.Fprint(s, "text")
	if !errors.Is(s.Err(), io.ErrShortWrite) {
		t.Error(s.Err())
	}
}

type short struct{}

func (short) Write(p []byte) (int, error) { return len(p) - 1, nil }

func TestBufferedOutputGoesOutAtOnce(t *testing.T) {
	w := &after{n: 1 << 20}
	s := New(w)
	err := s.Buffered(func() error {
		for range 100 {
			fmt.Fprintln(s, "line")
		}
		return nil
	})
	if err != nil || w.calls != 1 {
		t.Errorf("%d writes, %v", w.calls, err)
	}
	failed := errors.New("no")
	if err := s.Buffered(func() error { fmt.Fprintln(s, "half an answer"); return failed }); err != failed || w.calls != 1 {
		t.Errorf("%d writes, %v", w.calls, err)
	}
	fmt.Fprintln(s, "line")
	if w.calls != 2 {
		t.Error("still buffered")
	}
}

func TestManyGoroutinesShareAStream(t *testing.T) {
	var b bytes.Buffer
	s := New(&b)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				fmt.Fprintf(s, "%s\n", "one whole line")
			}
		})
	}
	all.Wait()
	if b.String() != strings.Repeat("one whole line\n", 800) {
		t.Error("lines are mixed")
	}
}

func TestJSONIsForPeopleAndProgramsNotForWebPages(t *testing.T) {
	var b bytes.Buffer
	if err := New(&b).JSON(map[string]string{"a": "<&>é\u009b"}, "  "); err != nil {
		t.Fatal(err)
	}
	if want := "{\n  \"a\": \"<&>é\\u009b\"\n}\n"; b.String() != want {
		t.Errorf("got %q", b.String())
	}
}
