package main

import (
	"path/filepath"
	"testing"
)

// How often it asks is counted here; how long that takes is for the command.
func TestAColdRunAsksExactlyWhatItNeeds(t *testing.T) {
	dir := t.TempDir()
	p, err := buildAll(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	h, err := signIn(t.Context(), filepath.Join(dir, "home"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = h.sandbox.Close() }()
	for _, c := range coldRuns {
		for range 3 {
			if _, err := h.cold(t.Context(), p, c); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
	h.sandbox.ResetCalls()
	if _, err := once(t.Context(), p, h.subject(), vend(p, few)); err != nil {
		t.Fatal(err)
	}
	if err := expectCalls(h.sandbox.Calls(), nil); err != nil {
		t.Errorf("a warm run asks: %v", err)
	}
}
