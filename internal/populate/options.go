package populate

import (
	"slices"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
)

// Action is what becomes of the keys that a profile has already.
type Action string

// The actions. What fob writes of itself (session, account, role, region) is
// written in all three, but Keep leaves a profile that is somebody's own and
// leads elsewhere.
const (
	Keep      Action = "keep"      // other keys stay, also against Defaults
	Overwrite Action = "overwrite" // other keys stay, but Defaults win
	Discard   Action = "discard"   // other keys go
)

// Actions lists the actions.
func Actions() []Action { return []Action{Keep, Overwrite, Discard} }

// Setting is one key and its value.
type Setting struct{ Key, Value string }

// Instance is the Identity Center that the roles belong to.
type Instance struct {
	Session  ident.SessionName // the profiles' sso_session; empty: legacy keys in each
	New      bool              // the session has no section yet: the plan makes it
	StartURL ident.StartURL
	Region   ident.Region
}

// ProcessLine says what is done about credential_process.
type ProcessLine int

// The ways.
const (
	LeaveProcess  ProcessLine = iota // a line that is there stays
	WriteProcess                     // each profile gets one
	RemoveProcess                    // none has one
)

// Options are what was asked for.
type Options struct {
	Instance
	Separator   string // for what tells colliding names apart
	Existing    Action
	Defaults    []Setting // further keys of every profile; a key comes once
	ProcessLine ProcessLine
	// RemoveOwn lets a profile whose role is gone be removed although somebody
	// has worked on it. It takes a person's answer.
	RemoveOwn bool
	// Helper is the command of credential_process, without --profile NAME.
	Helper string
	// Quote quotes the name of a profile for it.
	Quote func(string) string
}

// scopes are what a session that fob makes asks for: the AWS CLI's default.
const scopes = "sso:account:access"

// The keys that belong to fob.
const (
	keySession     = "sso_session"
	keyStartURL    = "sso_start_url"
	keyRegion      = "sso_region"
	keyAccountName = "sso_account_name"
	keyAccount     = "sso_account_id"
	keyRole        = "sso_role_name"
	keyProcess     = "credential_process"
	keyMarker      = "sso_auto_populated" // aws-sso-util's mark; both tools know it
)

// settings returns what the candidate's profile shall hold, in order: core is
// written always, defaults where the action allows it. A default that names a
// key of the core takes its place there, on every run alike.
func (o Options) settings(c Candidate) (core, defaults []Setting) {
	if o.Session != "" {
		core = append(core, Setting{keySession, string(o.Session)})
	} else {
		core = append(core, Setting{keyStartURL, string(o.StartURL)}, Setting{keyRegion, string(o.Region)})
	}
	if c.AccountName != "" && c.AccountName != string(c.Account) && storable(c.AccountName) {
		core = append(core, Setting{keyAccountName, c.AccountName})
	}
	core = append(core,
		Setting{keyAccount, string(c.Account)},
		Setting{keyRole, string(c.Role.Role)},
		Setting{"region", string(c.Region)})
	for _, d := range o.Defaults {
		switch i := indexOf(core, d.Key); {
		case i >= 0:
			core[i].Value = d.Value
		case d.Key != keyProcess && d.Key != keyMarker:
			defaults = append(defaults, d)
		}
	}
	return core, defaults
}

// closing returns the settings that come last.
func (o Options) closing(c Candidate) []Setting {
	var list []Setting
	if o.ProcessLine == WriteProcess {
		list = append(list, Setting{keyProcess, o.Helper + " --profile " + o.Quote(c.Name)})
	}
	return append(list, Setting{keyMarker, "true"})
}

// contradictory lists the keys that a profile must not have beside the ones
// that are written: SDKs refuse a profile with both ways to name an instance.
func (o Options) contradictory() []string {
	list := []string{keySession}
	if o.Session != "" {
		list = []string{keyStartURL, keyRegion}
	}
	if o.ProcessLine == RemoveProcess {
		list = append(list, keyProcess)
	}
	return list
}

// lines are those of the session's section.
func (i Instance) lines() []Setting {
	return []Setting{
		{keyStartURL, string(i.StartURL)},
		{keyRegion, string(i.Region)},
		{"sso_registration_scopes", scopes},
	}
}

// sessionPlan makes the session's section, where there is none yet.
func (o Options) sessionPlan() awsconfig.Plan {
	if !o.New || o.Session == "" {
		return nil
	}
	var plan awsconfig.Plan
	for _, s := range o.lines() {
		plan = append(plan, awsconfig.Edit{Type: awsconfig.TypeSession, Name: string(o.Session), Key: s.Key, Value: s.Value})
	}
	return plan
}

// setsKeys reports whether the defaults themselves go to the credentials file.
func (o Options) setsKeys() bool {
	return slices.ContainsFunc(o.Defaults, func(s Setting) bool { return awsconfig.GoesToCredentials(s.Key) })
}

func indexOf(list []Setting, key string) int {
	for i, s := range list {
		if s.Key == key {
			return i
		}
	}
	return -1
}

// SetDefault adds a default. One that is there already keeps its place and
// gets the new value.
func (o *Options) SetDefault(key, value string) {
	if i := indexOf(o.Defaults, key); i >= 0 {
		o.Defaults[i].Value = value
		return
	}
	o.Defaults = append(o.Defaults, Setting{key, value})
}
