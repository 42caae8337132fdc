package profile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
)

// Resolve works out the chain of a profile. The error is a *fault.Error: code
// 5 when there is no such profile, 7 when it names no credentials, else 1. A
// section with a line that nothing reads is an error, as the key that decides
// may be in that line.
//
// The selected profile's role_arn counts before all its other keys; in the
// profiles that it leads to by source_profile, whole static keys count before
// a role_arn, except for those that fob itself wrote there beside it. A blank
// value is none.
func Resolve(v *awsconfig.View, name string) (Chain, error) {
	w := walk{view: v}
	base, err := w.down(name)
	if err != nil {
		return Chain{}, w.led(err)
	}
	c := Chain{Profile: name, Steps: []Step{base}}
	for _, role := range slices.Backward(w.roles) {
		c.Steps = append(c.Steps, role)
	}
	if sso := c.SSO(); sso != nil && sso.Role == "" && len(c.Steps) > 1 {
		e := noCredentials(sso.Profile, fmt.Sprintf(
			"the profile %q is a source_profile, but without sso_account_id and sso_role_name it gives no credentials", sso.Profile))
		if s, ok := v.Profile(sso.Profile); ok {
			e.Detail = []string{shown(v, firstOf(s, "sso_session"))}
		}
		return Chain{}, w.led(e)
	}
	return c, nil
}

// walk goes from the selected profile down its source_profile keys to the
// profile that has credentials of its own.
type walk struct {
	view    *awsconfig.View
	roles   []*AssumeRole        // met on the way down
	visited []string             // profiles met, in order
	sources []awsconfig.Property // the source_profile keys that led from one to the next
}

// down returns the base of the chain.
func (w *walk) down(name string) (Step, error) {
	for {
		s, ok := w.view.Profile(name)
		if !ok {
			return nil, w.notThere(name)
		}
		if err := w.view.ErrIn(s); err != nil {
			return nil, err
		}
		if slices.Contains(w.visited, name) {
			return nil, w.loop(name)
		}
		w.visited = append(w.visited, name)
		if len(w.visited) > 1 && !copied(s) {
			if keys, err := static(w.view, s); err == nil && keys != nil {
				return keys, nil
			}
		}
		role := assumeRole(s)
		if role == nil {
			return base(w.view, s)
		}
		if err := role.fobKeys(w.view, s); err != nil {
			return nil, err
		}
		w.roles = append(w.roles, role)
		source, err := sourceOf(w.view, s)
		if err != nil {
			return nil, err
		}
		switch {
		case source.Key == "credential_source":
			return credentialSource(w.view, s)
		case source.Value == name:
			// It names itself: all but its role is the source.
			w.sources = append(w.sources, source)
			return base(w.view, s)
		}
		w.sources = append(w.sources, source)
		name = source.Value
	}
}

// led adds to an error in a profile that was reached by source_profile the
// keys that led there, unless it shows them already.
func (w *walk) led(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	for _, k := range slices.Backward(w.sources) {
		if line := shown(w.view, k); !slices.Contains(f.Detail, line) {
			f.Detail = append(f.Detail, line)
		}
	}
	return err
}

func (w *walk) notThere(name string) error {
	names := profileNames(w.view)
	if len(w.sources) == 0 {
		return NotFound(names, name)
	}
	from := w.visited[len(w.visited)-1]
	e := mistake(w.view, fmt.Sprintf("the profile %q takes its credentials from the profile %q, which does not exist", from, name), w.sources[len(w.sources)-1])
	if near := Near(name, names); len(near) > 0 {
		return fix(e, "Did you mean:", set("source_profile", Quote(near[0]), from))
	}
	return fix(e, "List the profiles there are:", "fob profiles")
}

func (w *walk) loop(name string) error {
	from := slices.Index(w.visited, name)
	round := append(slices.Clone(w.visited[from:]), name)
	return mistake(w.view, "these profiles take their credentials from each other, so that none has any: "+strings.Join(round, " -> "), w.sources[from:]...)
}

// assumeRole returns the role that a profile takes on with other credentials,
// nil when it does not.
func assumeRole(s *awsconfig.Section) *AssumeRole {
	arn := firstOf(s, "role_arn")
	if arn.Value == "" || s.Get("web_identity_token_file") != "" {
		return nil
	}
	duration := firstOf(s, "duration_seconds")
	seconds, err := strconv.Atoi(duration.Value)
	if err != nil {
		seconds = 0 // the AWS CLI passes over what is no number
	}
	return &AssumeRole{
		Profile: s.Name, RoleARN: arn.Value, RoleSessionName: s.Get("role_session_name"),
		ExternalID: s.Get("external_id"), MFASerial: s.Get("mfa_serial"),
		DurationSeconds: seconds, Pos: arn.Pos, DurationPos: duration.Pos,
	}
}

// sourceOf returns the one key that tells whose credentials the role is
// assumed with.
func sourceOf(v *awsconfig.View, s *awsconfig.Section) (awsconfig.Property, error) {
	keys := present(s, "source_profile", "credential_source")
	switch len(keys) {
	case 1:
		return keys[0], nil
	case 0:
		return awsconfig.Property{}, fix(
			mistake(v, fmt.Sprintf("the profile %q has a role_arn, but neither source_profile nor credential_source says whose credentials assume it", s.Name), firstOf(s, "role_arn")),
			"Name the profile that may assume it:", set("source_profile", "NAME", s.Name))
	}
	return awsconfig.Property{}, fix(
		mistake(v, fmt.Sprintf("the profile %q has both source_profile and credential_source; only one can be meant", s.Name), keys...),
		"Take one of them out, such as:", unset("credential_source", s.Name))
}

func credentialSource(v *awsconfig.View, s *awsconfig.Section) (Step, error) {
	k := firstOf(s, "credential_source")
	switch k.Value {
	case SourceEnvironment, SourceInstance, SourceContainer:
		return &CredentialSource{Profile: s.Name, Source: k.Value, Pos: k.Pos}, nil
	}
	return nil, fix(
		mistake(v, fmt.Sprintf("the profile %q names the unknown credential_source %q; there are %s, %s and %s", s.Name, k.Value, SourceEnvironment, SourceInstance, SourceContainer), k),
		"Write one of them, such as:", set("credential_source", SourceEnvironment, s.Name))
}

func profileNames(v *awsconfig.View) []string {
	var names []string
	for _, s := range v.Sections() {
		if s.Type == awsconfig.TypeProfile {
			names = append(names, s.Name)
		}
	}
	return names
}
