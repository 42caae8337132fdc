package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// prompt is one question being asked: a little machine without a terminal, so
// that it is tested without one.
type prompt interface {
	take(k key)
	// frame draws the question for a screen of that size; once it has ended,
	// what stays on the screen.
	frame(columns, rows int) frame
	ended() bool
}

// frame is what a question shows: lines without their ends, each shorter than
// the screen is wide, and where the cursor stands.
type frame struct {
	lines []shown
	x, y  int
}

// run asks one question. It returns context.Canceled when the person pressed
// Ctrl-C, and ctx's own error when ctx ended first.
func (t *Terminal) run(ctx context.Context, p prompt) error {
	restore, err := t.raw()
	if err != nil {
		return err
	}
	defer restore()
	c := canvas{out: t.err}
	for {
		if !t.input.pending() || p.ended() {
			if err := c.draw(p.frame(t.size())); err != nil {
				return fmt.Errorf("draw on the terminal: %w", err)
			}
		}
		if p.ended() {
			return c.end()
		}
		k, err := t.input.key(ctx)
		switch {
		case errors.Is(err, io.EOF):
			c.abandon()
			return inputEnded(err)
		case err != nil:
			c.abandon()
			return err
		case k.name == "ctrl+c" || k.name == "ctrl+d":
			c.abandon()
			return context.Canceled
		case k.name == "ctrl+z" && canSuspend:
			c.abandon()
			restore()
			suspend()
			if restore, err = t.raw(); err != nil {
				return err
			}
			c = canvas{out: t.err}
		default:
			p.take(k)
		}
	}
}

// raw lets every key through as it is pressed. restore gives the terminal back
// as it was; it may be called twice.
func (t *Terminal) raw() (restore func(), err error) {
	fd := int(t.in.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return nil, fmt.Errorf("read the terminal key by key: %w", err)
	}
	_, _ = t.err.WriteString(pasteOn) // a terminal that is gone shows with the next frame
	return func() {
		_, _ = t.err.WriteString(pasteOff)
		_ = term.Restore(fd, before)
	}, nil
}

// size is the screen's, in columns and rows.
func (t *Terminal) size() (columns, rows int) {
	columns, rows, err := term.GetSize(int(t.err.Fd()))
	if err != nil || columns <= 0 || rows <= 0 {
		return defaultWidth, 24
	}
	return columns, rows
}

// The sequences that are written. Nothing is ever asked of the terminal: an
// answer that comes late would end up in the person's shell.
const (
	pasteOn    = "\x1b[?2004h" // pasted text comes in brackets
	pasteOff   = "\x1b[?2004l"
	cursorHide = "\x1b[?25l"
	cursorShow = "\x1b[?25h"
	eraseBelow = "\r\x1b[J" // from the start of this line
)

// canvas is the part of the screen that a question redraws.
type canvas struct {
	out  *os.File
	last frame
}

// draw replaces the last frame.
func (c *canvas) draw(f frame) error {
	b := append([]byte(nil), cursorHide...)
	b = append(b, c.toTop()...)
	b = append(b, eraseBelow...)
	for i, l := range f.lines {
		if i > 0 {
			b = append(b, "\r\n"...)
		}
		b = append(b, l...)
	}
	if up := len(f.lines) - 1 - f.y; up > 0 {
		b = fmt.Appendf(b, "\x1b[%dA", up)
	}
	b = append(b, '\r')
	if f.x > 0 {
		b = fmt.Appendf(b, "\x1b[%dC", f.x)
	}
	b = append(b, cursorShow...)
	c.last = f
	_, err := c.out.Write(b)
	return err
}

func (c *canvas) toTop() string {
	if c.last.y == 0 {
		return ""
	}
	return fmt.Sprintf("\x1b[%dA", c.last.y)
}

// end leaves the last frame standing and goes to the line below it.
func (c *canvas) end() error {
	if len(c.last.lines) == 0 {
		return nil
	}
	_, err := c.out.WriteString("\r\n")
	return err
}

// abandon leaves the first line of the last frame alone, and goes below it.
func (c *canvas) abandon() {
	f := frame{x: c.last.x}
	if len(c.last.lines) > 0 {
		f.lines = c.last.lines[:1]
	}
	if c.draw(f) == nil {
		_ = c.end() // the question is over whatever can still be shown
	}
}
