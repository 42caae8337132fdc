package sandbox

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
)

// ErrNotLoopback is an address that others could reach. The sandbox gives
// anyone who asks a sign-in, so it stays on its own machine.
var ErrNotLoopback = errors.New("not an address of the loopback interface")

// listen opens addr, host:port. Only loopback addresses are taken; localhost
// means 127.0.0.1 whatever the machine's resolver says.
func listen(addr string) (net.Listener, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("read address %q: %w", addr, err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsLoopback() || ip.Zone() != "" {
		return nil, fmt.Errorf("listen on %q: %w: take 127.0.0.1:PORT", addr, ErrNotLoopback)
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	return l, nil
}

// ownHost refuses a request whose Host is another name for this address: a
// page of another site could have made its own name point here, to read
// answers as if they were its own (DNS rebinding).
func ownHost(origin string, next http.Handler) http.Handler {
	_, port, _ := net.SplitHostPort(origin)
	allowed := map[string]bool{origin: true, "localhost:" + port: true}
	if port == "80" { // clients leave it out
		allowed["127.0.0.1"], allowed["localhost"] = true, true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !allowed[r.Host] {
			http.Error(w, "This is the fob sandbox at http://"+origin+"; it answers to no other name.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}
