package ident

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
)

// WebPage is the address of a page that may be shown to a person or given to a
// browser: http or https, without a user name, and with a host that every
// program reads alike. The zero value is no page.
type WebPage struct {
	text string
	url  *url.URL
}

var errNoWebPage = errors.New("not the address of a web page")

// ParseWebPage checks an address that a service named. It refuses what Go and
// a browser could take for different hosts, and what a program to which it is
// an argument could take for something else. The error does not repeat it.
func ParseWebPage(text string) (WebPage, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || !isHostName(u.Hostname()) {
		return WebPage{}, errNoWebPage
	}
	if strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Bidi_Control, r) || r == '"' || r == unicode.ReplacementChar
	}) {
		return WebPage{}, errNoWebPage
	}
	return WebPage{text, u}, nil
}

// String returns the address as it was written.
func (p WebPage) String() string { return p.text }

// Origin returns the scheme and the host, with its port if it has one, in
// lower case: "https://device.sso.us-east-1.amazonaws.com".
func (p WebPage) Origin() string {
	if p.url == nil {
		return ""
	}
	return p.url.Scheme + "://" + strings.ToLower(p.url.Host)
}

// Host returns the host in lower case, without a port.
func (p WebPage) Host() string {
	if p.url == nil {
		return ""
	}
	return strings.ToLower(p.url.Hostname())
}

// Private reports whether the page comes over https.
func (p WebPage) Private() bool { return p.url != nil && p.url.Scheme == "https" }

// isHostName reports whether host is an IP address, or a name in ASCII letters,
// digits, hyphens, underscores and dots. Browsers turn other characters into
// these, some into a slash or a dot.
func isHostName(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return host != "" && !strings.ContainsFunc(host, func(r rune) bool { return !isAlnum(r) && r != '-' && r != '_' && r != '.' })
}
