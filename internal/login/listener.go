package login

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// listener waits on this machine, and for it alone, for the browser to come
// back. It takes exactly one callback, at the exact path and host; every other
// request is answered 404. The closing page is given to the browser when the
// outcome is known.
type listener struct {
	callbacks <-chan callback
	found     chan callback
	taken     atomic.Bool
	host      string // 127.0.0.1:PORT
	server    *http.Server
	ended     chan struct{} // closed when nobody will give a closing page any more
	answered  chan struct{} // closed when the callback has been answered
	serving   sync.WaitGroup
}

// nothingHere is the answer to every other request.
const nothingHere = "There is nothing here."

// listen starts the listener. The caller closes it.
func listen() (*listener, error) {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the browser on this machine: %w", err)
	}
	found := make(chan callback, 1)
	l := &listener{callbacks: found, found: found, host: ln.Addr().String(), ended: make(chan struct{}), answered: make(chan struct{})}
	l.server = &http.Server{
		Handler:           l,
		ReadHeaderTimeout: 5 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // it would print what strangers send
	}
	l.server.SetKeepAlivesEnabled(false)
	l.serving.Go(func() { _ = l.server.Serve(ln) }) // it ends with close, and its error says so
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
	_ = l.server.Close() // nothing depends on it any more
	l.serving.Wait()
}

// ServeHTTP answers the browser.
func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	guard(w.Header())
	back, ok := callbackOf(r.URL.Query())
	if !ok || r.Method != http.MethodGet || r.URL.Path != callbackPath || r.Host != l.host || !l.taken.CompareAndSwap(false, true) {
		http.Error(w, nothingHere, http.StatusNotFound)
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
