package sandbox

import (
	"errors"
	"time"
)

// Server is a running sandbox. All methods are safe for use by many goroutines.
type Server struct{}

// New starts a sandbox; it serves until Close. It refuses an address outside
// the loopback interface.
func New(c Config) (*Server, error) { return nil, errors.New("not yet") }

// URL is the one origin of all services, such as http://127.0.0.1:40111, without a slash at its end.
func (s *Server) URL() string { return "" }

// Close ends the sandbox and waits for the calls it is answering.
func (s *Server) Close() error { return nil }

// Advance makes all that was issued older by d and returns the total so far.
func (s *Server) Advance(d time.Duration) time.Duration { return 0 }

// Calls returns the counts per operation since the start or ResetCalls.
func (s *Server) Calls() map[string]Calls { return nil }

// ResetCalls sets all counts to zero.
func (s *Server) ResetCalls() {}

// EndSessions ends all sessions of a user (an empty name: of everyone) as an
// administrator would, and returns how many there were.
func (s *Server) EndSessions(user string) int { return 0 }

// Secrets returns every token, code, key and secret that was ever issued, when
// Config.RecordSecrets is set.
func (s *Server) Secrets() []string { return nil }

// ControlURL is where the control API begins; it ends with a slash.
func (s *Server) ControlURL() string { return "" }

// ControlSecret is the bearer secret of the control API.
func (s *Server) ControlSecret() string { return "" }
