package loopback

import (
	"context"
	"net"
	"sync"
	"time"
)

// maxConns is how many connections a server keeps. It is far below the 256
// descriptors that some systems give a program, and more than the programs
// that ask at once: an answer takes milliseconds.
const maxConns = 128

// youth is how long a new connection has to prove itself before it can be
// closed to make room: longer than an honest client takes to send a request,
// even on a busy machine, and short enough that a thousand silent connections
// delay that client by two seconds.
const youth = 250 * time.Millisecond

// limited is a listener that holds at most maxConns connections. When another
// one comes, it closes the oldest of those that have not proved anything, then
// the oldest idle one; it waits only while all of them are being answered.
type limited struct {
	net.Listener
	note   func(line string)
	closed chan struct{}
	once   sync.Once

	mu    sync.Mutex // guards the rest, and the fields of every conn
	conns map[*conn]bool
	ended bool          // no more connections are admitted
	freed chan struct{} // has one element when there may be room again
}

// conn is a connection to a server.
type conn struct {
	net.Conn
	from   *limited
	since  time.Time // it came; once it is proved, its last answer
	proved bool      // a request on it was entitled to an answer
	busy   bool      // such a request is under way
}

func limit(l net.Listener, note func(line string)) *limited {
	return &limited{Listener: l, note: note, closed: make(chan struct{}), conns: map[*conn]bool{}, freed: make(chan struct{}, 1)}
}

// Accept returns the next connection when there is room for it.
func (l *limited) Accept() (net.Conn, error) {
	for {
		accepted, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		c := &conn{Conn: accepted, from: l}
		if l.wait(c) {
			return c, nil
		}
		_ = accepted.Close() // nobody will read from it
	}
}

// wait waits for room for a connection; false when no more are admitted.
func (l *limited) wait(c *conn) bool {
	for {
		old, wait, ok := l.admit(c)
		if old != nil {
			_ = old.Conn.Close() // its goroutine finds out when it reads
			l.note("closed the connection from " + old.RemoteAddr().String() + " to make room for another")
		}
		if !ok || wait == 0 {
			return ok
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-l.freed:
		case <-l.closed:
		}
		timer.Stop()
	}
}

// admit adds a connection, in the place of an old one if need be, which is then
// to be closed. It returns how long to wait before trying again, 0 when the
// connection was added; ok is false when no more are admitted.
func (l *limited) admit(c *conn) (old *conn, wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return nil, 0, false
	}
	if len(l.conns) >= maxConns {
		old = l.oldest()
		if old == nil {
			return nil, idleTimeout, true // or until a request has been answered
		}
		if age := time.Since(old.since); age < youth {
			return nil, youth - age, true
		}
		delete(l.conns, old)
	}
	c.since = time.Now()
	l.conns[c] = true
	return old, 0, true
}

// oldest returns the connection to close first; nil when all are busy.
func (l *limited) oldest() *conn {
	var first *conn
	for c := range l.conns {
		switch {
		case c.busy:
		case first == nil, first.proved && !c.proved, first.proved == c.proved && c.since.Before(first.since):
			first = c
		}
	}
	return first
}

// drain admits no more connections and closes all that are not being answered.
func (l *limited) drain() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	l.free()
	for c := range l.conns {
		if !c.busy {
			delete(l.conns, c)
			_ = c.Conn.Close() // its goroutine finds out when it reads
		}
	}
}

// Close stops listening.
func (l *limited) Close() error {
	l.mu.Lock()
	l.ended = true
	l.mu.Unlock()
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// Close closes the connection and makes room for another.
func (c *conn) Close() error {
	c.from.mu.Lock()
	delete(c.from.conns, c)
	c.from.mu.Unlock()
	c.from.free()
	return c.Conn.Close()
}

// CloseWrite lets the other side read the end of an answer at once; net/http
// looks for this method.
func (c *conn) CloseWrite() error {
	if w, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return w.CloseWrite()
	}
	return nil
}

// free wakes up Accept.
func (l *limited) free() {
	select {
	case l.freed <- struct{}{}:
	default: // it is about to wake up
	}
}

// settle notes that a request has been answered. A stranger grows no younger
// by asking again.
func (c *conn) settle() {
	c.from.mu.Lock()
	if c.busy {
		c.busy, c.since = false, time.Now()
	}
	c.from.mu.Unlock()
	c.from.free()
}

type (
	connKey  struct{}
	proofKey struct{}
)

func withConn(ctx context.Context, c net.Conn) context.Context {
	ctx = context.WithValue(ctx, connKey{}, c)
	return OnProof(ctx, connOf(ctx).prove)
}

func connOf(ctx context.Context) *conn {
	c, _ := ctx.Value(connKey{}).(*conn)
	return c
}

// prove notes that a request that may have an answer is under way.
func (c *conn) prove() {
	c.from.mu.Lock()
	defer c.from.mu.Unlock()
	c.proved, c.busy = true, true
}

// Prove tells the server that the request with this context may have an
// answer, so its connection is not closed to make room for others before the
// handler returns.
func Prove(ctx context.Context) {
	if f, ok := ctx.Value(proofKey{}).(func()); ok {
		f()
	}
}

// OnProof returns a context in which Prove calls f. A handler's test sees by it
// which requests are proved.
func OnProof(ctx context.Context, f func()) context.Context {
	return context.WithValue(ctx, proofKey{}, f)
}
