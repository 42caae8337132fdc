package oidc

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// isLoopback reports whether a client may register this redirect address:
// http to 127.0.0.1 or [::1] alone. A name such as localhost could be made to
// mean another machine (RFC 8252 §8.3).
func isLoopback(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "http" && u.User == nil && u.Opaque == "" && u.Fragment == "" &&
		(u.Hostname() == "127.0.0.1" || u.Hostname() == "::1") && hasPort(u)
}

// hasPort reports whether the port of an address can be connected to; without
// one it is 80. A port that is written in another way than as a number from 1 to
// 65535 could mean something else to a browser.
func hasPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil && port > 0 && strconv.FormatUint(port, 10) == u.Port()
}

// matches reports whether a redirect address is a registered one. The port
// does not count, since a client takes a free one each time (RFC 8252 §7.3);
// all the rest does.
func (r Registration) matches(redirect string) bool {
	if !isLoopback(redirect) {
		return false
	}
	return slices.ContainsFunc(r.RedirectURIs, func(registered string) bool {
		return withoutPort(registered) == withoutPort(redirect)
	})
}

func withoutPort(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return text
	}
	return u.Scheme + "://" + u.Hostname() + u.EscapedPath() + "?" + u.RawQuery
}

// answer is the redirect address with the members of an answer added.
func answer(redirect string, members ...string) string {
	sep := "?"
	if u, err := url.Parse(redirect); err == nil && (u.RawQuery != "" || u.ForceQuery) {
		sep = "&"
		if u.RawQuery == "" {
			sep = ""
		}
	}
	for i := 0; i+1 < len(members); i += 2 {
		if members[i+1] == "" {
			continue
		}
		redirect += sep + members[i] + "=" + url.QueryEscape(members[i+1])
		sep = "&"
	}
	return redirect
}
