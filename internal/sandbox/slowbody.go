package sandbox

import (
	"io"
	"net/http"
	"time"
)

// bodyTimeout is how long the body of a request may take to arrive.
const bodyTimeout = 30 * time.Second

// cutSlowBodies ends the connection of a request whose body does not arrive in
// time. Reading it fails then, and what the service makes of that is the answer.
// The time begins when the body is first read, or else when the answer is
// complete: a fault may delay both, for longer than http.Server.ReadTimeout.
func cutSlowBodies(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		body := &timedBody{ReadCloser: r.Body, conn: http.NewResponseController(w)}
		timed := r.WithContext(r.Context())
		timed.Body = body
		next.ServeHTTP(w, timed)
		body.begin() // net/http reads the rest
	})
}

// timedBody is a body that must arrive within bodyTimeout. Like any body, it is
// read by one goroutine at a time.
type timedBody struct {
	io.ReadCloser
	conn  *http.ResponseController
	begun bool
}

func (b *timedBody) begin() {
	if !b.begun {
		b.begun = true
		// net/http takes the deadline back when the body ends.
		_ = b.conn.SetReadDeadline(time.Now().Add(bodyTimeout)) // HTTP/1.1 on TCP has deadlines
	}
}

// Read makes timedBody an io.Reader.
func (b *timedBody) Read(p []byte) (int, error) {
	b.begin()
	return b.ReadCloser.Read(p)
}
