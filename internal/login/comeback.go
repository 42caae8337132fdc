package login

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"unicode"
)

// comeBack waits for the browser to come back to the listener and, where none
// was opened here or it turns out that it cannot come back, for the person to
// paste the address at which it ended: whichever is first.
func (d *Deed) comeBack(ctx context.Context, l *listener, state string, opened bool) (callback, error) {
	waiting, cancel := context.WithTimeoutCause(ctx, pageLimit, errTimeout)
	waiting, interrupt := context.WithCancelCause(waiting)
	pasted := make(chan callback, 1)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer interrupt(nil)
	defer cancel()
	if d.Paste != nil {
		wg.Go(func() {
			if opened && !d.stranded(waiting, l) {
				return
			}
			if err := d.askForAddress(waiting, state, pasted); errors.Is(err, context.Canceled) {
				interrupt(err) // Ctrl-C in a terminal in raw mode is a key, not a signal
			}
		})
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

// stranded waits until it is plain that the browser cannot come back, and says
// so; false when it can, or did.
func (d *Deed) stranded(ctx context.Context, l *listener) bool {
	if d.Unreachable == nil {
		return false
	}
	reason := d.Unreachable(ctx, "http://"+l.host+"/", nothingHere)
	if reason == "" || ctx.Err() != nil {
		return false
	}
	d.ShowPaste(reason)
	return true
}

// askForAddress asks until an address is pasted that belongs to this sign-in.
// Its error is that of Paste, or ctx's.
func (d *Deed) askForAddress(ctx context.Context, state string, pasted chan<- callback) error {
	problem := ""
	for {
		text, err := d.Paste(ctx, problem)
		if err != nil {
			return err
		}
		if strings.TrimSpace(text) == "" {
			problem = ""
			continue
		}
		back, err := parseAddress(text)
		switch {
		case err != nil:
			problem = err.Error()
		case !back.belongsTo(state):
			problem = "this address belongs to another sign-in"
		default:
			pasted <- back
			return nil
		}
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
