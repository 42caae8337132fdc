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

func TestPopulateAsksBeforeItRemovesSomebodysWork(t *testing.T) {
	for name, tc := range map[string]struct {
		answers []string
		removed bool
	}{
		"no by default": {[]string{"Remove gone.admin, too?", "\r"}, false},
		"yes":           {[]string{"Remove gone.admin, too?", "y\r", "Write them to ~/.aws/config?", "\r"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.signIn()
			w.must(guidePopulate...)
			w.writeConfig(w.config() + gone + "output = json\n")
			p := w.sit(guidePopulate...)
			p.answer(tc.answers...)
			if code := p.leaves(); code != 0 || strings.Contains(w.config(), "gone.admin") == tc.removed {
				t.Errorf("code %d\n%s\n%s", code, p.Raw(), w.config())
			}
		})
	}
}

// What a person agreed to is what is done, or nothing is.
func TestPopulateDoesNothingWhenTheConfigChangedWhileItAsked(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	w.must(guidePopulate...)
	w.writeConfig(w.config() + gone)
	p := w.sit(guidePopulate...)
	p.See("Write them to ~/.aws/config?")
	w.writeConfig(strings.Replace(w.config(), gone, strings.Replace(gone, "sso_auto_populated = true", "sso_auto_populated = no", 1), 1))
	edited := w.config()
	p.Type("\r")
	p.See("meanwhile")
	if code := p.leaves(); code != 1 || w.config() != edited {
		t.Errorf("code %d\n%s\n%s", code, p.Raw(), w.config())
	}
}
