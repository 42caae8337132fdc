package cli

import (
	"slices"

	"github.com/fobcli/fob/internal/populate"
)

// populateReport is `fob configure populate -o json`. Fields are added, never
// renamed.
type populateReport struct {
	Session    string             `json:"session"` // empty for legacy profiles
	NewSession bool               `json:"new_session"`
	StartURL   string             `json:"start_url"`
	SSORegion  string             `json:"sso_region"`
	ConfigFile string             `json:"config_file"`
	DryRun     bool               `json:"dry_run"`
	Written    bool               `json:"written"`
	Accounts   int                `json:"accounts"`
	Roles      int                `json:"roles"`
	Added      []populatedProfile `json:"added"`
	Changed    []populatedProfile `json:"changed"`
	Removed    []populatedProfile `json:"removed"`
	Unchanged  []populatedProfile `json:"unchanged"`
	Earlier    []populatedProfile `json:"earlier"` // under other names, for roles that are still there
	Left       []populatedProfile `json:"left"`    // not written, or not removed, with the reason
	Incomplete []unlistedAccount  `json:"incomplete"`
	Collisions []nameCollision    `json:"collisions"`
	Warnings   []string           `json:"warnings"`
}

type populatedProfile struct {
	Name        string   `json:"name"`
	AccountID   string   `json:"account_id"`
	AccountName string   `json:"account_name"`
	RoleName    string   `json:"role_name"`
	Region      string   `json:"region"`
	Keys        []string `json:"keys,omitempty"` // that were set or removed
	Reason      string   `json:"reason,omitempty"`
}

// unlistedAccount is an account whose roles are not known.
type unlistedAccount struct {
	AccountID   string   `json:"account_id"`
	AccountName string   `json:"account_name"`
	Reason      string   `json:"reason"`
	Profiles    []string `json:"profiles"` // that stay as they are
}

type nameCollision struct {
	Name     string             `json:"name"`
	Profiles []populatedProfile `json:"profiles"` // under the names that they have now
}

func reportDocument(e *Env, r populate.Report) populateReport {
	doc := populateReport{
		Session: string(r.Session), NewSession: r.New && r.Session != "", StartURL: string(r.StartURL), SSORegion: string(r.Region),
		ConfigFile: e.Paths.Config, Accounts: r.Accounts, Roles: r.Roles,
		Added: profilesOf(r.Added), Changed: profilesOf(r.Changed), Removed: profilesOf(r.Removed),
		Unchanged: profilesOf(r.Unchanged), Earlier: profilesOf(r.Earlier), Left: profilesOf(slices.Concat(r.Left, r.Kept, r.Edited)),
		Incomplete: []unlistedAccount{}, Collisions: []nameCollision{}, Warnings: append([]string{}, r.Warnings...),
	}
	for _, u := range r.Unknown {
		doc.Incomplete = append(doc.Incomplete, unlistedAccount{string(u.Account), u.Name, u.Reason, append([]string{}, u.Profiles...)})
	}
	for _, c := range r.Collisions {
		n := nameCollision{Name: c.Name}
		for _, m := range c.Members {
			n.Profiles = append(n.Profiles, profileOf(m))
		}
		doc.Collisions = append(doc.Collisions, n)
	}
	return doc
}

func profileOf(c populate.Candidate) populatedProfile {
	return populatedProfile{
		Name: c.Name, AccountID: string(c.Account), AccountName: c.AccountName, RoleName: string(c.Role.Role), Region: string(c.Region),
	}
}

func profilesOf(entries []populate.Entry) []populatedProfile {
	all := make([]populatedProfile, 0, len(entries))
	for _, e := range entries {
		p := profileOf(e.Candidate)
		p.Keys, p.Reason = e.Keys, e.Reason
		all = append(all, p)
	}
	return all
}
