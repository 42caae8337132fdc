package sandbox

import (
	"crypto/rand"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/output"
)

// callLog writes one line per call: when, what, how it ended, how long it took.
// It sees neither queries nor headers nor bodies, so it cannot tell a secret.
type callLog struct {
	mu  sync.Mutex
	out io.Writer
	now func() time.Time
}

// wrap gives each request an id and a place for what becomes of it, and logs
// it when it is done. Of an answer that never came, the status is 000.
func (l *callLog) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := l.now()
		n := note{operation: r.Method + " " + shortPath(r.URL.Path)}
		w.Header().Set("X-Amzn-Requestid", requestID())
		w.Header().Set("Date", begin.UTC().Format(http.TimeFormat)) // net/http knows no other clock than the machine's
		rec := &recorder{ResponseWriter: w}
		next.ServeHTTP(rec, noted(r, &n))
		kind, _, _ := strings.Cut(w.Header().Get("X-Amzn-Errortype"), ":")
		if n.fault != "" {
			kind = strings.TrimSpace(kind + " fault: " + n.fault)
		}
		l.line(begin, n.operation, rec.status, kind, l.now().Sub(begin))
	})
}

func (l *callLog) line(at time.Time, operation string, status int, kind string, took time.Duration) {
	text := fmt.Sprintf("%s  %-40s %03d  %5.1f ms", at.Format("15:04:05.000"), operation, status, float64(took.Microseconds())/1000)
	if kind != "" {
		text += "  " + kind
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = io.WriteString(l.out, text+"\n") // nothing can be done about a log that cannot be written
}

// faults is where net/http reports broken connections and panics.
func (l *callLog) faults() *log.Logger {
	return log.New(writerFunc(func(p []byte) (int, error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.out.Write(p)
	}), "sandbox: ", log.LstdFlags)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// maxPath is how much of a path is logged, in bytes.
const maxPath = 80

// shortPath is a path as it is logged: escaped, and cut where it is long.
func shortPath(path string) string {
	if path = output.Line(path); len(path) > maxPath {
		return strings.ToValidUTF8(path[:maxPath], "") + "…"
	}
	return path
}

// recorder remembers the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Write makes recorder an http.ResponseWriter.
func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the real writer.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// requestID is a random UUID, as AWS's request ids are.
func requestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
