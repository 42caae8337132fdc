package ident

import (
	"log/slog"
	"time"
)

// Secret is text that must never be shown: a token, a secret key, a code.
// Printing it with any verb, logging it or encoding it as JSON hides it; only
// Reveal gives the text, so every place that lets it out can be searched for.
type Secret string

const hidden = "[secret]"

// Reveal returns the text itself, for the wire and for the caches.
func (s Secret) Reveal() string { return string(s) }

// String hides the secret.
func (s Secret) String() string { return hidden }

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return hidden }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText hides the secret from encoding/json and its like: whoever must
// write it calls Reveal.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Credentials are keys that sign AWS requests.
type Credentials struct {
	AccessKeyID     string
	SecretAccessKey Secret
	SessionToken    Secret    // empty for long-lived keys
	Expiration      time.Time // UTC; zero means they do not expire
	AccountID       AccountID // empty when the source does not tell
}

// ValidAt reports whether the keys can still be used at now and for at least
// spare after it. Keys without an expiration always can.
func (c Credentials) ValidAt(now time.Time, spare time.Duration) bool {
	return c.AccessKeyID != "" && (c.Expiration.IsZero() || c.Expiration.Sub(now) >= spare)
}
