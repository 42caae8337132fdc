package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/pattern"
	"github.com/fobcli/fob/internal/profile"
)

// instanceOptions say which Identity Center is meant, and how to sign in there.
type instanceOptions struct {
	StartURL, SSORegion string
	Session             string
	Legacy              bool
	ForceRefresh        bool
	NoBrowser           bool
	DeviceCode          bool
}

func (o *instanceOptions) addFlags(c *cobra.Command, e *Env) {
	f := c.Flags()
	f.StringVarP(&o.StartURL, "sso-start-url", "u", "", "start `URL`, or a pattern for one of those that are set up")
	f.StringVar(&o.SSORegion, "sso-region", "", "`REGION` of Identity Center")
	f.StringVar(&o.Session, "sso-session", "", "`NAME` of the session, new or existing (default: the one with that start URL)")
	f.BoolVar(&o.Legacy, "legacy", false, "write start URL and region into each profile instead of a session, for old SDKs")
	f.BoolVar(&o.ForceRefresh, "force-refresh", false, "sign in again although the sign-in is still valid")
	f.BoolVar(&o.NoBrowser, "no-browser", false, "show the sign-in URL instead of opening a browser")
	f.BoolVar(&o.DeviceCode, "use-device-code", false, "sign in by entering a code on any device")
	_ = c.RegisterFlagCompletionFunc("sso-session", flagSessions(e)) // the flag is there
}

// instance is the Identity Center that was found.
type instance struct {
	profile.Session
	New bool // the session has no section in the config file yet
}

// flags name the instance in a line to type.
func (i instance) flags() string {
	named, address := "--sso-session "+profile.Quote(string(i.Name)), "--sso-start-url "+profile.Quote(string(i.StartURL))+" --sso-region "+string(i.Region)
	switch {
	case i.Name == "":
		return "--legacy " + address
	case i.New:
		return named + " " + address
	}
	return named
}

// find works out the instance: the one that the flags or the environment
// describe, else the only one that is set up, else the person's choice.
func (o instanceOptions) find(ctx context.Context, e *Env, files awsconfig.Files) (instance, error) {
	if o.Legacy && o.Session != "" {
		return instance{}, fault.NewUsage("--legacy profiles have no session, so --sso-session has no place", "fob configure populate --legacy")
	}
	url, region := o.StartURL, o.SSORegion
	if url == "" && region == "" {
		url, region = instanceOfEnvironment(e)
	}
	if region != "" {
		if _, err := ident.ParseRegion(region); err != nil {
			return instance{}, fault.NewUsage("--sso-region: "+err.Error(), "--sso-region us-east-1")
		}
	}
	view := files.View()
	s, err := o.session(ctx, e, view, url, region)
	if err != nil {
		return instance{}, err
	}
	if region != "" && s.Region != "" && string(s.Region) != region {
		return instance{}, &fault.Error{
			Summary: fmt.Sprintf("the session %s is in %s, not in %s", s.Label(), s.Region, region),
			Detail:  []string{"  " + s.Where},
			Hint:    "Leave --sso-region away, or change the session:",
			Remedy:  "fob configure set sso_region " + region + " --sso-session " + profile.Quote(s.Label()),
			Code:    fault.Usage,
		}
	}
	i := instance{Session: s}
	switch {
	case o.Legacy:
		i.Session.Name, i.Scopes = "", nil
	case s.Name == "":
		i.New = true
		i.Scopes = []string{accountScope}
		if i.Name = ident.SessionName(o.Session); i.Name == "" {
			i.Name = sessionNameFor(view, s.StartURL)
		}
	}
	return i, i.Check()
}

// session finds what is set up; its Name is empty where a session has to be made.
func (o instanceOptions) session(ctx context.Context, e *Env, view *awsconfig.View, url, region string) (profile.Session, error) {
	if _, ok := view.Session(o.Session); ok && o.Session != "" {
		s, err := profile.NamedSession(view, o.Session)
		if err == nil && strings.HasPrefix(url, "http") && string(s.StartURL) != url {
			err = fault.NewUsage(fmt.Sprintf("the session %s has another start URL: %s", o.Session, s.StartURL), "fob configure populate --sso-session "+profile.Quote(o.Session))
		}
		return s, err
	}
	known, broken := onePerURL(profile.Sessions(view)), profile.Broken(view)
	if strings.HasPrefix(url, "http") && region != "" {
		start, err := ident.ParseStartURL(url)
		if err != nil {
			return profile.Session{}, fault.NewUsage("--sso-start-url: "+err.Error(), "")
		}
		for _, s := range known {
			if s.StartURL == start && o.Session == "" {
				return s, nil
			}
		}
		return profile.Session{StartURL: start, Region: ident.Region(region), Where: "your answers"}, nil
	}
	if len(known) == 0 && len(broken) > 0 {
		return profile.Session{}, broken[0]
	}
	e.warnOfBroken(broken)
	s, err := chooseInstance(ctx, e, known, url, region)
	if o.Session != "" { // a new one beside it, for the same instance
		s.Name = ""
	}
	return s, err
}

