package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
)

// pickProfile lets the person choose.
func pickProfile(ctx context.Context, e *Env, files awsconfig.Files, names []string) (string, error) {
	if len(names) == 0 {
		return "", &fault.Error{Summary: "no profile is set up yet", Hint: "Set one up:", Remedy: "fob configure sso"}
	}
	if !e.Interactive() {
		return "", fault.NewUsage("no profile is named", "fob use "+profile.Quote(names[0]))
	}
	current, _ := e.Profile()
	items := make([]Item, 0, len(names))
	files.EachProfile([]string{"sso_account_id", "sso_role_name", "role_arn"}, func(s *awsconfig.Section) {
		items = append(items, Item{Label: strings.Clone(s.Name), Detail: strings.Trim(describeProfile(s), " ()")})
	})
	i, err := e.Asker().Pick(ctx, Choice{Title: "Use which profile?", Items: items, Initial: max(0, slices.IndexFunc(items, func(i Item) bool { return i.Label == current }))})
	if err != nil {
		return "", err
	}
	return items[i].Label, nil
}

// describeProfile adds account and role to a name, where the profile tells.
func describeProfile(s *awsconfig.Section) string {
	account, role := s.Get("sso_account_id"), s.Get("sso_role_name")
	switch {
	case account != "" && role != "":
		return " (" + account + ", " + role + ")"
	case s.Get("role_arn") != "":
		return " (" + s.Get("role_arn") + ")"
	}
	return ""
}
