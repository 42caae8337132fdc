package wire

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/output"
)

// Trace writes one line per attempt, for --debug. It is safe to paste: names
// of parameters are shown, and values only of those known to be harmless;
// never a token, code, secret or key. Safe for use by many goroutines.
type Trace struct {
	mu sync.Mutex
	w  io.Writer
}

// NewTrace returns a trace that writes to w.
func NewTrace(w io.Writer) *Trace { return &Trace{w: w} }

// Note writes a line of fob's own. Nothing secret may be handed to it; the
// type ident.Secret hides itself. The line stays one line whatever args hold. A
// nil trace writes nothing.
func (t *Trace) Note(format string, args ...any) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintln(t.w, "debug: "+output.Line(fmt.Sprintf(format, args...)))
}

// attempt writes what was asked and what came of it.
func (t *Trace) attempt(r Request, u *url.URL, n int, res *Response, err error, took time.Duration) {
	if t == nil {
		return
	}
	outcome := "no answer"
	if err != nil {
		outcome += ": " + err.Error()
	} else {
		outcome = strconv.Itoa(res.Status) + describe(res)
	}
	t.Note("%s %s://%s%s%s attempt %d, %d ms: %s", r.Method, u.Scheme, u.Host, Shorten(u.EscapedPath()),
		parameters(r, u), n, took.Milliseconds(), outcome)
}

// describe adds what support asks for: the request id and the error's type.
func describe(res *Response) string {
	var b strings.Builder
	if id := res.RequestID(); id != "" {
		b.WriteString(" id=" + Shorten(id))
	}
	kind, _, _ := strings.Cut(res.Header.Get("X-Amzn-Errortype"), ":")
	if kind != "" {
		b.WriteString(" " + Shorten(kind))
	}
	return b.String()
}

// parameters lists the names in query and body, with the harmless values.
func parameters(r Request, u *url.URL) string {
	var b strings.Builder
	list := func(name, value string) {
		if !harmless(name) {
			value = "…"
		}
		b.WriteString(" " + Shorten(name) + "=" + Shorten(value))
	}
	for _, pair := range pairs(u.RawQuery) {
		list(pair[0], pair[1])
	}
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	switch kind {
	case "application/json":
		for _, pair := range members(r.Body) {
			list(pair[0], pair[1])
		}
	case "application/x-www-form-urlencoded":
		for _, pair := range pairs(string(r.Body)) {
			list(pair[0], pair[1])
		}
	}
	return b.String()
}

// harmless is the allow-list: what is not on it is hidden.
func harmless(name string) bool {
	switch name {
	case "account_id", "role_name", "max_result", // portal
		"grantType", "clientName", "clientType", "scopes", "grantTypes", "redirectUris", // OIDC
		"Action", "Version", "RoleArn", "DurationSeconds", // STS
		"x-id": // S3
		return true
	}
	return false
}

// pairs splits a query in its own order; what does not decode is left out.
func pairs(query string) (out [][2]string) {
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		name, err1 := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if name != "" && err1 == nil && err2 == nil {
			out = append(out, [2]string{name, value})
		}
	}
	return out
}

// members lists the members of a JSON object in their own order.
func members(body []byte) (out [][2]string) {
	d := json.NewDecoder(strings.NewReader(string(body)))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	for d.More() {
		name, err := d.Token()
		var value json.RawMessage
		if err != nil || d.Decode(&value) != nil {
			return out
		}
		text, _ := name.(string)
		out = append(out, [2]string{text, strings.Trim(string(value), `"`)})
	}
	return out
}
