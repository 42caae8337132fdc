package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
)

// view reads the shared files. Lines in them that nothing reads are the error of
// those who need their section.
func (e *Env) view() (*awsconfig.View, error) {
	files, err := e.Files()
	if err != nil {
		return nil, err
	}
	return files.View(), nil
}

// chooseSession finds the session that a command means: the one that is named,
// else that of the profile in force, else the only one there is, else the one
// that the person picks. title is the question.
func chooseSession(ctx context.Context, e *Env, v *awsconfig.View, name, title string) (profile.Session, error) {
	s, err := chosenSession(ctx, e, v, name, title)
	if err == nil {
		e.warnLinesOf(v, awsconfig.TypeSession, string(s.Name))
		e.warnLinesOf(v, awsconfig.TypeProfile, s.Profile)
	}
	return s, err
}

func chosenSession(ctx context.Context, e *Env, v *awsconfig.View, name, title string) (profile.Session, error) {
	if name != "" {
		return profile.NamedSession(v, name)
	}
	if s, ok, err := sessionOfProfile(e, v); ok {
		return s, err
	}
	all := profile.Sessions(v)
	broken := profile.Broken(v)
	if len(all) == 0 && len(broken) > 0 {
		return profile.Session{}, broken[0]
	}
	e.warnOfBroken(broken)
	switch {
	case len(all) == 0:
		return profile.Session{}, &fault.Error{
			Summary: "no session is set up yet",
			Hint:    "Set one up:",
			Remedy:  "fob configure sso",
		}
	case len(all) == 1:
		return all[0], nil
	case !e.Interactive():
		return profile.Session{}, whichSession(all)
	}
	items := make([]Item, len(all))
	for i, s := range all {
		items[i] = Item{Label: s.Label(), Detail: s.StartURL.Host()}
	}
	i, err := e.Asker().Pick(ctx, Choice{Title: title, Items: items})
	if err != nil {
		return profile.Session{}, err
	}
	return all[i], nil
}

// warnOfBroken names the sessions that cannot be used, before one of the others
// is taken.
func (e *Env) warnOfBroken(broken []error) {
	for _, err := range broken {
		fmt.Fprintf(e.Stderr, "Warning: %s.\n", strings.TrimSuffix(err.Error(), ":"))
		if f, ok := errors.AsType[*fault.Error](err); ok {
			for _, line := range f.Detail {
				fmt.Fprintln(e.Stderr, line)
			}
			if f.Remedy != "" {
				fmt.Fprintln(e.Stderr, "  "+f.Remedy)
			}
		}
	}
}

// sessionOfProfile returns the session of the profile in force. ok is false
// when nobody chose a profile that has a say: the default one only counts when
// it has a session, and one of the environment may well need no sign-in.
func sessionOfProfile(e *Env, v *awsconfig.View) (s profile.Session, ok bool, err error) {
	name, source := e.Profile()
	s, err = profile.SessionOf(v, name)
	switch {
	case err == nil || source == "--profile":
		return s, true, err
	case source == "" || fault.CodeOf(err) == fault.NoCredentials:
		return s, false, nil
	}
	return s, true, err
}

// whichSession is the error where nobody can be asked.
func whichSession(all []profile.Session) error {
	lines := make([]string, len(all))
	for i, s := range all {
		lines[i] = s.LoginLine()
	}
	return &fault.Error{
		Summary: fmt.Sprintf("there are %d sessions, so name one", len(all)),
		Hint:    "One of:",
		Remedy:  strings.Join(lines, "\n"),
		Code:    fault.Usage,
	}
}
