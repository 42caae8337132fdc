package sandbox

import (
	"context"
	"maps"
	"net/http"
	"sync"
)

// Calls counts the calls of one operation.
type Calls struct {
	Total int `json:"total"`
	Peak  int `json:"peak"` // the most that ran at the same time
}

// meter counts calls per operation, and tells the log what a request was.
// CreateToken is counted once as a whole and once by its grant, such as
// CreateToken/refresh_token.
type meter struct {
	mu      sync.Mutex
	calls   map[string]Calls
	running map[string]int
}

func newMeter() *meter { return &meter{calls: map[string]Calls{}, running: map[string]int{}} }

// operationKey finds the place, in a request's context, for the name of what
// the request turned out to be.
type operationKey struct{}

// named gives a request a place for its operation's name.
func named(r *http.Request, name *string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), operationKey{}, name))
}

// Begin makes meter each room's Meter.
func (m *meter) Begin(r *http.Request, operation string) (end func()) {
	if name, ok := r.Context().Value(operationKey{}).(*string); ok {
		*name = operation
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.running[operation]++
	c := m.calls[operation]
	m.calls[operation] = Calls{Total: c.Total + 1, Peak: max(c.Peak, m.running[operation])}
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.running[operation]--
	}
}

func (m *meter) snapshot() map[string]Calls {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.calls)
}

// reset forgets the counts. Calls that are running still count for the peak of
// those that come.
func (m *meter) reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls = map[string]Calls{}
}
