// Package loopback runs an HTTP server for programs on this machine.
//
// Every local process and every web page in a browser here can reach such a
// server, so it is built to be left alone by them: it listens on 127.0.0.1
// only, gives a request two seconds to arrive, keeps a fixed number of
// connections, and closes the idle ones of strangers when others need room.
// What it has to say about malformed requests goes to the caller's log, never
// to stderr. It never decides who is answered: handlers do, and tell it with
// Prove.
package loopback

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Limits of a server. The clients are programs on this machine, which send a
// small request at once.
const (
	headerTimeout = 2 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 64 << 10 // bytes; a browser sends along the cookies of every server on 127.0.0.1
)

// Server is an HTTP server on 127.0.0.1. Its methods are safe for use by many
// goroutines.
type Server struct {
	http     http.Server
	listener *limited
	address  string
}

// Listen opens a port of 127.0.0.1; 0 means any free port. Requests are
// answered by h once Serve runs. note takes one line for each thing that went
// wrong with a connection: what a stranger sent may be in it. It is called by
// many goroutines; nil discards the lines. The error is the system's.
func Listen(port int, h http.Handler, note func(line string)) (*Server, error) {
	l, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	return newServer(l, h, note), nil
}

func newServer(l net.Listener, h http.Handler, note func(line string)) *Server {
	if note == nil {
		note = func(string) {}
	}
	s := &Server{listener: limit(l, note), address: l.Addr().String()}
	s.http = http.Server{
		Handler:           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { serve(h, w, r) }),
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          log.New(lines(note), "", 0),
		ConnContext:       withConn,
	}
	return s
}

// lines passes each line that is written to a function.
type lines func(line string)

func (f lines) Write(p []byte) (int, error) {
	f(strings.TrimSuffix(string(p), "\n"))
	return len(p), nil
}

// serve answers one request. Nothing that is asked for here takes a body, so
// none is waited for: its sender would decide how long.
func serve(h http.Handler, w http.ResponseWriter, r *http.Request) {
	if c := connOf(r.Context()); c != nil {
		defer c.settle()
	}
	if r.ContentLength != 0 {
		w.Header().Set("Connection", "close")
		_ = http.NewResponseController(w).SetReadDeadline(time.Unix(1, 0)) // a connection without deadlines is closed soon, too
	}
	h.ServeHTTP(w, r)
}

// Address returns where the server listens: "127.0.0.1:41234".
func (s *Server) Address() string { return s.address }

// KeepAlive sets whether a connection is kept for the next request, which is
// the default.
func (s *Server) KeepAlive(on bool) { s.http.SetKeepAlivesEnabled(on) }

// Serve answers requests until Close or Shutdown, and then returns nil. It is
// called once.
func (s *Server) Serve() error {
	err := s.http.Serve(s.listener)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve requests on %s: %w", s.address, err)
}

// Shutdown stops listening and waits until the requests under way that have
// proved themselves are answered, or ctx ends. All other connections are closed
// at once: a stranger does not decide how long it takes.
func (s *Server) Shutdown(ctx context.Context) error {
	s.listener.drain()
	return s.http.Shutdown(ctx)
}

// Close stops the server at once. It also closes a listener that never served.
func (s *Server) Close() {
	_ = s.http.Close() // nothing depends on these connections any more
	_ = s.listener.Close()
}

// IsHost reports whether the Host header of a request names this machine, with
// any port, for a forwarded one differs. A page whose host name was made to
// point here (DNS rebinding) sends its own name.
func IsHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	return name == "127.0.0.1" || name == "localhost" || name == "::1" || name == "[::1]"
}
