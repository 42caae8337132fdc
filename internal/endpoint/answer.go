package endpoint

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/loopback"
)

// ServeHTTP answers one request.
//
// A web page can send requests to this machine, too. It has no token, and a
// name that was made to point here (DNS rebinding) shows in the Host header.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if !loopback.IsHost(r.Host) {
		refuse(w, http.StatusForbidden, "WrongHost", "only requests to 127.0.0.1, localhost or ::1 are answered")
		return
	}
	p, ok := s.places[r.URL.Path]
	if !ok {
		// Without a token nobody learns which profiles are served.
		p = &place{}
	}
	if !p.opensWith(r.Header.Get("Authorization")) {
		refuse(w, http.StatusUnauthorized, "WrongToken", "the Authorization header does not hold the token of this address")
		return
	}
	loopback.Prove(r.Context())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "WrongMethod", "use GET")
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

// refuse answers as the agent of a container does; SDKs show the message.
func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"Code": code, "Message": message}) // as above
}

// message is what the person is told by way of an SDK, the remedy included.
func message(err error) string {
	if remedy := fault.RemedyOf(err); remedy != "" {
		return fault.Text(err) + ". Type: " + remedy
	}
	return fault.Text(err)
}
