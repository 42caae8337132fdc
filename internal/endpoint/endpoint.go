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
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// Source gives the credentials of a profile. It is called by many goroutines,
// but by one at a time for each profile.
type Source func(ctx context.Context, profile string) (ident.Credentials, error)

// Server hands out credentials. It is safe for use by many goroutines.
type Server struct {
	listener net.Listener
	places   map[string]*place // by path
	ctx      context.Context   // of Serve; ends the questions to the source
	asks     sync.WaitGroup    // those questions
}

// Grant is what a program needs to know to get the credentials of a profile.
type Grant struct {
	URL   string       // AWS_CONTAINER_CREDENTIALS_FULL_URI
	Token ident.Secret // AWS_CONTAINER_AUTHORIZATION_TOKEN
}

// Listen opens a port of the loopback interface; 0 means any that is free. It
// answers nothing until Serve. The error is the system's.
func Listen(port int, profiles []string, source Source, now func() time.Time) (*Server, error) {
	l, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("listen for programs: %w", err)
	}
	s := &Server{listener: l, places: map[string]*place{}}
	for _, name := range profiles {
		s.places["/"+name] = &place{server: s, profile: name, token: newToken(), source: source, now: now}
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
func (s *Server) Address() string { return s.listener.Addr().String() }

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

// Serve answers until ctx ends, and then lets the answers under way come to
// their end. The error is what made it stop before that; nil when ctx did. It
// is called once.
func (s *Server) Serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer s.asks.Wait()
	defer cancel()
	s.ctx = ctx
	h := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		_ = h.Shutdown(grace) // what is not done by then is broken off with the program
	})
	err := h.Serve(s.listener)
	if !stop() {
		<-ended
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("answer programs: %w", err)
}
