package ui

import (
	"bufio"
	"context"
	"io"
	"strings"
	"sync"
)

// lineReader reads answers, a line at a time. There is one for the whole run,
// so that lines which were piped or typed ahead stay for the next question.
//
// A read of a terminal cannot be called off, so a goroutine does it: when a
// question is interrupted, that goroutine and the line it waits for are left
// to the next question, or to the end of the program.
type lineReader struct {
	in    *bufio.Reader
	mu    sync.Mutex
	ready chan answer // holds the answer to the read under way; nil: none is
}

type answer struct {
	text string
	err  error
}

func newLineReader(in io.Reader) *lineReader { return &lineReader{in: bufio.NewReader(in)} }

// read returns the next line without its end. The last line may lack one; the
// error after it is io.EOF. When ctx ends first, it returns ctx's error.
func (r *lineReader) read(ctx context.Context) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ready == nil {
		ready := make(chan answer, 1)
		r.ready = ready
		go func() {
			text, err := r.in.ReadString('\n')
			if err == io.EOF && text != "" {
				err = nil
			}
			ready <- answer{strings.TrimRight(text, "\r\n"), err}
		}()
	}
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case a := <-r.ready:
		r.ready = nil
		return a.text, a.err
	}
}
