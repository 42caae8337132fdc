package login

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/fobcli/fob/internal/loopback"
)

// listener waits on 127.0.0.1 for the browser to come back.
//
// Any program and any web page can send requests here. Only the sign-in page
// knows the state of this sign-in, so only a request with it counts: the first
// one ends the wait, with a code or with a refusal. A callback without it is
// answered 400, everything else 404; neither changes anything, and nothing of
// it is shown anywhere. The closing page is sent when the outcome is known.
type listener struct {
	callbacks <-chan callback
	found     chan callback
	taken     atomic.Bool
	state     string // of this sign-in
	host      string // 127.0.0.1:PORT
	server    *loopback.Server
	ended     chan struct{} // closed when nobody will give a closing page any more
	answered  chan struct{} // closed when the callback has been answered
	serving   sync.WaitGroup
}

// nothingHere is the answer to every request that is not a callback.
const nothingHere = "There is nothing here."

// wrongState is the answer to a callback that does not belong to this sign-in,
// such as one from a browser tab of an earlier attempt.
const wrongState = "This page does not belong to the sign-in that is waiting. Use the page that fob opened last."

// listen starts the listener for the sign-in with this state. note takes a
// line for each malformed request; nil discards them. The caller closes it.
func listen(state string, note func(line string)) (*listener, error) {
	found := make(chan callback, 1)
	l := &listener{callbacks: found, found: found, state: state, ended: make(chan struct{}), answered: make(chan struct{})}
	server, err := loopback.Listen(0, l, note)
	if err != nil {
		return nil, fmt.Errorf("listen for the browser on this machine: %w", err)
	}
	l.server, l.host = server, server.Address()
	server.KeepAlive(false)
	l.serving.Go(func() { _ = server.Serve() }) // whatever ends it, the wait has its own end
	return l, nil
}

// redirect is the address at which the browser is to end.
func (l *listener) redirect() string { return "http://" + l.host + callbackPath }

// close ends the listener once a closing page that was given has been written,
// and waits for all of it. Browsers keep spare connections open, so it does
// not wait for those.
func (l *listener) close() {
	close(l.ended)
	if !l.taken.CompareAndSwap(false, true) {
		<-l.answered
	}
	l.server.Close()
	l.serving.Wait()
}

// ServeHTTP answers the browser.
func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	guard(w.Header())
	if r.Method != http.MethodGet || r.URL.Path != callbackPath || r.Host != l.host {
		http.Error(w, nothingHere, http.StatusNotFound)
		return
	}
	back, ok := callbackOf(r.URL.Query())
	if !ok || !back.belongsTo(l.state) {
		http.Error(w, wrongState, http.StatusBadRequest)
		return
	}
	loopback.Prove(r.Context())
	if !l.taken.CompareAndSwap(false, true) { // the sign-in page comes back once
		http.Error(w, wrongState, http.StatusBadRequest)
		return
	}
	defer close(l.answered)
	reply := make(chan []byte, 1)
	back.reply = reply
	l.found <- back
	select {
	case page := <-reply:
		write(w, page)
	case <-l.ended:
		select { // both may have happened: the page was given, then all was closed
		case page := <-reply:
			write(w, page)
		default:
		}
	}
}

// write sends the page whole: after it the server is closed.
func write(w http.ResponseWriter, page []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(page)))
	_, _ = w.Write(page) // a browser that has gone misses a page, no more
	_ = http.NewResponseController(w).Flush()
}

// guard sets the headers that keep the address, which holds the code, from
// going further, and the page from doing anything but being read.
func guard(h http.Header) {
	h.Set("Content-Security-Policy", pagePolicy())
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
}