// chooseInstance takes the one instance that matches, or lets the person pick.
func chooseInstance(ctx context.Context, e *Env, known []profile.Session, url, region string) (profile.Session, error) {
	if len(known) == 0 {
		return profile.Session{}, &fault.Error{
			Summary: "no Identity Center is set up yet",
			Hint:    "Tell which one; your administrator knows both:",
			Remedy:  "fob configure populate --sso-start-url https://my-company.awsapps.com/start --sso-region us-east-1",
			Code:    fault.Usage,
		}
	}
	var matching []profile.Session
	for _, s := range known {
		ok, err := urlMatches(string(s.StartURL), url)
		if err != nil {
			return profile.Session{}, fault.NewUsage("--sso-start-url: "+err.Error(), "")
		}
		if ok && (region == "" || string(s.Region) == region) {
			matching = append(matching, s)
		}
	}
	switch {
	case len(matching) == 1:
		return matching[0], nil
	case len(matching) == 0:
		return profile.Session{}, notKnown(known, "no Identity Center that is set up matches")
	case !e.Interactive():
		return profile.Session{}, notKnown(matching, fmt.Sprintf("%d Identity Centers are set up, so name one", len(matching)))
	}
	items := make([]Item, len(matching))
	for i, s := range matching {
		items[i] = Item{Label: s.Label(), Detail: s.StartURL.Host()}
	}
	i, err := e.Asker().Pick(ctx, Choice{Title: "Populate from which session?", Items: items})
	if err != nil {
		return profile.Session{}, err
	}
	return matching[i], nil
}

func urlMatches(known, wanted string) (bool, error) {
	if wanted == "" || strings.HasPrefix(wanted, "http") {
		return wanted == "" || wanted == known, nil
	}
	p, err := pattern.Compile(wanted)
	if err != nil {
		return false, err
	}
	return p.Matches(known)
}

func notKnown(known []profile.Session, summary string) error {
	var lines []string
	for _, s := range known {
		lines = append(lines, "fob configure populate --sso-start-url "+profile.Quote(string(s.StartURL)))
	}
	return &fault.Error{Summary: summary, Hint: "One of:", Remedy: strings.Join(lines, "\n"), Code: fault.Usage}
}

// onePerURL keeps the first session of each start URL; sections come first.
func onePerURL(all []profile.Session) []profile.Session {
	var kept []profile.Session
	seen := map[ident.StartURL]bool{}
	for _, s := range all {
		if !seen[s.StartURL] {
			seen[s.StartURL] = true
			kept = append(kept, s)
		}
	}
	return kept
}

// instanceOfEnvironment reads the variables that aws-sso-util knows.
func instanceOfEnvironment(e *Env) (url, region string) {
	url, _ = e.Environ.First("AWS_CONFIGURE_SSO_DEFAULT_SSO_START_URL", "AWS_SSO_CONFIGURE_DEFAULT_SSO_START_URL", "AWS_CONFIGURE_DEFAULT_SSO_START_URL")
	region, _ = e.Environ.First("AWS_CONFIGURE_SSO_DEFAULT_SSO_REGION", "AWS_SSO_CONFIGURE_DEFAULT_SSO_REGION", "AWS_CONFIGURE_DEFAULT_SSO_REGION")
	if url == "" && region == "" {
		url, region = e.Environ.Get("AWS_DEFAULT_SSO_START_URL"), e.Environ.Get("AWS_DEFAULT_SSO_REGION")
	}
	return url, region
}

// sessionNameFor names a new session after its start URL: my-company for
// https://my-company.awsapps.com/start.
func sessionNameFor(view *awsconfig.View, url ident.StartURL) ident.SessionName {
	base, _, _ := strings.Cut(url.Host(), ".")
	if i := strings.Index(string(url), "ssoins-"); i >= 0 && base == "identitycenter" {
		base, _, _ = strings.Cut(string(url)[i:], "/")
	}
	base = strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, base), "-")
	if base == "" {
		base = "sso"
	}
	name := base
	for n := 2; ; n++ {
		if _, taken := view.Session(name); !taken {
			return ident.SessionName(name)
		}
		name = base + "-" + strconv.Itoa(n)
	}
}
