//go:build unix

package app_test

import (
	"strings"
	"testing"
)

func TestPopulateAsksAPerson(t *testing.T) {
	for name, tc := range map[string]struct {
		answer  string
		code    int
		written bool
	}{
		"yes by default": {"\r", 0, true},
		"no":             {"n\r", 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.signIn()
			p := w.sit(guidePopulate...)
			p.answer("Write them to ~/.aws/config?", tc.answer)
			if code := p.leaves(); code != tc.code || (w.config() == guideConfig+populated) != tc.written {
				t.Errorf("code %d\n%s\n%s", code, p.Raw(), w.config())
			}
		})
	}
}

func TestPopulateSignsAPersonInAndAsksForTheRegion(t *testing.T) {
	w := newWorld(t)
	p := w.sit("populate", "--sso-start-url", "https://my-company.awsapps.com/start", "--sso-region", "us-east-1", "--no-browser", "--yes")
	p.answer("Region of the profiles", "\r")
	p.approves()
	if code := p.leaves(); code != 0 || strings.Count(w.config(), "\nregion = us-east-1\n") != 4 {
		t.Errorf("code %d\n%s\n%s", code, p.Raw(), w.config())
	}
}
