package endpoint

import (
	"crypto/subtle"
	"encoding/json"
	"net"
	"net/http"
	"strconv"

	"github.com/fobcli/fob/internal/fault"
)

// ServeHTTP answers one request.
//
// A page that the person's browser shows can send requests to this machine,
// too: it has no token, and a name that was made to point here (DNS rebinding)
// shows in the Host header. A port is not compared, for a forwarded one differs.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if !isLoopback(r.Host) {
		refuse(w, http.StatusForbidden, "WrongHost", "this answers to 127.0.0.1, localhost and ::1 alone")
		return
	}
	p, ok := s.places[r.URL.Path]
	if !ok {
		// Whoever has no token learns nothing of which profiles there are.
		p = &place{}
	}
	given := []byte(r.Header.Get("Authorization"))
	if subtle.ConstantTimeCompare(given, []byte(p.token.Reveal())) != 1 || p.token == "" {
		refuse(w, http.StatusUnauthorized, "WrongToken", "the Authorization header does not hold the token of this address")
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "WrongMethod", "credentials are got by GET")
		return
	}
	body, err := p.document(r.Context())
	if err != nil {
		status, code := http.StatusInternalServerError, "Failed"
		switch fault.CodeOf(err) {
		case fault.SignIn:
			status, code = http.StatusForbidden, "SignInNeeded"
		case fault.NoAccess:
			status, code = http.StatusForbidden, "AccessDenied"
		case fault.NoProfile, fault.NoCredentials:
			status, code = http.StatusNotFound, "NoCredentials"
		}
		refuse(w, status, code, message(err))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // whoever hung up asks again
}

// isLoopback reports whether a Host header names this machine itself.
func isLoopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	return name == "127.0.0.1" || name == "localhost" || name == "::1" || name == "[::1]"
}

// refuse answers as the agent of a container does; SDKs show the message.
func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"Code": code, "Message": message}) // as above
}

// message is what the person is told by way of an SDK, the remedy included.
func message(err error) string {
	if remedy := fault.RemedyOf(err); remedy != "" {
		return err.Error() + ". Type: " + remedy
	}
	return err.Error()
}
