package cli

import (
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/shell"
	"github.com/fobcli/fob/internal/winenv"
)

// saveForUser writes the switch into the environment that Windows gives to the
// user's new programs. What was there before is told; keys that would win are
// told and left, for they may be nowhere else.
func saveForUser(e *Env, s shell.Switch) error {
	old, err := userVariables(e)
	if err != nil {
		return err
	}
	changes := userChanges(s, old)
	if err := e.Registry.Apply(changes); err != nil {
		return &fault.Error{Summary: "your user environment cannot be written: " + err.Error(), Err: err}
	}
	if s.Profile == "" {
		fmt.Fprintln(e.Stderr, "New programs of your Windows user get no profile any more.")
	} else {
		fmt.Fprintf(e.Stderr, "New programs of your Windows user use %s. Those that run keep what they have.\n", s.Profile)
	}
	for _, c := range changes {
		if was, ok := old[c.Name]; ok && (c.Value == nil || *c.Value != was) {
			fmt.Fprintf(e.Stderr, "%s was %s before.\n", c.Name, was)
		}
	}
	if s.Profile == "" {
		return nil
	}
	fmt.Fprintln(e.Stderr, "Take it back:\n  fob use --unset --user")
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE"} {
		if _, ok := old[name]; ok {
			fmt.Fprintf(e.Stderr, "Warning: %s is in your user environment and wins over the profile. Clear it:\n"+
				"  [Environment]::SetEnvironmentVariable(\"%s\", $null, \"User\")\n", name, name)
		}
	}
	return nil
}

// userChanges are the variables to write: those of the switch, and
// AWS_DEFAULT_PROFILE, which boto3 asks first, out of the way.
func userChanges(s shell.Switch, old map[string]string) []winenv.Change {
	changes := []winenv.Change{{Name: "AWS_PROFILE"}}
	if s.Profile != "" {
		changes[0].Value = &s.Profile
	}
	if _, ok := old["AWS_DEFAULT_PROFILE"]; ok {
		changes = append(changes, winenv.Change{Name: "AWS_DEFAULT_PROFILE"})
	}
	if region := string(s.Region); region != "" {
		changes = append(changes, winenv.Change{Name: "AWS_REGION", Value: &region}, winenv.Change{Name: "AWS_DEFAULT_REGION", Value: &region})
	}
	return changes
}

// userVariables reads what the registry holds of AWS for this user.
func userVariables(e *Env) (map[string]string, error) {
	names := append(shell.Contrary(), "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION")
	old := map[string]string{}
	for _, name := range names {
		value, ok, err := e.Registry.Get(winenv.User, name)
		if err != nil {
			return nil, err
		}
		if ok && value != "" {
			old[name] = strings.TrimRight(value, "\x00")
		}
	}
	return old, nil
}
