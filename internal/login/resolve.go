package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

// target is where a sign-in leads. Files are named by what was configured; the
// service is told what that turned out to be.
type target struct {
	session profile.Session
	issuer  string       // the start URL for the service
	region  ident.Region // of the instance
}

// resolveTimeout bounds the one question to a company's own domain.
const resolveTimeout = 10 * time.Second

// resolve finds out where the session's start URL leads. AWS's own is taken as
// it is and never contacted. A company's own domain is asked once, and may
// redirect once, to a portal of AWS's. Source: AWS CLI v2.
func (d *Deed) resolve(ctx context.Context, s profile.Session) (target, error) {
	to := target{session: s, issuer: string(s.StartURL), region: s.Region}
	if _, err := ident.ParseStartURL(string(s.StartURL)); err != nil {
		return to, badStartURL(s, err)
	}
	if !partition.AWSOwned(hostOf(to.issuer)) {
		final, err := d.follow(ctx, to.issuer)
		if err != nil {
			return to, unresolved(ctx, s, err)
		}
		to.issuer = normalised(final)
		if r, ok := partition.RegionOfStartURL(final.Hostname()); ok {
			to.region = r
		}
	}
	if to.region == "" {
		return to, fix(&fault.Error{Summary: fmt.Sprintf("the region of %s is not known: its start URL does not tell it", s.Label())}, s, "sso_region", "REGION")
	}
	return to, nil
}

// RegionOf finds out which region a start URL leads to, for a session that is
// being set up. It is empty when the URL is AWS's own and does not tell; such a
// URL is never contacted. Errors are those of SignIn for a start URL that leads
// nowhere.
func (d *Deed) RegionOf(ctx context.Context, u ident.StartURL) (ident.Region, error) {
	host := hostOf(string(u))
	if !partition.AWSOwned(host) {
		final, err := d.follow(ctx, string(u))
		if err != nil {
			return "", unresolved(ctx, profile.Session{StartURL: u}, err)
		}
		host = final.Hostname()
	}
	r, _ := partition.RegionOfStartURL(host)
	return r, nil
}

// follow asks a company's own address where it leads.
func (d *Deed) follow(ctx context.Context, address string) (*url.URL, error) {
	ctx, cancel := context.WithTimeout(ctx, resolveTimeout)
	defer cancel()
	from, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	res, err := d.Wire.Do(ctx, wire.Request{Method: http.MethodHead, URL: address, Idempotent: true})
	if err == nil && (res.Status == http.StatusMethodNotAllowed || res.Status == http.StatusNotImplemented) {
		res, err = d.Wire.Do(ctx, wire.Request{Method: http.MethodGet, URL: address, Idempotent: true})
	}
	if err != nil {
		return nil, err
	}
	final := from
	if isRedirect(res.Status) {
		location := res.Header.Get("Location")
		if location == "" {
			return nil, errors.New("it redirects without saying where to")
		}
		if final, err = from.Parse(location); err != nil {
			return nil, errors.New("it redirects to what is no URL")
		}
	}
	if final.Scheme != "https" || !partition.AWSOwned(final.Hostname()) {
		return nil, fmt.Errorf("it leads to %s, which is not AWS's", wire.Shorten(final.Scheme+"://"+final.Host+final.EscapedPath()))
	}
	return final, nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// normalised drops the default port, query, fragment and trailing slashes.
func normalised(u *url.URL) string {
	host := strings.TrimSuffix(u.Host, ":443")
	return "https://" + host + strings.TrimRight(u.EscapedPath(), "/")
}

// rewriteRegion puts the region that the start URL turned out to have into the
// config file, as the AWS CLI does, and reports whether it could.
func (d *Deed) rewriteRegion(ctx context.Context, to target) bool {
	e := awsconfig.Edit{Type: awsconfig.TypeSession, Name: string(to.session.Name), Key: "sso_region", Value: string(to.region)}
	if to.session.Name == "" {
		e.Type, e.Name = awsconfig.TypeProfile, to.session.Profile
	}
	if _, err := d.Editor.Apply(ctx, awsconfig.Plan{e}); err != nil {
		d.Warn(fmt.Sprintf("The sign-in is in %s; sso_region still says otherwise: %v.", to.region, err))
		return false
	}
	return true
}
