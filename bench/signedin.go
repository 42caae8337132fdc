package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandboxapp/signedin"
)

// signedIn is a home in which a person has signed in to a sandbox.
type signedIn struct {
	home    string
	sandbox *sandbox.Server
	store   cache.Store
}

var session = cache.SessionID{Name: sessionName, StartURL: "https://my-company.awsapps.com/start"}

// signIn starts a sandbox and makes a home at dir, which must not exist. Close
// the sandbox when done.
func signIn(ctx context.Context, dir string) (*signedIn, error) {
	if _, err := newHome(dir, few); err != nil {
		return nil, err
	}
	p, err := paths.Locate(paths.FromMap("", map[string]string{"HOME": dir}))
	if err != nil {
		return nil, err
	}
	s, err := sandbox.New(sandbox.Config{})
	if err != nil {
		return nil, err
	}
	h := &signedIn{home: dir, sandbox: s, store: cache.Store{Paths: p}}
	if err := signedin.Save(ctx, s.URL(), h.store, session, time.Now); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("sign in to a sandbox: %w", err)
	}
	return h, nil
}

// forgetKeys removes the credentials of roles.
func (h *signedIn) forgetKeys() error { return os.RemoveAll(filepath.Clean(h.store.Paths.CLICache)) }

// expireToken makes the token's time be over.
func (h *signedIn) expireToken() error {
	t, err := h.store.Token(session)
	if err != nil {
		return err
	}
	t.ExpiresAt = time.Now().Add(-time.Minute)
	return h.store.SaveToken(session, t)
}
