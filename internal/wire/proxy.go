package wire

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// proxies is what the environment says about proxies, read once. net/http's
// own reader asks the process's environment, which fob's packages do not.
type proxies struct {
	https, http *url.URL // nil means none
	all         bool     // NO_PROXY=*: none at all
	direct      []exception
}

// exception is one entry of NO_PROXY. Exactly one of net and domain is set.
type exception struct {
	net      netip.Prefix
	domain   string // lower case, without a leading dot
	subsOnly bool   // ".example.com" and "*.example.com": not the domain itself
	port     string // empty means any
}

// proxyFrom reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Lower-case names win,
// as in the AWS CLI. The error names the variable, and not its value, which
// may hold a password.
func proxyFrom(lookup func(string) (string, bool)) (proxies, error) {
	var p proxies
	if lookup == nil {
		return p, nil
	}
	var err error
	if p.https, err = proxyURL(lookup, "HTTPS_PROXY"); err != nil {
		return p, err
	}
	if p.http, err = proxyURL(lookup, "HTTP_PROXY"); err != nil {
		return p, err
	}
	if p.https != nil || p.http != nil {
		list, _ := either(lookup, "NO_PROXY")
		p.all, p.direct = parseNoProxy(list)
	}
	return p, nil
}

// either returns the variable in lower case, else in upper case, and its name.
// A blank one counts as absent.
func either(lookup func(string) (string, bool), name string) (value, found string) {
	for _, n := range [...]string{strings.ToLower(name), name} {
		if v, _ := lookup(n); strings.TrimSpace(v) != "" {
			return v, n
		}
	}
	return "", name
}

func proxyURL(lookup func(string) (string, bool), name string) (*url.URL, error) {
	v, name := either(lookup, name)
	if v == "" {
		return nil, nil
	}
	if !strings.Contains(v, "://") {
		v = "http://" + v // people write proxy.example.com:3128
	}
	u, err := url.Parse(v)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%s is no URL; write it as http://proxy.example.com:3128", name)
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
		return u, nil
	}
	return nil, fmt.Errorf("%s names a proxy of the unknown kind %q", name, u.Scheme)
}

// forRequest is what http.Transport asks for every new connection.
func (p proxies) forRequest(r *http.Request) (*url.URL, error) {
	proxy := p.https
	if r.URL.Scheme == "http" {
		proxy = p.http
	}
	if proxy == nil || p.isDirect(r.URL) {
		return nil, nil
	}
	return proxy, nil
}

// isDirect reports whether u is reached without a proxy. This machine itself
// and the places beside it that give out keys always are, whatever the lists
// say: no proxy can reach them, and one that is asked to sees the keys.
func (p proxies) isDirect(u *url.URL) bool {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	addr, err := netip.ParseAddr(host)
	if isIP := err == nil; p.all || host == "localhost" || isIP && beside(addr.Unmap()) {
		return true
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	for _, e := range p.direct {
		if e.matches(host, addr, port) {
			return true
		}
	}
	return false
}

// beside reports whether an address is this machine's own, or one of those
// where AWS's agents and metadata services listen.
func beside(a netip.Addr) bool {
	agents := netip.MustParsePrefix("fd00:ec2::/32")
	return a.IsLoopback() || a.IsLinkLocalUnicast() || agents.Contains(a)
}

func (e exception) matches(host string, addr netip.Addr, port string) bool {
	if e.port != "" && e.port != port {
		return false
	}
	if e.domain == "" {
		return addr.IsValid() && e.net.Contains(addr.Unmap())
	}
	if addr.IsValid() {
		return false
	}
	return host == e.domain && !e.subsOnly || strings.HasSuffix(host, "."+e.domain)
}

// parseNoProxy reads a comma-separated list of domains, addresses and address
// ranges, each but the ranges with an optional port. "*" alone means all;
// what is none of these is skipped, as everywhere.
func parseNoProxy(list string) (all bool, out []exception) {
	for item := range strings.SplitSeq(list, ",") {
		item = strings.ToLower(strings.TrimSpace(item))
		if item == "*" {
			return true, nil
		}
		if e, err := parseException(item); err == nil {
			out = append(out, e)
		}
	}
	return false, out
}

var errNoException = errors.New("names no host")

func parseException(item string) (exception, error) {
	if prefix, err := netip.ParsePrefix(item); err == nil {
		return exception{net: prefix.Masked()}, nil
	}
	var e exception
	if host, port, err := net.SplitHostPort(item); err == nil {
		item, e.port = host, port
	}
	if addr, err := netip.ParseAddr(strings.Trim(item, "[]")); err == nil {
		addr = addr.Unmap()
		e.net = netip.PrefixFrom(addr, addr.BitLen())
		return e, nil
	}
	item = strings.TrimPrefix(item, "*")
	e.domain = strings.TrimPrefix(item, ".")
	e.subsOnly = e.domain != item
	if e.domain == "" {
		return e, errNoException
	}
	return e, nil
}
