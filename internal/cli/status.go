package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/profile"
)

type statusOptions struct {
	Session string // empty means every session
	Output  outputOptions
}

func newStatusCmd(e *Env) *cobra.Command {
	var o statusOptions
	c := &cobra.Command{
		Use:   "status [session]",
		Short: "Show how long each sign-in is valid",
		Long: "Show for each session whether it is signed in, until when, and whether it is\n" +
			"refreshed automatically; and the current profile and what selected it.\n\n" +
			"It only reads files: AWS may have ended a session since.",
		Example: "  fob status\n  fob status my-sso -o json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Session = args[0]
			}
			return runStatus(c.Context(), e, o)
		},
		ValidArgsFunction: completeSessions(e),
	}
	o.Output.addFlags(c)
	return c
}

// statusAnswer is the JSON of `fob status`. Fields are added, never renamed.
type statusAnswer struct {
	Sessions []sessionStatus `json:"sessions"`
	Profile  profileInForce  `json:"profile"`
	Lasting  []lasting       `json:"lasting"` // what selects a profile in new shells, the strongest first
	Written  []writtenKeys   `json:"written"` // keys that fob wrote into the credentials file
	Warnings []string        `json:"warnings"`
}

// sessionStatus is one session. Times are RFC 3339 in UTC.
type sessionStatus struct {
	Session     string     `json:"session"` // its name, or the start URL of a legacy sign-in
	Name        *string    `json:"name"`    // null for a legacy sign-in
	StartURL    string     `json:"start_url"`
	Region      string     `json:"region"`
	Configured  bool       `json:"configured"` // false: only a token in the cache tells of it
	State       string     `json:"state"`      // active, renewable, expired, damaged, signed-out
	SignedIn    bool       `json:"signed_in"`
	AccessUntil *time.Time `json:"access_until"` // null when there is no token
	Renewable   bool       `json:"renewable"`
	Remedy      *string    `json:"remedy"` // the command that signs in; null when none is needed
}

// profileInForce is the profile that commands use here, and why.
type profileInForce struct {
	Name    string  `json:"name"`
	Source  string  `json:"source"` // --profile, a variable, or default
	Exists  bool    `json:"exists"`
	Session *string `json:"session"` // the session it signs in with; null when none
	// Origin is what set the variable, as far as files and the registry tell.
	Origin *lasting `json:"origin"`
}

func runStatus(_ context.Context, e *Env, o statusOptions) error {
	v, err := e.view()
	if err != nil {
		return err
	}
	all, err := login.Statuses(e.Store(), v, e.Now())
	if err != nil {
		return err
	}
	if o.Session != "" {
		if all, err = only(v, all, o.Session); err != nil {
			return err
		}
	}
	files, err := e.Files()
	if err != nil {
		return err
	}
	for _, st := range all {
		e.warnLinesOf(v, awsconfig.TypeSession, string(st.Session.Name))
	}
	written := files.Written()
	a := statusAnswer{Written: describeWritten(written, e.Now()), Sessions: []sessionStatus{}, Profile: inForce(e, v), Lasting: lastingProfiles(e)}
	shadowing, broken := shadows(e), profile.Broken(v)
	if o.Session != "" {
		broken = nil
	}
	a.Warnings = slices.Clone(shadowing)
	for _, err := range broken {
		a.Warnings = append(a.Warnings, strings.TrimSuffix(err.Error(), ":"))
	}
	exposed, err := exposedCache(e)
	if err != nil {
		return err
	}
	a.Warnings = append(a.Warnings, exposed...)
	a.Profile.Origin = originOf(a.Profile, a.Lasting)
	for _, st := range all {
		a.Sessions = append(a.Sessions, describeSession(st))
	}
	if err := o.Output.print(e, a, func(w io.Writer) error { return writeStatus(w, e, all, a, written, len(broken)) }); err != nil {
		return err
	}
	if o.Output.json() || o.Output.Query != "" {
		return nil
	}
	e.warnOfBroken(broken)
	for _, text := range exposed {
		fmt.Fprintf(e.Stderr, "Warning: %s. Make it private:\n  fob login\n", text)
	}
	if len(shadowing) > 0 {
		name := "PROFILE"
		if a.Profile.Exists {
			name = profile.Quote(a.Profile.Name)
		}
		fmt.Fprintf(e.Stderr, "Warning: %s. Clear it:\n  fob use %s\n", strings.Join(shadowing, ".\nWarning: "), name)
	}
	return nil
}

// exposedCache names the files and folders of the caches that other users of
// this machine can read or write.
func exposedCache(e *Env) ([]string, error) {
	paths, err := e.Store().Exposed()
	var texts []string
	for _, p := range paths {
		texts = append(texts, "other users of this machine can read or write "+e.Paths.Short(p))
	}
	return texts, err
}

