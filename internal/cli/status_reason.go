package cli

import (
	"fmt"

	"github.com/fobcli/fob/internal/shell"
	"github.com/fobcli/fob/internal/winenv"
)

// lasting is something that selects a profile in every new shell.
type lasting struct {
	Profile string `json:"profile"` // empty where a file computes it
	Kind    string `json:"kind"`    // saved, file, user-environment, machine-environment
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
}

// The kinds of what lasts: a line in fob's block (use --save), any other line
// in a file of the shell, and the registry's two environments.
const (
	kindSaved   = "saved"
	kindFile    = "file"
	kindUser    = "user-environment"
	kindMachine = "machine-environment"
)

// lastingProfiles looks into the files of the shell in use and into the
// registry; the strongest comes first. What cannot be read tells nothing.
func lastingProfiles(e *Env) []lasting {
	list := []lasting{}
	for _, o := range e.finder().Lasting(shell.Detect(e.Environ, e.Self)) {
		kind := kindFile
		if o.Saved {
			kind = kindSaved
		}
		list = append(list, lasting{o.Profile, kind, o.Path, o.Line})
	}
	for _, r := range []struct {
		scope winenv.Scope
		kind  string
	}{{winenv.User, kindUser}, {winenv.Machine, kindMachine}} {
		if value, ok, err := e.Registry.Get(r.scope, "AWS_PROFILE"); ok && err == nil && value != "" {
			list = append(list, lasting{Profile: value, Kind: r.kind})
		}
	}
	return list
}

// originOf finds what set the variable: the strongest that sets that very
// profile. None of them did where the shell was switched since.
func originOf(p profileInForce, all []lasting) *lasting {
	if p.Source != "AWS_PROFILE" {
		return nil
	}
	for _, l := range all {
		if l.Profile == p.Name {
			return &l
		}
	}
	return nil
}

// reasonSentence tells why the profile is in force here, and which one new
// shells get, where that is another.
func reasonSentence(e *Env, a statusAnswer) string {
	text := ""
	if o := a.Profile.Origin; o != nil {
		verb := "comes"
		if o.Kind == kindFile {
			verb = "seems to come" // the shell may have been switched to that very one
		}
		text = fmt.Sprintf("It %s from %s:\n  %s\n", verb, o.deed(), o.place(e))
	}
	if len(a.Lasting) == 0 {
		return text
	}
	if first := a.Lasting[0]; first.Profile != "" && first.Profile != a.Profile.Name {
		text += fmt.Sprintf("New shells use %s, by %s:\n  %s\n", first.Profile, first.deed(), first.place(e))
	}
	return text
}

// deed names what put it there.
func (l lasting) deed() string {
	switch l.Kind {
	case kindSaved:
		return "fob use --save"
	case kindUser:
		return "your Windows user's environment"
	case kindMachine:
		return "this Windows machine's environment"
	}
	return "a line of yours"
}

// place names where it is.
func (l lasting) place(e *Env) string {
	switch l.Kind {
	case kindUser:
		return string(winenv.User)
	case kindMachine:
		return string(winenv.Machine)
	}
	return e.place(l.File, l.Line)
}

// shadows warns of what comes before the selected profile in some tool. A
// profile that was named on the command line comes before all of it.
func shadows(e *Env) []string {
	texts := []string{}
	if _, source := e.Profile(); source == "--profile" {
		return texts
	}
	if e.Environ.Get("AWS_ACCESS_KEY_ID") != "" {
		texts = append(texts, "AWS_ACCESS_KEY_ID is set and wins over the profile")
	}
	if role, file, _ := e.Environ.WebIdentity(); role != "" && file != "" {
		texts = append(texts, "AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are set and win over the profile in most tools")
	}
	selected, other := e.Environ.Get("AWS_PROFILE"), e.Environ.Get("AWS_DEFAULT_PROFILE")
	if selected != "" && other != "" && selected != other {
		texts = append(texts, "AWS_DEFAULT_PROFILE is set to "+other+", which boto3 takes first")
	}
	return texts
}
