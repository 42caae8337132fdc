package sandbox

import (
	"crypto/subtle"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"time"
)

// controlPath is where the control API begins. It is not AWS's: it moves the
// clock, ends sessions and tells counts, for whoever knows the secret that is
// made at each start. Answers are JSON; an error is {"error": "…"}.
//
//	GET    /control/              what there is
//	GET    /control/clock         Clock
//	POST   /control/clock         {"advance":"2h"}; Clock
//	GET    /control/sessions      {"sessions":[Session]}
//	DELETE /control/sessions      ?user=NAME, without it everyone's; {"ended":1}
//	GET    /control/calls         {"calls":{operation: Calls}}
//	DELETE /control/calls         sets them to zero
//	GET    /control/operations    {"operations":[name]}
//	GET    /control/faults        {"faults":[FaultState]}
//	POST   /control/faults        Fault; {"id":1}
//	DELETE /control/faults        ?id=1, without it all; {"cleared":1}
//	GET    /control/rotation      {"rotation":"grace"}
//	POST   /control/rotation      {"rotation":"strict"}; the same, afterwards
//	GET    /control/assumed-roles {"assumedRoles":[AssumedRole]}
//	GET    /control/mfa-code      ?serial=ARN, without it the only one's; {"serial":…,"code":…}
//	POST   /control/web-identity-token {"subject":…,"audience":…,"lifetime":"1h"}; {"token":…}
const controlPath = "/control/"

// maxAdvanced is how far the clock may be moved in all: enough for every
// lifetime, and far from where durations overflow.
const maxAdvanced = 20 * 365 * 24 * time.Hour

// Clock is how far the sandbox's clock is ahead, as the control API tells it.
type Clock struct {
	Advanced        string    `json:"advanced"` // as Go writes durations: 2h0m0s
	AdvancedSeconds float64   `json:"advancedSeconds"`
	Now             time.Time `json:"now"` // on the sandbox's clock
}

func (s *Server) mountControl(mux *http.ServeMux) {
	controls := map[string]func(*http.Request) (any, error){
		"GET " + controlPath + "{$}":         s.controlIndex,
		"GET " + controlPath + "clock":       s.controlClock,
		"POST " + controlPath + "clock":      s.controlAdvance,
		"GET " + controlPath + "sessions":    s.controlSessions,
		"DELETE " + controlPath + "sessions": s.controlEnd,
		"GET " + controlPath + "calls":       s.controlCalls,
		"DELETE " + controlPath + "calls":    s.controlReset,
		"GET " + controlPath + "operations":  s.controlOperations,
	}
	maps.Copy(controls, s.faultControls())
	maps.Copy(controls, s.roleControls())
	for pattern, answer := range controls {
		mux.Handle(pattern, s.controlled(answer))
	}
	mux.Handle(controlPath, s.controlled(func(*http.Request) (any, error) {
		return nil, controlError{http.StatusNotFound, "no such control; GET " + controlPath + " lists them"}
	}))
}

type controlError struct {
	status  int
	message string
}

func (e controlError) Error() string { return e.message }

// controlled lets in who knows the secret.
func (s *Server) controlled(answer func(*http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secret, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok || subtle.ConstantTimeCompare([]byte(secret), []byte(s.controlSecret.Reveal())) != 1 {
			w.Header().Set("WWW-Authenticate", "Bearer")
			writeControl(w, http.StatusUnauthorized, map[string]string{"error": "the control secret is missing or wrong"})
			return
		}
		v, err := answer(r)
		if err != nil {
			status := http.StatusBadRequest
			if e, ok := err.(controlError); ok {
				status = e.status
			}
			writeControl(w, status, map[string]string{"error": err.Error()})
			return
		}
		writeControl(w, http.StatusOK, v)
	})
}

func writeControl(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	_ = enc.Encode(v) // a client that has gone needs no answer
}

func (s *Server) controlIndex(*http.Request) (any, error) {
	return map[string]any{"controls": []string{
		"GET " + controlPath + "clock", "POST " + controlPath + `clock {"advance":"2h"}`,
		"GET " + controlPath + "sessions", "DELETE " + controlPath + "sessions?user=NAME",
		"GET " + controlPath + "calls", "DELETE " + controlPath + "calls",
		"GET " + controlPath + "operations",
		"GET " + controlPath + "faults", "POST " + controlPath + `faults {"fault":"status","status":429}`,
		"DELETE " + controlPath + "faults?id=1",
		"GET " + controlPath + "rotation", "POST " + controlPath + `rotation {"rotation":"strict"}`,
	}}, nil
}

func (s *Server) controlClock(*http.Request) (any, error) {
	d := s.clock.advanced()
	return Clock{Advanced: d.String(), AdvancedSeconds: d.Seconds(), Now: s.clock.Now().UTC()}, nil
}

func (s *Server) controlAdvance(r *http.Request) (any, error) {
	var in struct {
		Advance string `json:"advance"`
	}
	if err := readControl(r, &in); err != nil {
		return nil, controlError{http.StatusBadRequest, `want a body like {"advance":"2h"}`}
	}
	d, err := time.ParseDuration(in.Advance)
	if err != nil || d < 0 || d > maxAdvanced-s.clock.advanced() {
		return nil, controlError{http.StatusBadRequest, `advance: want a duration from 0s on, like "90m" or "8h"`}
	}
	s.Advance(d)
	return s.controlClock(r)
}

func (s *Server) controlSessions(*http.Request) (any, error) {
	return map[string][]Session{"sessions": s.sessions.list()}, nil
}

func (s *Server) controlEnd(r *http.Request) (any, error) {
	user := r.URL.Query().Get("user")
	if _, known := s.org.User(user); user != "" && !known {
		return nil, controlError{http.StatusNotFound, "there is no user " + user}
	}
	return map[string]int{"ended": s.EndSessions(user)}, nil
}

func (s *Server) controlCalls(*http.Request) (any, error) {
	return map[string]map[string]Calls{"calls": s.Calls()}, nil
}

func (s *Server) controlReset(r *http.Request) (any, error) {
	s.ResetCalls()
	return s.controlCalls(r)
}

func (s *Server) controlOperations(*http.Request) (any, error) {
	return map[string][]string{"operations": Operations()}, nil
}
