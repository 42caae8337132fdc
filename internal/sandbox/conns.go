package sandbox

import (
	"net"
	"net/http"
	"sync"
)

// unused are the connections that no request came through yet. Browsers and
// Go's own transport open some in advance; http.Server.Shutdown would wait
// five seconds for each.
type unused struct {
	mu     sync.Mutex
	conns  map[net.Conn]bool
	closed bool
}

// track is an http.Server's ConnState.
func (u *unused) track(c net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if state != http.StateNew {
		delete(u.conns, c)
		return
	}
	if u.closed {
		_ = c.Close()
		return
	}
	if u.conns == nil {
		u.conns = map[net.Conn]bool{}
	}
	u.conns[c] = true
}

// close closes those that there are, and those that come.
func (u *unused) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.closed = true
	for c := range u.conns {
		_ = c.Close()
	}
}
