package sandbox

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// The limits of what clients can make the sandbox remember: a path in a name may
// hold anything, such as the id of one object among millions.
const (
	maxAbsent     = 1000
	maxAbsentName = 100 // bytes
)

// moreAbsent is what calls are counted under once maxAbsent names are known.
const moreAbsent = "other:operations"

// absent are the operations that were called and that the sandbox does not
// have. It is safe for use by many goroutines.
type absent struct {
	out io.Writer // gets one line for each name

	mu     sync.Mutex
	warned map[string]bool // by name; false until Warn
}

func newAbsent(out io.Writer) *absent {
	if out == nil {
		out = io.Discard
	}
	return &absent{out: out, warned: map[string]bool{}}
}

// Name makes absent the Names of the packages that refuse operations.
func (a *absent) Name(service, operation string) string {
	name := printableName(service) + ":" + printableName(operation)
	if len(name) > maxAbsentName {
		name = name[:maxAbsentName]
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, known := a.warned[name]; !known {
		if len(a.warned) >= maxAbsent {
			return moreAbsent
		}
		a.warned[name] = false
	}
	return name
}

// Warn writes a line the first time that it is called with a name.
func (a *absent) Warn(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.warned[name] {
		return
	}
	a.warned[name] = true
	// Nothing can be done about a stream that cannot be written.
	_, _ = fmt.Fprintf(a.out, "fob-sandbox: %s is not implemented; the call got an error (not shown again)\n", name)
}

// printableName replaces everything but printable ASCII, which is all that names
// of services and operations, methods and encoded paths consist of: the text goes
// to a terminal.
func printableName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= ' ' && r < 0x7f {
			return r
		}
		return '?'
	}, s)
}
