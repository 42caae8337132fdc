package login

import (
	"crypto/subtle"
	"net/url"

	"github.com/fobcli/fob/internal/ident"
)

// callback is what the sign-in page sends back: a code, or a refusal. Until
// belongsTo has been asked, it can come from anybody.
type callback struct {
	code    ident.Secret
	state   string
	refusal *refusal
	reply   chan<- []byte // takes the closing page; nil for a pasted address
}

// callbackOf reads the parameters of a callback. It returns false when they
// hold neither a code nor a refusal, or no state.
func callbackOf(q url.Values) (c callback, ok bool) {
	c.state = q.Get("state")
	if code := q.Get("error"); code != "" {
		c.refusal = &refusal{code, q.Get("error_description")}
	} else {
		c.code = ident.Secret(q.Get("code"))
	}
	return c, c.state != "" && (c.refusal != nil || c.code != "")
}

// belongsTo reports whether the callback answers the sign-in with this state.
// Nobody else knows the state, so anything without it is worth nothing, a
// refusal too. Source: RFC 6749, section 10.12.
func (c callback) belongsTo(state string) bool {
	return state != "" && subtle.ConstantTimeCompare([]byte(c.state), []byte(state)) == 1
}

// show gives the browser its closing page.
func (c callback) show(page []byte) {
	if c.reply != nil {
		c.reply <- page
	}
}
