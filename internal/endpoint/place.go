package endpoint

import (
	"context"
	"crypto/subtle"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// freshFor is how long an answer is given from memory. It is short, so that
// what happens to the sign-in and the config shows at once, and long against
// the thousands of answers that a busy program asks for in it.
const freshFor = time.Second

// place is one profile that is served.
type place struct {
	server  *Server
	profile string
	token   ident.Secret
	source  Source
	now     func() time.Time

	mu    sync.Mutex // guards the rest
	body  []byte     // the document; never changed once it stands here
	since time.Time
	busy  *asking // the question under way
}

// opensWith reports whether text is all of the token. How long it takes does
// not depend on how much of it is right.
func (p *place) opensWith(text string) bool {
	return p.token != "" && subtle.ConstantTimeCompare([]byte(text), []byte(p.token.Reveal())) == 1
}

// asking is one question to the source, for which others wait.
type asking struct {
	done chan struct{}
	body []byte
	err  error
}

// document returns the answer for an SDK: from memory when it is a moment old,
// else anew. However many ask at once, the source is asked by one of them; the
// others wait for what it finds.
func (p *place) document(ctx context.Context) ([]byte, error) {
	p.mu.Lock()
	if p.body != nil && p.now().Sub(p.since).Abs() < freshFor {
		defer p.mu.Unlock()
		return p.body, nil
	}
	a := p.busy
	if a == nil {
		a = &asking{done: make(chan struct{})}
		p.busy = a
		// By the server's context, not by this request's: others wait, too.
		p.server.asks.Go(func() { p.ask(p.server.ctx, a) })
	}
	p.mu.Unlock()
	select {
	case <-a.done:
		return a.body, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *place) ask(ctx context.Context, a *asking) {
	keys, err := p.source(ctx, p.profile)
	if err == nil {
		a.body = document(keys)
	}
	a.err = err
	p.mu.Lock()
	p.body, p.since, p.busy = a.body, p.now(), nil
	p.mu.Unlock()
	close(a.done)
}
