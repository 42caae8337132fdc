package vend

import (
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
)

// signIn is the error for a session that a person has to sign in to; hint is
// "Sign in:" or "Sign in again:".
func signIn(s profile.Session, summary, hint string, cause error) error {
	return &fault.Error{Summary: summary, Hint: hint, Remedy: s.LoginLine(), Code: fault.SignIn, Err: cause}
}

// ended tells when something ended, in local time: "at 09:12", or with the
// day when that is not today's.
func ended(at, now time.Time) string {
	at, now = at.Local(), now.Local()
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return at.Format("at 15:04")
	}
	return at.Format("on Mon 2 Jan at 15:04")
}

// expiredOnArrival is the error for credentials that are over although they
// are new: one of the two clocks is wrong.
func expiredOnArrival(what string, expiration, now time.Time) error {
	return &fault.Error{
		Summary: fmt.Sprintf("%s are new, and yet over by this machine's clock (they end %s, and it is %s)",
			what, expiration.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339)),
		Hint:   "Set the clock right; this shows what it says:",
		Remedy: "date",
	}
}

// lastsEnough tells when credentials end sooner than was asked for. Those that
// do not expire always last.
func (v *Vendor) lastsEnough(c ident.Credentials) error {
	if v.MinTTL <= 0 || c.ValidAt(v.Now(), v.MinTTL) {
		return nil
	}
	left := max(c.Expiration.Sub(v.Now()).Truncate(time.Second), 0)
	return &fault.Error{
		Summary: fmt.Sprintf("credentials that last for %s were asked for (--min-ttl), and AWS gives none that do: these end in %s", v.MinTTL, left),
		Hint:    "Ask for less, or have whoever runs the organisation raise the session duration:",
		Remedy:  "--min-ttl " + max(left.Truncate(time.Minute), time.Minute).String(),
	}
}

// stillWritten tells when keys that fob wrote into the credentials file have
// expired: they cannot be refreshed.
func (e *request) stillWritten(s *profile.Static) error {
	if s.WrittenFor == "" || e.valid(s.Keys, time.Second) {
		return nil
	}
	return &fault.Error{
		Summary: fmt.Sprintf("the keys of the profile %q, which fob wrote for %q, ended %s", s.Profile, s.WrittenFor, ended(s.Keys.Expiration, e.Now())),
		Detail:  []string{"  " + e.where(s.Pos) + ": aws_access_key_id"},
		Hint:    "Write new ones:",
		Remedy:  "fob credentials write " + profile.Quote(s.WrittenFor) + " --as " + profile.Quote(s.Profile),
	}
}
