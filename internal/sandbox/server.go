package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/faults"
	"github.com/fobcli/fob/internal/sandbox/oidc"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandbox/sts"
)

// Server is a running sandbox. All methods are safe for use by many goroutines.
type Server struct {
	org           *org.Organisation
	addr          string // host:port that it listens on
	clock         *clock
	secrets       *secrets
	faults        *faults.Engine
	meter         *meter
	absent        *absent
	sessions      *sessions
	vault         *vault
	oidc          *oidc.Handler
	sts           *sts.Handler
	controlSecret ident.Secret

	http   *http.Server
	unused unused
	served chan error // gets Serve's error, once
	close  func() error
}

// New starts a sandbox; it serves until Close.
//
// Errors: ErrNotLoopback for an address that others could reach; otherwise an
// address that is taken, or a key file that cannot be used.
func New(c Config) (*Server, error) {
	key, err := loadKey(c.KeyFile)
	if err != nil {
		return nil, err
	}
	l, err := listen(c.Addr)
	if err != nil {
		return nil, err
	}
	s, err := build(c, key, l.Addr().String())
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	go func() { s.served <- s.http.Serve(l) }()
	return s, nil
}

// build makes a sandbox for an address that it does not listen on yet.
func build(c Config, key []byte, addr string) (*Server, error) {
	s := assemble(c, key, addr)
	if err := s.configure(c); err != nil {
		return nil, err
	}
	h, err := s.handler(key)
	if err != nil {
		return nil, fmt.Errorf("prepare the sandbox: %w", err)
	}
	log := &callLog{out: c.Log, now: s.clock.real}
	if log.out == nil {
		log.out = io.Discard
	}
	s.http = &http.Server{
		Handler: log.wrap(cutSlowBodies(s.faults.Wrap(ownHost(s.addr, h)))), ErrorLog: log.faults(), ReadHeaderTimeout: 10 * time.Second,
		ConnState: s.unused.track,
	}
	s.close = sync.OnceValue(s.shutdown)
	return s, nil
}

// assemble makes what the services share.
func assemble(c Config, key []byte, addr string) *Server {
	s := &Server{
		org: c.Org, addr: addr, clock: newClock(c.Now), secrets: &secrets{record: c.RecordSecrets},
		controlSecret: ident.Secret(randomText(24)), served: make(chan error, 1),
	}
	if s.org == nil {
		s.org = org.Default()
	}
	s.faults = faults.New(s.clock.Now, s.clock.real)
	s.meter = newMeter(s.faults)
	s.absent = newAbsent(c.Notices)
	s.secrets.keep(s.controlSecret)
	s.sessions = newSessions(s.org, s.clock, s.secrets.keep)
	s.vault = newVault(s.org, s.clock, key, s.secrets.keep)
	return s
}

// configure sets what can be changed later: the organisation's faults and
// rotation first, then those of the configuration.
func (s *Server) configure(c Config) error {
	for _, f := range append(slices.Clone(s.org.Faults), c.Faults...) {
		if _, err := s.faults.Add(f); err != nil {
			return fmt.Errorf("set a fault: %w", err)
		}
	}
	if c.Rotation == "" {
		return nil
	}
	return s.SetRotation(c.Rotation)
}

// URL is the one origin of all services, such as http://127.0.0.1:40111,
// without a slash at its end.
func (s *Server) URL() string { return "http://" + s.addr }

// Org is whom and what the sandbox knows.
func (s *Server) Org() *org.Organisation { return s.org }

// Close ends the sandbox. It waits a second for the calls that it is
// answering, then cuts them off. A second Close does nothing.
func (s *Server) Close() error { return s.close() }

func (s *Server) shutdown() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s.unused.close()
	s.faults.Close()
	if err := s.http.Shutdown(ctx); err != nil {
		_ = s.http.Close()
	}
	if err := <-s.served; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// Advance makes all that was issued older by d, which must not be negative,
// and returns the total so far. Sessions, tokens, codes, registrations and
// keys expire as if the time had passed. What is issued afterwards lasts as
// long as ever, and the Date header and the check of signatures stay on real
// time: a client's own clock has not moved.
func (s *Server) Advance(d time.Duration) (total time.Duration) { return s.clock.advance(d) }

// Calls returns the counts per operation since the start or ResetCalls.
func (s *Server) Calls() map[string]Calls { return s.meter.snapshot() }

// ResetCalls sets all counts to zero.
func (s *Server) ResetCalls() { s.meter.reset() }

// EndSessions ends all sessions of a user (an empty name: of everyone) as an
// administrator would, at once, and returns how many there were. Role
// credentials that were issued live on.
func (s *Server) EndSessions(user string) int { return s.sessions.endAll(user) }

// Sessions lists the sign-ins that are alive, the oldest first.
func (s *Server) Sessions() []Session { return s.sessions.list() }

// Secrets returns every token, code, secret and cookie that was ever issued,
// when Config.RecordSecrets is set. Access key ids and user codes are none:
// they are there to be shown.
func (s *Server) Secrets() []string { return s.secrets.all() }

// ControlURL is where the control API begins; it ends with a slash.
func (s *Server) ControlURL() string { return s.URL() + controlPath }

// ControlSecret is the bearer secret of the control API.
func (s *Server) ControlSecret() string { return s.controlSecret.Reveal() }
