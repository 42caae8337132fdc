package login

import (
	"crypto/subtle"
	"net/url"

	"github.com/fobcli/fob/internal/ident"
)

// callback is what the sign-in page sends back: a code, or a refusal.
type callback struct {
	code    ident.Secret
	state   string
	refusal *refusal
	reply   chan<- []byte // takes the closing page; nil for a pasted address
}

// callbackOf reads the parameters of a callback; ok is false when they are
// none, such as those of a favicon.
func callbackOf(q url.Values) (c callback, ok bool) {
	c.state = q.Get("state")
	if code := q.Get("error"); code != "" {
		c.refusal = &refusal{code, q.Get("error_description")}
		return c, true
	}
	c.code = ident.Secret(q.Get("code"))
	return c, c.code != "" && c.state != ""
}

// check tells whether the callback answers this sign-in and allows it. A
// refusal without any state is taken at its word: it gives nothing away.
func (c callback) check(state string) error {
	if c.refusal != nil && c.state == "" {
		return c.refusal
	}
	if subtle.ConstantTimeCompare([]byte(c.state), []byte(state)) != 1 {
		return errForeign
	}
	if c.refusal != nil {
		return c.refusal
	}
	return nil
}

// show gives the browser its closing page.
func (c callback) show(page []byte) {
	if c.reply != nil {
		c.reply <- page
	}
}
