package profile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
)

// sso resolves a profile that has any of the sso_ keys.
func sso(v *awsconfig.View, s *awsconfig.Section) (Step, error) {
	session, err := sessionFor(v, s)
	if err != nil {
		return nil, err
	}
	account, role := firstOf(s, "sso_account_id"), firstOf(s, "sso_role_name")
	switch {
	case account.Value != "" && role.Value == "":
		return nil, missingKeys(v, s, "sso_role_name")
	case account.Value == "" && role.Value != "":
		return nil, missingKeys(v, s, "sso_account_id")
	case account.Value == "":
		return &SSO{Profile: s.Name, Session: session, Pos: firstOf(s, "sso_session").Pos}, nil
	}
	return &SSO{
		Profile: s.Name, Session: session, Pos: account.Pos,
		Account: ident.AccountID(account.Value), Role: ident.RoleName(role.Value),
		accountAt: shown(v, account), roleAt: shown(v, role),
	}, nil
}

// sessionFor returns the session that a profile's sso_ keys name, as strictly
// as vending needs it.
func sessionFor(v *awsconfig.View, s *awsconfig.Section) (Session, error) {
	name := firstOf(s, "sso_session")
	if name.Value == "" {
		return legacyFor(v, s)
	}
	section, ok := v.Session(name.Value)
	if !ok {
		e := mistake(v, fmt.Sprintf("the profile %q signs in with the session %q, which does not exist", s.Name, name.Value), name)
		if near := Near(name.Value, sessionNames(v)); len(near) > 0 {
			return Session{}, fix(e, "Did you mean:", set("sso_session", Quote(near[0]), s.Name))
		}
		return Session{}, fix(e, "Set it up:", "fob configure sso-session")
	}
	if err := v.ErrIn(section); err != nil {
		return Session{}, err
	}
	if twice := present(s, "sso_start_url", "sso_region"); len(twice) > 0 {
		// The AWS CLI lets them stand when they are equal; the SDKs do not.
		var keys, lines []string
		for _, k := range twice {
			keys = append(keys, k.Key)
			lines = append(lines, unset(k.Key, s.Name))
		}
		return Session{}, fix(
			mistake(v, fmt.Sprintf("the profile %q has %s beside sso_session; only the session may say that", s.Name, strings.Join(keys, " and ")), append(twice, name)...),
			"Take it out:", strings.Join(lines, "\n"))
	}
	session := sessionIn(v, section)
	session.Profile = s.Name
	err := session.complete(v, section, everything)
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		f.Detail = append(f.Detail, shown(v, name))
	}
	return session, err
}

// legacyFor returns the session of a profile that has all four keys itself.
func legacyFor(v *awsconfig.View, s *awsconfig.Section) (Session, error) {
	var lacking []string
	for _, k := range [...]string{"sso_start_url", "sso_region", "sso_account_id", "sso_role_name"} {
		if s.Get(k) == "" {
			lacking = append(lacking, k)
		}
	}
	if len(lacking) > 0 {
		return Session{}, missingKeys(v, s, lacking...)
	}
	session := sessionIn(v, s)
	session.Profile = s.Name
	return session, nil
}

// missingKeys is the error for a profile that has some of the sso_ keys.
func missingKeys(v *awsconfig.View, s *awsconfig.Section, lacking ...string) error {
	return fix(
		mistake(v, fmt.Sprintf("the profile %q uses SSO, but lacks %s", s.Name, strings.Join(lacking, ", ")), present(s, ssoKeys[:]...)...),
		"Complete it:", "fob configure sso --profile "+Quote(s.Name))
}

// Check tells whether the account and the role are such, for whoever puts
// them into a request.
func (s *SSO) Check() error {
	if _, err := ident.ParseAccountID(string(s.Account)); err != nil {
		return s.wrong(s.accountAt, err)
	}
	if _, err := ident.ParseRoleName(string(s.Role)); err != nil {
		return s.wrong(s.roleAt, err)
	}
	return s.Session.Check()
}

func (s *SSO) wrong(where string, err error) error {
	return fix(&fault.Error{
		Summary: fmt.Sprintf("the profile %q: %v", s.Profile, err),
		Detail:  []string{where},
		Err:     err,
	}, "Correct it:", "fob configure sso --profile "+Quote(s.Profile))
}
