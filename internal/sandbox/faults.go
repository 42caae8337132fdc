package sandbox

import (
	"github.com/fobcli/fob/internal/sandbox/faults"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// Fault is what goes wrong with some of the calls; its fields say which.
type Fault = org.Fault

// FaultKind is what goes wrong with a call.
type FaultKind = org.FaultKind

// FaultState is a fault that is set, and what it did so far.
type FaultState = faults.State

// The kinds of faults, as Fault.Kind. After Latency and Skew the client gets
// its answer; after Status, Throttle, Limit, Hang, Reset and Garbage the call
// was not carried out; after all others it was.
const (
	Latency     = org.FaultLatency     // the answer comes Delay later
	Status      = org.FaultStatus      // the answer is Status, in the service's shape
	Throttle    = org.FaultThrottle    // the answer is the service's own "too many calls"
	Limit       = org.FaultLimit       // the same, for what exceeds CallsPerSecond
	Hang        = org.FaultHang        // there is no answer until the client gives up
	Reset       = org.FaultReset       // the connection is reset
	ResetWithin = org.FaultResetWithin // the connection is reset in the middle of the answer
	Garbage     = org.FaultGarbage     // the answer is 200 with bytes that mean nothing
	Truncated   = org.FaultTruncated   // the answer has the first half of its body
	Mistyped    = org.FaultMistyped    // the answer has values of other types
	Skew        = org.FaultSkew        // the service's clock is Skew ahead: Date, check of signatures
	Slow        = org.FaultSlow        // the body comes at BytesPerSecond
	Lost        = org.FaultLost        // the call is carried out, then the connection is reset
)

// Rotation is what becomes of a refresh token that is used.
type Rotation = org.Rotation

// The ways of rotation.
const (
	RotationOff    = org.RotationOff    // the same one is given back
	RotationGrace  = org.RotationGrace  // the previous one is good until its successor is used, and a minute more
	RotationStrict = org.RotationStrict // reuse of a previous one ends the session
)

// Fault sets a fault and returns its number, which ClearFaults takes. It works
// from the next call on; calls that are running are left alone.
//
// Errors: *org.FaultError for one that makes no sense.
func (s *Server) Fault(f Fault) (id int, err error) { return s.faults.Add(f) }

// Faults lists the faults that are set, the oldest first. One whose count or
// time is over is gone.
func (s *Server) Faults() []FaultState { return s.faults.List() }

// ClearFaults takes back one fault, or all of them for zero, and returns how
// many there were.
func (s *Server) ClearFaults(id int) (cleared int) { return s.faults.Clear(id) }

// SetRotation changes what becomes of refresh tokens, for the sessions that
// there are too.
func (s *Server) SetRotation(r Rotation) error {
	r, err := org.ParseRotation(string(r))
	if err == nil {
		s.sessions.setRotation(r)
	}
	return err
}

// Rotation is what becomes of refresh tokens at this moment.
func (s *Server) Rotation() Rotation { return s.sessions.rotates() }
