package app_test

import (
	"strings"
	"testing"
)

// Keys that are lent are in no copy of their own. Where an edit of the whole
// file kept them, whoever takes them away is told.
func TestLentKeysInUndoCopiesAreTold(t *testing.T) {
	const told = "The undo copies in ~/.aws/fob/undo still hold secrets that are no longer in the files. Erase them:\n  fob configure undo --forget\n"
	for name, tc := range map[string]struct {
		edit []string // after the keys were written
		take []string
		told bool
	}{
		"cleared":              {[]string{"configure", "set", "region", "eu-west-1", "-p", "lent"}, []string{"credentials", "clear"}, true},
		"signed out":           {[]string{"configure", "set", "region", "eu-west-1", "-p", "lent"}, []string{"logout"}, true},
		"all signed out":       {[]string{"configure", "set", "region", "eu-west-1", "-p", "lent"}, []string{"logout", "--all"}, true},
		"written again":        {[]string{"configure", "set", "region", "eu-west-1", "-p", "lent"}, []string{"credentials", "write", "my-prod-account", "--as", "lent"}, true},
		"only the config kept": {[]string{"configure", "set", "output", "json", "-p", "my-dev-account"}, []string{"credentials", "clear"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.signIn()
			w.must("credentials", "write", "my-dev-account", "--as", "lent")
			w.must(tc.edit...)
			r := w.must(tc.take...)
			if strings.Contains(r.stderr, told) != tc.told {
				t.Errorf("it says\n%s", r.stderr)
			}
			if tc.told {
				w.must("configure", "undo", "--forget")
			}
			if r := w.must("credentials", "clear"); strings.Contains(r.stderr, "undo copies") {
				t.Errorf("afterwards it says\n%s", r.stderr)
			}
		})
	}
}
