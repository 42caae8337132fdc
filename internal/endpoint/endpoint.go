// Package endpoint serves credentials on this machine the way containers get
// theirs: at an address and with a token that AWS_CONTAINER_CREDENTIALS_FULL_URI
// and AWS_CONTAINER_AUTHORIZATION_TOKEN name, so that every SDK renews by
// itself for as long as the program runs.
//
// It never listens beyond the loopback interface and never answers without the
// token of the very profile that is asked for. It keeps what it hands out for
// a second, so that after a sign-out there is nothing to be had from it either.
//
// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
package endpoint

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/loopback"
)

// Source gives the credentials of a profile. It is called by many goroutines,
// but by one at a time for each profile.
type Source func(ctx context.Context, profile string) (ident.Credentials, error)

// Server hands out credentials. It is safe for use by many goroutines.
type Server struct {
	server *loopback.Server
	places map[string]*place // by path
	ctx    context.Context   // ends the calls of the source
	cancel context.CancelFunc
	asks   sync.WaitGroup // those calls
}

// Grant is what a program needs to know to get the credentials of a profile.
type Grant struct {
	URL   string       // AWS_CONTAINER_CREDENTIALS_FULL_URI
	Token ident.Secret // AWS_CONTAINER_AUTHORIZATION_TOKEN
}

// Options configure a Server.
type Options struct {
	Port     int // of the loopback interface; 0 means any free port
	Profiles []string
	Source   Source
	Now      func() time.Time
	// Note takes a line about a malformed request or a connection that was
	// closed, for a debug trace. What a stranger sent may be in it. Optional.
	Note func(line string)
}

// Listen opens the port. It answers nothing until Serve. The error is the
// system's.
func Listen(o Options) (*Server, error) {
	s := &Server{places: map[string]*place{}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	for _, name := range o.Profiles {
		s.places["/"+name] = &place{server: s, profile: name, token: newToken(), source: o.Source, now: o.Now}
	}
	var err error
	if s.server, err = loopback.Listen(o.Port, s, o.Note); err != nil {
		s.cancel()
		return nil, fmt.Errorf("listen for programs: %w", err)
	}
	return s, nil
}

// newToken makes 256 bits that nobody guesses.
func newToken() ident.Secret {
	var b [32]byte
	_, _ = rand.Read(b[:]) // it never fails: crypto/rand
	return ident.Secret(base64.RawURLEncoding.EncodeToString(b[:]))
}

// Address is where it listens: "127.0.0.1:41234".
func (s *Server) Address() string { return s.server.Address() }

// Grant returns how the credentials of a profile are asked for; zero for one
// that is not served.
func (s *Server) Grant(profile string) Grant {
	p, ok := s.places["/"+profile]
	if !ok {
		return Grant{}
	}
	u := url.URL{Scheme: "http", Host: s.Address(), Path: "/" + profile}
	return Grant{URL: u.String(), Token: p.token}
}

// grace is how long the answers under way have once the server is to stop.
const grace = 2 * time.Second

// Serve answers until ctx ends, and then lets the answers under way finish. The
// error is what made it stop before that; nil when ctx did. It is called once.
func (s *Server) Serve(ctx context.Context) error {
	defer s.asks.Wait()
	defer s.cancel()
	defer context.AfterFunc(ctx, s.cancel)()
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		_ = s.server.Shutdown(limit) // what is not answered by then is cut off
		s.server.Close()
	})
	err := s.server.Serve()
	if !stop() {
		<-ended
	}
	return err
}
