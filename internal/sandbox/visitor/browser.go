package visitor

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// maxPage is the most that is read of a page, in bytes.
const maxPage = 1 << 20

// browser is one visit's client: its own cookies, redirects followed, this
// machine only.
type browser struct{ client *http.Client }

func newBrowser() *browser {
	jar, _ := cookiejar.New(nil) // its error is always nil
	return &browser{client: &http.Client{
		Jar:     jar,
		Timeout: 30 * time.Second,
		// No proxy, whatever the environment says: loopback is not beyond one.
		Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) >= 10 {
				return fmt.Errorf("more than 10 redirects")
			}
			return onThisMachine(r.URL)
		},
	}}
}

// stayWith makes every other host one that cannot be reached: the browser ends
// at the address of a redirect to it.
func (b *browser) stayWith(host string) {
	check := b.client.CheckRedirect
	b.client.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		if r.URL.Host != host {
			return http.ErrUseLastResponse
		}
		return check(r, via)
	}
}

// open fetches a page.
func (b *browser) open(ctx context.Context, address string) (page, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return page{}, fmt.Errorf("read the address to visit: %w", err)
	}
	return b.do(r)
}

// submit sends a form of the page at and returns the page that answers.
func (b *browser) submit(ctx context.Context, at page, f form) (page, error) {
	to, err := at.address.Parse(f.action)
	if err != nil {
		return page{}, fmt.Errorf("read where the form %s leads: %w", f.id, err)
	}
	if !strings.EqualFold(f.method, http.MethodPost) {
		return page{}, fmt.Errorf("the form %s is sent by %q, not by post", f.id, f.method)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), strings.NewReader(f.fields.Encode()))
	if err != nil {
		return page{}, fmt.Errorf("send the form %s: %w", f.id, err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", at.address.Scheme+"://"+at.address.Host)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func (b *browser) do(r *http.Request) (page, error) {
	if err := onThisMachine(r.URL); err != nil {
		return page{}, err
	}
	res, err := b.client.Do(r)
	if err != nil {
		return page{}, plainError(err)
	}
	defer res.Body.Close()
	if to, err := res.Location(); err == nil { // a redirect that was not followed
		return page{address: to}, nil
	}
	p, err := parsePage(io.LimitReader(res.Body, maxPage))
	p.address, p.status = res.Request.URL, res.StatusCode
	return p, err
}

// plainError drops the address from a client's error: that of a callback bears
// the authorization code.
func plainError(err error) error {
	if e, ok := err.(*url.Error); ok {
		where := "the page"
		if u, parseErr := url.Parse(e.URL); parseErr == nil {
			where = u.Scheme + "://" + u.Host + u.Path
		}
		return fmt.Errorf("open %s: %w", where, e.Err)
	}
	return err
}

// onThisMachine refuses addresses beyond the loopback interface.
func onThisMachine(u *url.URL) error {
	host := u.Hostname()
	ip, err := netip.ParseAddr(host)
	if u.Scheme == "http" && (host == "localhost" || err == nil && ip.IsLoopback()) {
		return nil
	}
	return fmt.Errorf("%s://%s is not on this machine, and the built-in visitor goes nowhere else", u.Scheme, u.Host)
}
