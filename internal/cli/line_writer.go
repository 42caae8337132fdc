package cli

import (
	"bytes"
	"io"
	"sync"
)

// lineWriter passes on whole lines, each with a head before it. Several of
// them share a lock, so that the lines of several programs never mix. What it
// cannot pass on is dropped: whoever closed the pipe does not want it.
type lineWriter struct {
	w    io.Writer
	head string
	mu   *sync.Mutex
	rest []byte // the beginning of a line
}

func (l *lineWriter) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	if i := bytes.LastIndexByte(l.rest, '\n'); i >= 0 {
		l.pass(l.rest[:i+1])
		l.rest = append(l.rest[:0], l.rest[i+1:]...)
	}
	return len(p), nil
}

// end passes on a last line that was never ended.
func (l *lineWriter) end() {
	if len(l.rest) > 0 {
		l.pass(append(l.rest, '\n'))
		l.rest = nil
	}
}

func (l *lineWriter) pass(lines []byte) {
	var b bytes.Buffer
	for line := range bytes.Lines(lines) {
		b.WriteString(l.head)
		b.Write(line)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = l.w.Write(b.Bytes())
}
