package login

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"unicode"
)

// comeBack waits for the browser to come back to the listener and, where that
// browser may be on another machine, for the person to paste the address at
// which it ended: whichever is first.
func (d *Deed) comeBack(ctx context.Context, l *listener, state string, paste bool) (callback, error) {
	waiting, cancel := context.WithTimeoutCause(ctx, pageLimit, errTimeout)
	pasted := make(chan callback, 1)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	if paste && d.Paste != nil {
		wg.Go(func() { d.askForAddress(waiting, state, pasted) })
	}
	select {
	case back := <-l.callbacks:
		return back, nil
	case back := <-pasted:
		return back, nil
	case <-waiting.Done():
		return callback{}, context.Cause(waiting)
	}
}

// askForAddress asks until an address is pasted that belongs to this sign-in,
// or nobody answers any more.
func (d *Deed) askForAddress(ctx context.Context, state string, pasted chan<- callback) {
	problem := ""
	for ctx.Err() == nil {
		text, err := d.Paste(ctx, problem)
		if err != nil {
			return
		}
		if strings.TrimSpace(text) == "" {
			problem = ""
			continue
		}
		back, err := parseAddress(text)
		if err == nil {
			err = back.check(state)
		}
		if err == nil || errors.Is(err, errRefused) {
			pasted <- back
			return
		}
		problem = err.Error()
	}
}

var errNoAddress = errors.New("this is not the address: it ends in ?code=…&state=…")

// parseAddress reads the address at which the browser ended, as people paste
// it: with quotes, blanks or line breaks in it, with & written as &amp;, or
// only the part after the question mark. Nothing of it is in the error.
func parseAddress(text string) (callback, error) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("\"'`<>\u200b\u200e\u200f\ufeff", r) {
			return -1
		}
		return r
	}, text)
	if _, query, ok := strings.Cut(text, "?"); ok {
		text = query
	}
	text, _, _ = strings.Cut(text, "#")
	q, err := url.ParseQuery(strings.ReplaceAll(text, "&amp;", "&"))
	if err != nil {
		return callback{}, errNoAddress
	}
	if q.Get("response_type") != "" {
		return callback{}, errors.New("this is the address to open; paste the one that your browser shows at the end")
	}
	back, ok := callbackOf(q)
	if !ok {
		return callback{}, errNoAddress
	}
	return back, nil
}
