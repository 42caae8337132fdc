package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Stream is stdout or stderr. Whatever is written to it is escaped as by Text,
// so text from outside needs no care where it is printed; Styled, Exact and Raw
// are the ways past that. It remembers the first write that failed, so no
// caller has to look. It is safe for use by many goroutines.
type Stream struct {
	// OnTerminal reports whether the stream is a terminal; nil means no.
	OnTerminal func() bool
	// Usable is asked before the first write; its error is then the result of
	// every write. nil means that the stream can be used.
	Usable func() error

	mu     sync.Mutex
	under  io.Writer
	buffer *bufio.Writer // nil: each write goes out at once
	asked  bool
	err    error
}

// New returns a stream over w.
func New(w io.Writer) *Stream { return &Stream{under: w} }

// Style is a look of text on a terminal: the parameters of an SGR sequence.
type Style string

// The few looks there are. Each stands beside a mark or a word that says the
// same, since colour is never the only carrier.
const (
	Bold   Style = "1"
	Faint  Style = "2"
	Accent Style = "1;36" // bold cyan: the row under the cursor
	Alarm  Style = "31"   // red: what is wrong with an answer
)

// Of returns text in this look. It does not escape the text.
func (s Style) Of(text string) string {
	if text == "" {
		return ""
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[m"
}

// WriteError is the error of a stream that cannot be written.
type WriteError struct{ Err error }

// Error says why the stream cannot be written.
func (e *WriteError) Error() string { return "write the output: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// Write writes p, escaped as by Text. A character must not be spread over two
// writes. Its error is a *WriteError.
func (s *Stream) Write(p []byte) (int, error) {
	text := string(p)
	if unsafeAt(text, inText) < len(text) {
		return len(p), s.write([]byte(Text(text)))
	}
	return len(p), s.write(p)
}

// Styled writes text, escaped as by Text, in a look. Whether the terminal
// shows looks is for the caller to know.
func (s *Stream) Styled(look Style, text string) error {
	return s.write([]byte(look.Of(Text(text))))
}

// Exact returns a writer for what programs read: values, lines of a shell,
// answers to a hook. It writes bytes as they are, and escapes them as by Text
// where a person sees them, on a terminal.
func (s *Stream) Exact() io.Writer {
	if s.OnTerminal != nil && s.OnTerminal() {
		return s
	}
	return s.Raw()
}

// Raw returns a writer that never escapes: for text without anything from
// outside in it, or where that is escaped already, and for what other programs
// write.
func (s *Stream) Raw() io.Writer { return raw{s} }

type raw struct{ *Stream }

func (r raw) Write(p []byte) (int, error) { return len(p), r.write(p) }

// Buffered runs write, and holds back what is written meanwhile until it ends.
// When it fails, what is still held is dropped.
func (s *Stream) Buffered(write func() error) error {
	s.mu.Lock()
	s.buffer = bufio.NewWriterSize(s.under, 64<<10)
	s.mu.Unlock()
	err := write()
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.buffer
	s.buffer = nil
	if err != nil {
		return err
	}
	if b.Buffered() > 0 {
		s.keep(b.Flush())
	}
	return s.err
}

func (s *Stream) write(p []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.asked {
		s.asked = true
		if s.Usable != nil {
			s.keep(s.Usable())
		}
	}
	if s.err != nil || len(p) == 0 {
		return s.err
	}
	w := s.under
	if s.buffer != nil {
		w = s.buffer
	}
	n, err := w.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	s.keep(err)
	return s.err
}

// keep remembers the first error.
func (s *Stream) keep(err error) {
	if err == nil || s.err != nil {
		return
	}
	if w, ok := errors.AsType[*WriteError](err); ok {
		s.err = w
		return
	}
	s.err = &WriteError{err}
}

// Err returns the first error of a write; nil when all was written.
func (s *Stream) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Under returns what the stream writes to.
func (s *Stream) Under() io.Writer { return s.under }

// JSON writes doc as JSON with a line end, leaving <, > and & as they are: the
// reader is a person or jq, not a web page. What could steer a terminal becomes
// a \u escape.
func (s *Stream) JSON(doc any, indent string) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("encode the answer as JSON: %w", err)
	}
	return s.write(JSON(b.Bytes()))
}
