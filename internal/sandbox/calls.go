package sandbox

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"sync"

	"github.com/fobcli/fob/internal/sandbox/faults"
)

// Calls counts the calls of one operation.
type Calls struct {
	Total  int            `json:"total"`
	Peak   int            `json:"peak"`             // the most that ran at the same time
	Faults map[string]int `json:"faults,omitempty"` // how many of them got which fault
}

// meter counts calls per operation, lets faults have their share of them, and
// tells the log what a request was. CreateToken is counted once as a whole and
// once by its grant, such as CreateToken/refresh_token.
type meter struct {
	faults *faults.Engine

	mu      sync.Mutex
	calls   map[string]Calls
	running map[string]int
}

func newMeter(f *faults.Engine) *meter {
	return &meter{faults: f, calls: map[string]Calls{}, running: map[string]int{}}
}

// noteKey finds the place, in a request's context, for what became of it.
type noteKey struct{}

// note is what the log tells of a request besides its answer.
type note struct {
	operation string // its name; before that is known, method and path
	fault     string // the faults that it got
}

func noted(r *http.Request, n *note) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), noteKey{}, n))
}

// Begin makes meter each room's Meter. A call is counted, with its fault,
// before the fault makes it wait.
func (m *meter) Begin(r *http.Request, names ...string) (end func(), err error) {
	plan := m.faults.Plan(r, names...)
	var kinds []string
	for _, k := range plan.Kinds {
		kinds = append(kinds, string(k))
	}
	if n, ok := r.Context().Value(noteKey{}).(*note); ok {
		n.operation, n.fault = names[len(names)-1], strings.Join(kinds, ", ")
	}
	m.count(names, kinds)
	return func() { m.end(names) }, plan.Start(r.Context())
}

func (m *meter) count(names, kinds []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, name := range names {
		m.running[name]++
		c := m.calls[name]
		c.Total++
		c.Peak = max(c.Peak, m.running[name])
		for _, k := range kinds {
			if c.Faults == nil {
				c.Faults = map[string]int{}
			}
			c.Faults[k]++
		}
		m.calls[name] = c
	}
}

func (m *meter) end(names []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, name := range names {
		m.running[name]--
	}
}

func (m *meter) snapshot() map[string]Calls {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := maps.Clone(m.calls)
	for name, c := range all {
		c.Faults = maps.Clone(c.Faults)
		all[name] = c
	}
	return all
}

// reset forgets the counts. Calls that are running still count for the peak of
// those that come.
func (m *meter) reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls = map[string]Calls{}
}
