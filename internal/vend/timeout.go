package vend

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/fobcli/fob/internal/wire"
)

// defaultRequestTimeout is how long one question to AWS may take in all. The SDKs
// give a credential_process a minute, in which two questions must fit that
// are answered slowly.
const defaultRequestTimeout = 40 * time.Second

// withTimeout bounds each question, retries and waits between them included.
type withTimeout struct {
	wire.Doer
	timeout time.Duration
}

// Do asks. Where the time was up before ctx's own, the error is a
// *wire.TransportError, as for any other answer that did not come.
func (w withTimeout) Do(ctx context.Context, r wire.Request) (*wire.Response, error) {
	limited, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	res, err := w.Doer.Do(limited, r)
	if err != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		var t *wire.TransportError
		if errors.As(err, &t) {
			return nil, err
		}
		host := ""
		if u, e := url.Parse(r.URL); e == nil {
			host = u.Host
		}
		err = &wire.TransportError{Host: host, Sent: true, Attempts: 1, Err: fmt.Errorf("no answer within %s", w.timeout)}
	}
	return res, err
}

// retryOnce asks once more where what came was no answer: half of one, or a page
// of something in between. It is for questions that may be asked twice.
func retryOnce[T any](ask func() (T, error), noAnswer error) (T, error) {
	got, err := ask()
	if errors.Is(err, noAnswer) {
		return ask()
	}
	return got, err
}
