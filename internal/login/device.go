package login

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/oidc"
	"github.com/fobcli/fob/internal/wire"
)

// slowerBy is added to the pause between two polls each time the service asks
// for it. Source: RFC 8628, section 3.5.
const slowerBy = 5 * time.Second

// device goes through the device flow: the person approves on any machine, and
// this one asks the service until it hears of it.
func (d *Deed) device(ctx context.Context, f *flight) (cache.Token, error) {
	if err := d.register(ctx, f, oidc.RegisterInput{Scopes: f.session.Scopes}); err != nil {
		return cache.Token{}, err
	}
	r := f.registration
	c, err := d.client(f)
	if err != nil {
		return cache.Token{}, err
	}
	dev, err := c.StartDevice(ctx, r.ClientID, r.ClientSecret, f.issuer)
	if err != nil {
		return cache.Token{}, err
	}
	if err := d.showCode(f, dev); err != nil {
		return cache.Token{}, err
	}
	return d.poll(ctx, f, dev)
}

// showCode shows the code to compare, and opens its page if that is AWS's own
// or the configured endpoint's. Any other page is only shown: whoever could
// make the service name it would like nothing better than an open tab.
func (d *Deed) showCode(f *flight, dev oidc.Device) error {
	plain, err := ident.ParseWebPage(dev.VerificationURI)
	if err != nil {
		return errNoWebPage
	}
	page := plain
	if dev.VerificationURIComplete != "" {
		if page, err = ident.ParseWebPage(dev.VerificationURIComplete); err != nil {
			return errNoWebPage
		}
	}
	c := Code{
		Page:      Page{Session: f.session, Address: page.String()},
		Plain:     plain.String(),
		UserCode:  wire.Shorten(dev.UserCode),
		ExpiresIn: dev.ExpiresIn,
	}
	var start func() error
	if d.trusts(f.target, page) {
		start, c.Reason = d.browser(f, page.String())
	} else {
		c.Reason = "its address belongs neither to AWS nor to this session"
		d.Warn("The service names a page that belongs neither to AWS nor to this session. fob does not open it; do so only if you know it.")
	}
	c.Opening = start != nil
	d.ShowCode(c)
	d.start(start)
	return nil
}

var errNoWebPage = errors.New("the service names a sign-in page whose address is not that of a web page")

// poll asks for the token until the person has decided or the code's time is
// up. A network that comes and goes does not end it.
func (d *Deed) poll(ctx context.Context, f *flight, dev oidc.Device) (cache.Token, error) {
	waiting, cancel := context.WithTimeoutCause(ctx, dev.ExpiresIn, errTimeout)
	defer cancel()
	interval, told := dev.Interval, false
	for {
		if err := sleep(waiting, interval); err != nil {
			return cache.Token{}, err
		}
		out, err := d.token(waiting, f, oidc.TokenInput{
			ClientID: f.registration.ClientID, ClientSecret: f.registration.ClientSecret, DeviceCode: dev.Code,
		})
		switch {
		case err == nil:
			return out, nil
		case waiting.Err() != nil:
			return out, context.Cause(waiting)
		case errors.Is(err, oidc.ErrPending):
		case errors.Is(err, oidc.ErrSlowDown):
			interval += slowerBy
		case errors.Is(err, oidc.ErrExpired):
			return out, errTimeout
		case isPassing(err):
			if !told {
				d.Warn("Still trying: " + fault.Text(err))
			}
			told = true
		default:
			return out, err
		}
	}
}

// isPassing reports whether a failure may be over at the next poll.
func isPassing(err error) bool {
	var refused *oidc.Error
	if errors.As(err, &refused) {
		return refused.Status >= http.StatusInternalServerError || refused.Status == http.StatusTooManyRequests
	}
	var lost *wire.TransportError
	return errors.As(err, &lost) && !lost.Untrusted()
}

// sleep waits, and returns the cause when ctx ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
