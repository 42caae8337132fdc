package sandbox

import (
	"errors"
	"net/http"

	"github.com/fobcli/fob/internal/sandbox/metadata"
	"github.com/fobcli/fob/internal/sandbox/oidc"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandbox/pages"
	"github.com/fobcli/fob/internal/sandbox/portal"
	"github.com/fobcli/fob/internal/sandbox/s3"
	"github.com/fobcli/fob/internal/sandbox/sigv4"
	"github.com/fobcli/fob/internal/sandbox/sts"
	"github.com/fobcli/fob/internal/sandbox/unsupported"
)

// Operations lists every operation, by the names that Calls counts them under.
func Operations() []string {
	all := append(oidc.Operations(), oidc.Authorize)
	all = append(all, portal.Operations()...)
	all = append(all, sts.Operations()...)
	all = append(all, s3.Operations()...)
	return append(all, metadata.Operations()...)
}

// handler makes the services and puts them on one origin.
func (s *Server) handler(key []byte) (http.Handler, error) {
	s.oidc = oidc.New(oidc.Config{
		Org: s.org, Clock: s.clock, Tokens: s.sessions, Meter: s.meter, Keep: s.secrets.keep,
		Key: subkey(key, "registrations"), VerificationURI: s.URL() + pages.DevicePath,
	})
	verifier := sigv4.Verifier{Keys: s.vault, Now: s.faults.Now}
	s.sts = sts.New(sts.Config{
		Org: s.org, Verifier: verifier, Vault: s.vault, Clock: s.clock, Meter: s.meter, Key: subkey(key, "web identities"),
	})
	route := router{
		sts:         s.sts,
		s3:          s3.New(s3.Config{Org: s.org, Verifier: verifier, Owners: s.vault, Meter: s.meter, Names: s.absent}),
		unsupported: unsupported.New(unsupported.Config{Meter: s.meter, Names: s.absent}),
	}
	screens, err := pages.New(backend{s}, s.clock.real)
	if err != nil {
		return nil, err
	}

	mux := http.NewServeMux()
	s.oidc.Mount(mux)
	portal.New(portal.Config{
		Org: s.org, Tokens: s.sessions, Vault: s.vault, Meter: s.meter, Key: subkey(key, "next tokens"),
	}).Mount(mux)
	screens.Mount(mux)
	metadata.New(metadata.Config{
		Org: s.org, Vault: s.vault, Clock: s.clock, Meter: s.meter, Key: subkey(key, "instance sessions"),
	}).Mount(mux)
	s.mountControl(mux)
	mux.HandleFunc("/", route.elsewhere)
	route.paths = s.countAuthorize(exactPaths(mux, route.elsewhere))
	return route, nil
}

// countAuthorize counts what the pages serve for the OIDC protocol.
func (s *Server) countAuthorize(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == pages.AuthorizePath {
			end, err := s.meter.Begin(r, oidc.Authorize)
			defer end()
			if err != nil {
				refuseAuthorize(w, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// refuseAuthorize says a refusal that a fault asks for to a person's browser.
func refuseAuthorize(w http.ResponseWriter, err error) {
	status := http.StatusTooManyRequests
	if r, ok := errors.AsType[*org.Refusal](err); ok && r.Status != 0 {
		status = r.Status
	}
	http.Error(w, http.StatusText(status), status)
}
