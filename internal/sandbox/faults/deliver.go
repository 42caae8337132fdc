package faults

import (
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// garbageSize is how many bytes a garbage answer has.
const garbageSize = 512

// deliver sends what the fault makes of an answer that was held back. What
// cannot be written reaches nobody: the client has gone.
func (a *answer) deliver(r *http.Request) {
	switch f := a.plan.fault; f.Kind {
	case org.FaultHang:
		a.hang(r)
	case org.FaultReset, org.FaultLost:
		a.reset()
	case org.FaultResetWithin:
		a.head(a.status, len(a.body))
		_, _ = a.ResponseWriter.Write(a.body[:len(a.body)/2])
		_ = http.NewResponseController(a.ResponseWriter).Flush()
		a.reset()
	case org.FaultGarbage:
		a.Header().Del("X-Amzn-Errortype")
		a.whole(http.StatusOK, garbage(f.Seed))
	case org.FaultTruncated:
		a.whole(a.status, a.body[:len(a.body)/2])
	case org.FaultMistyped:
		a.whole(a.status, mistype(a.body))
	case org.FaultSlow:
		a.trickle(r, time.Second/time.Duration(f.BytesPerSecond))
	}
}

// head sends the headers of a body of n bytes.
func (a *answer) head(status, n int) {
	a.Header().Set("Content-Length", strconv.Itoa(n))
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) whole(status int, body []byte) {
	a.head(status, len(body))
	_, _ = a.ResponseWriter.Write(body)
}

// hang waits until the client or the sandbox has gone. The server notices that
// a client has gone once it has read the request to its end.
func (a *answer) hang(r *http.Request) {
	_, _ = io.Copy(io.Discard, http.MaxBytesReader(nil, r.Body, 1<<20))
	select {
	case <-r.Context().Done():
	case <-a.plan.e.closing:
	}
	a.reset()
}

// reset ends the connection with a reset instead of an orderly end.
func (a *answer) reset() {
	conn, _, err := http.NewResponseController(a.ResponseWriter).Hijack()
	if err != nil {
		return // HTTP/1.1 on TCP is all that the sandbox speaks
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// trickle sends the headers at once and the body byte by byte.
func (a *answer) trickle(r *http.Request, gap time.Duration) {
	a.head(a.status, len(a.body))
	flush := http.NewResponseController(a.ResponseWriter).Flush
	_ = flush()
	for i := range a.body {
		if !a.plan.e.wait(r.Context(), gap) {
			a.reset()
			return
		}
		_, _ = a.ResponseWriter.Write(a.body[i : i+1])
		_ = flush()
	}
}

// garbage is bytes that are neither JSON nor XML nor text, the same ones for
// the same seed.
func garbage(seed uint64) []byte {
	dice := rand.New(rand.NewPCG(seed, 1)) // #nosec G404 -- faults repeat with their seed
	b := make([]byte, garbageSize)
	for i := range b {
		b[i] = byte(dice.Uint32())
	}
	b[0] = 0xff // which begins nothing
	return b
}
