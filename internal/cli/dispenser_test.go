package cli

import (
	"os"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
)

// dispense makes what fob serve answers with.
func (s *sessionEnv) dispense(t *testing.T, allow ...string) *dispenser {
	t.Helper()
	d, err := newDispenser(s.Env, allow)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rewrite replaces text in the config file.
func (s *sessionEnv) rewrite(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(s.Paths.Config)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.ReplaceAll(string(text), from, to)
	if changed == string(text) {
		t.Fatalf("the config does not hold %q", from)
	}
	if err := os.WriteFile(s.Paths.Config, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAllowIsCheckedAtEachAnswer(t *testing.T) {
	s := newVendEnv(t, twoSessions)
	s.prodKeys(t)
	d := s.dispense(t, "Read*")
	if keys, err := d.give(t.Context(), "prod"); err != nil || keys.AccessKeyID != "ASIAPROD" {
		t.Fatalf("an allowed role: %q, %v", keys.AccessKeyID, err)
	}
	s.rewrite(t, "sso_role_name = ReadOnly", "sso_role_name = AdministratorAccess")
	keys, err := d.give(t.Context(), "prod")
	if keys.AccessKeyID != "" {
		t.Error("a role that is not allowed was given after the config changed")
	}
	if fault.CodeOf(err) != fault.NoAccess {
		t.Errorf("the error is %v, with code %d", err, fault.CodeOf(err))
	}
}

func TestAllowRefusesWhatHasNoRole(t *testing.T) {
	s := newVendEnv(t, twoSessions)
	for _, name := range []string{"keys", "prod"} {
		keys, err := s.dispense(t, "Admin*").give(t.Context(), name)
		if keys.AccessKeyID != "" || fault.CodeOf(err) != fault.NoAccess {
			t.Errorf("%s: %q, %v", name, keys.AccessKeyID, err)
		}
	}
}

// What is checked is what is given, although the config changes in between.
func TestAllowChecksTheRoleThatIsGiven(t *testing.T) {
	s := newVendEnv(t, twoSessions)
	s.prodKeys(t)
	reads := 0
	read := s.Files
	s.Files = func() (awsconfig.Files, error) {
		files, err := read()
		if reads++; reads == 1 {
			s.rewrite(t, "[profile prod]", "[profile was-prod]")
			s.rewrite(t, "[profile keys]", "[profile prod]")
		}
		return files, err
	}
	keys, err := s.dispense(t, "ReadOnly").give(t.Context(), "prod")
	if err != nil || keys.AccessKeyID != "ASIAPROD" {
		t.Errorf("gave %q, %v", keys.AccessKeyID, err)
	}
}

func TestServeRefusesANamedProfileThatIsNotAllowed(t *testing.T) {
	s := newVendEnv(t, twoSessions)
	d := s.dispense(t, "ReadOnly")
	if _, err := d.served([]string{"prod", "keys"}, false); fault.CodeOf(err) != fault.NoAccess {
		t.Errorf("named: %v", err)
	}
	if names, err := d.served([]string{"prod", "keys"}, true); err != nil || len(names) != 1 || names[0] != "prod" {
		t.Errorf("found by a pattern: %v, %v", names, err)
	}
	if _, err := d.served([]string{"keys"}, true); fault.CodeOf(err) != fault.NoAccess {
		t.Errorf("none of those found by a pattern: %v", err)
	}
}