// only keeps the session of that name or start URL.
func only(v *awsconfig.View, all []login.Status, name string) ([]login.Status, error) {
	for _, st := range all {
		if st.Session.Label() == name {
			return []login.Status{st}, nil
		}
	}
	_, err := profile.NamedSession(v, name)
	return nil, err
}

func describeSession(st login.Status) sessionStatus {
	s := sessionStatus{
		Session: st.Session.Label(), StartURL: string(st.Session.StartURL), Region: string(st.Session.Region),
		Configured: st.Configured, State: string(st.State), SignedIn: st.State.SignedIn(), Renewable: st.Renews,
	}
	if name := string(st.Session.Name); name != "" {
		s.Name = &name
	}
	if end := st.Token.ExpiresAt; !end.IsZero() {
		end = end.UTC()
		s.AccessUntil = &end
	}
	if line := st.Session.LoginLine(); st.Configured && !s.SignedIn {
		s.Remedy = &line
	}
	return s
}

// inForce tells which profile commands use here.
func inForce(e *Env, v *awsconfig.View) profileInForce {
	name, source := e.Profile()
	if source == "" {
		source = "default"
	}
	p := profileInForce{Name: name, Source: source}
	if _, p.Exists = v.Profile(name); !p.Exists {
		// The SDKs pass over names that only the AWS CLI can read, and fob use.
		files, err := e.Files()
		p.Exists = err == nil && slices.Contains(files.ProfileNames(), name)
	}
	if s, err := profile.SessionOf(v, name); err == nil {
		label := s.Label()
		p.Session = &label
	}
	return p
}

// writeStatus writes the table and the sentence about the profile. broken is
// how many sessions cannot be used, which warnings name.
func writeStatus(w io.Writer, e *Env, all []login.Status, a statusAnswer, written []awsconfig.Written, broken int) error {
	t := Table{Head: []string{"SESSION", "SIGNED IN", "ACCESS UNTIL", "RENEWS"}}
	for _, st := range all {
		t.Rows = append(t.Rows, statusRow(st, e.Now()))
	}
	if len(all) == 0 && broken > 0 {
		fmt.Fprintf(w, "No session can be used: %s wrong in the config file.\n", isOrAre(broken))
	} else if len(all) == 0 {
		fmt.Fprint(w, "No session is set up yet. Set one up:\n  fob configure sso\n")
	} else if err := e.Screen().Table(w, t); err != nil {
		return err
	}
	fmt.Fprintln(w)
	_, err := io.WriteString(w, profileSentence(a.Profile)+reasonSentence(e, a))
	if err == nil && len(written) > 0 {
		fmt.Fprintln(w)
		err = writeWritten(w, e, written)
	}
	return err
}

func isOrAre(n int) string {
	if n == 1 {
		return "1 is"
	}
	return fmt.Sprintf("%d are", n)
}

func statusRow(st login.Status, now time.Time) []string {
	label, signedIn, end, renews := st.Session.Label(), "no", "–", st.Session.LoginLine()
	if st.State.SignedIn() {
		signedIn = "yes"
	}
	if !st.Token.ExpiresAt.IsZero() {
		if at := st.Token.ExpiresAt; at.After(now) {
			end = clock(at, now) + ", in " + span(at.Sub(now))
		} else {
			end = "ended " + clock(at, now)
		}
	}
	switch {
	case st.State == login.Damaged:
		end = "unknown: the file is damaged"
	case st.State == login.Renewable:
		renews = "at the next use"
	case st.State == login.Active && st.Renews:
		renews = "yes"
	case st.State == login.Active:
		renews = "no"
	}
	if !st.Configured {
		label += " (not in the config)"
		if !st.State.SignedIn() {
			renews = "–"
		}
	}
	return []string{label, signedIn, end, renews}
}

func profileSentence(p profileInForce) string {
	with := ""
	if p.Session != nil {
		with = ", which signs in with " + *p.Session
	}
	switch {
	case p.Source == "default" && !p.Exists:
		return "No profile is selected, and there is no default one. Select one:\n  fob use PROFILE\n"
	case p.Source == "default":
		return "No profile is selected, so default is used" + with + ".\n"
	case !p.Exists:
		return fmt.Sprintf("%s selects profile %s, which does not exist. See which do:\n  fob profiles\n", p.Source, p.Name)
	case p.Source == "--profile":
		return fmt.Sprintf("Profile %s (--profile)%s.\n", p.Name, with)
	}
	return fmt.Sprintf("This shell uses profile %s (%s)%s.\n", p.Name, p.Source, with)
}
