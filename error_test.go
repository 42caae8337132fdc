package fob_test

import (
	"testing"

	"github.com/fobcli/fob"
)

// An error's text goes to logs and terminals of other programs.
func TestTextFromOutsideIsEscapedInErrors(t *testing.T) {
	const hostile = "a\x1b[2J\nb\u202e"
	for want, err := range map[string]*fob.Error{
		`no a\x1b[2J\nb\u202e`:                       {Summary: "no " + hostile},
		`x. Try: fob login a\x1b[2J\nb\u202e`:        {Summary: "x", Hint: "Try:", Remedy: "fob login " + hostile},
		`a\x1b[2J\nb\u202e. a\x1b[2J\nb\u202e fob x`: {Summary: hostile, Hint: hostile, Remedy: "fob x"},
	} {
		if got := err.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
