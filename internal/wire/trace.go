package wire

import (
	"io"
	"sync"
)

// Trace writes one line per attempt, for --debug. It is safe to paste: only
// what is known to be harmless is shown, never a token, code, secret or key.
// Safe for use by many goroutines.
type Trace struct {
	mu sync.Mutex
	w  io.Writer
}

// NewTrace returns a trace that writes to w.
func NewTrace(w io.Writer) *Trace { return &Trace{w: w} }
