package ui

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"
)

// escapeWait is how long the bytes of one key may be apart: after it, Escape
// alone is the Escape key.
const escapeWait = 50 * time.Millisecond

// input reads what the person types, as keys or as lines. There is one for the
// whole run, so that whatever was piped, pasted or typed ahead stays for the
// next question.
//
// A read of a terminal cannot be called off, so a goroutine does it, one read
// at a time and only when a question needs more: no other program's input is
// ever taken. When a question is interrupted, the read under way is left to the
// next question, or to the end of the program. Questions are asked one at a
// time, so nothing here is locked.
type input struct {
	in    io.Reader
	buf   []byte
	ready chan chunk // gets the read that is under way; nil: none is
}

type chunk struct {
	data []byte
	err  error
}

// more waits for more bytes, at most for wait unless that is 0. It reports
// whether it got any.
func (i *input) more(ctx context.Context, wait time.Duration) (bool, error) {
	if i.ready == nil {
		ready := make(chan chunk, 1)
		i.ready = ready
		go func() {
			data := make([]byte, 4096)
			n, err := i.in.Read(data)
			ready <- chunk{data[:n], err}
		}()
	}
	var late <-chan time.Time
	if wait > 0 {
		t := time.NewTimer(wait)
		defer t.Stop()
		late = t.C
	}
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-late:
		return false, nil
	case c := <-i.ready:
		i.ready = nil
		i.buf = append(i.buf, c.data...)
		if len(c.data) > 0 {
			return true, nil // an error comes again with the next read
		}
		return false, c.err
	}
}

// key returns the next key. Its error is io.EOF when there is no more input,
// and ctx's when that ends first.
func (i *input) key(ctx context.Context) (key, error) {
	last := false
	for {
		if len(i.buf) > 0 {
			if k, n := decode(i.buf, last); n > 0 {
				i.buf = i.buf[n:]
				return k, nil
			}
		}
		wait := time.Duration(0)
		if len(i.buf) > 0 {
			wait = escapeWait
		}
		got, err := i.more(ctx, wait)
		if err != nil {
			return key{}, err
		}
		last = !got
	}
}

// pending reports whether keys are there already.
func (i *input) pending() bool { return len(i.buf) > 0 }

// line returns the next line without its end. The last line may lack one; the
// error after it is io.EOF.
func (i *input) line(ctx context.Context) (string, error) {
	for {
		if end := bytes.IndexByte(i.buf, '\n'); end >= 0 {
			text := string(i.buf[:end])
			i.buf = i.buf[end+1:]
			return strings.TrimSuffix(text, "\r"), nil
		}
		if _, err := i.more(ctx, 0); err != nil {
			if err == io.EOF && len(i.buf) > 0 {
				text := string(i.buf)
				i.buf = nil
				return text, nil
			}
			return "", err
		}
	}
}
