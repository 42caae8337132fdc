package faults

import (
	"errors"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/sandbox/org"
)

func TestNoMoreThanAThousandFaultsAreSet(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	e := New(func() time.Time { return now }, func() time.Time { return now })
	f := org.Fault{Kind: org.FaultReset, Until: time.Minute}
	for range maxRules {
		if _, err := e.Add(f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.Add(f); !errors.Is(err, ErrTooMany) || len(e.List()) != maxRules {
		t.Errorf("one more: %v, %d are set", err, len(e.List()))
	}
	now = now.Add(time.Hour) // their time is over
	if _, err := e.Add(f); err != nil || len(e.rules) != 1 {
		t.Errorf("after their end: %v, %d are set", err, len(e.rules))
	}
}
