package sts

import (
	"strings"
	"testing"
	"time"
)

type wall struct{ now time.Time }

func (w wall) Now() time.Time             { return w.now }
func (w wall) Seen(t time.Time) time.Time { return t }

// Nobody makes a token that is taken, whatever they send.
func FuzzWebIdentityToken(f *testing.F) {
	h := &Handler{Config: Config{Clock: wall{time.Unix(1_800_000_000, 0)}, Key: []byte("a key of the test")}}
	good := h.WebIdentityToken("repo:corp/app:main", "", time.Hour).Reveal()
	parts := strings.Split(good, ".")
	for _, s := range []string{
		good, good + "x", good[1:], "", ".", "..", "a.b.c", parts[0] + "." + parts[1] + ".", parts[0] + ".." + parts[2],
		"eyJhbGciOiJub25lIn0." + parts[1] + ".", parts[0] + "." + parts[1] + "\n." + parts[2],
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if c, err := h.openToken(token); err == nil && token != good {
			t.Fatalf("%q was taken for %+v", token, c)
		}
	})
}
