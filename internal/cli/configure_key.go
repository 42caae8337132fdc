package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
)

// sectionOptions are the flags that choose a section other than a profile.
type sectionOptions struct {
	SSOSession string
	Services   string
}

func (o *sectionOptions) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.SSOSession, "sso-session", "", "`NAME` of the sso-session section to use")
	c.Flags().StringVar(&o.Services, "services", "", "`NAME` of the services section to use")
}

// setting is one value in the shared files.
type setting struct {
	Type, Name string // the section
	Key, Sub   string // Sub is a name nested under Key, or empty
	Implied    bool   // the default profile, because nothing names another
}

// resolve works out which value the words KEY, KEY.SUB, PROFILE.KEY,
// default.KEY and profile.PROFILE.KEY mean, as the AWS CLI reads them. Names
// of profiles may have dots of their own: the longest that exists counts.
func (o sectionOptions) resolve(e *Env, f awsconfig.Files, words string) (setting, error) {
	if o.SSOSession != "" && o.Services != "" {
		return setting{}, fault.NewUsage("--sso-session and --services name two sections, but a value stands in one", "")
	}
	parts := strings.Split(words, ".")
	if slices.Contains(parts, "") {
		return setting{}, fault.NewUsage(fmt.Sprintf("%q is no key", words), "fob configure get region")
	}
	s := setting{Type: awsconfig.TypeProfile}
	switch {
	case o.SSOSession != "":
		s.Type, s.Name = awsconfig.TypeSession, o.SSOSession
	case o.Services != "":
		s.Type, s.Name = awsconfig.TypeServices, o.Services
	default:
		s.Name, parts = profileIn(parts, f.ProfileNames())
		if s.Name == "" {
			var source string
			s.Name, source = e.Profile()
			s.Implied = source == ""
		}
	}
	if len(parts) > 2 {
		return setting{}, fault.NewUsage(
			fmt.Sprintf("%q has more than two parts: values are nested one level deep", strings.Join(parts, ".")),
			"fob configure get s3.addressing_style --profile NAME")
	}
	s.Key = parts[0]
	if len(parts) == 2 {
		s.Sub = parts[1]
	}
	return s, nil
}

// profileIn takes the name of a profile off the parts of a dotted key; name is
// empty when they name none.
func profileIn(parts, names []string) (name string, key []string) {
	switch {
	case parts[0] == "profile" && len(parts) >= 3:
		if n := longestName(parts[1:], names); n > 0 {
			return strings.Join(parts[1:1+n], "."), parts[1+n:]
		}
		return parts[1], parts[2:]
	case parts[0] == "default" && len(parts) >= 2:
		return parts[0], parts[1:]
	}
	n := longestName(parts, names)
	return strings.Join(parts[:n], "."), parts[n:]
}

// longestName counts the parts that make up the longest name there is, with at
// least one part left for the key; 0 when there is none.
func longestName(parts, names []string) int {
	for n := len(parts) - 1; n > 0; n-- {
		if slices.Contains(names, strings.Join(parts[:n], ".")) {
			return n
		}
	}
	return 0
}

// of names the section for people: "profile dev".
func (s setting) of() string { return s.Type + " " + s.Name }

// key is the dotted name within the section.
func (s setting) key() string {
	if s.Sub == "" {
		return s.Key
	}
	return s.Key + "." + s.Sub
}

// lookup returns the value as the SDKs see it or, in a section that only the
// AWS CLI knows, as that does.
func (s setting) lookup(f awsconfig.Files) (p awsconfig.Property, section, key bool) {
	found, ok := f.Find(s.Type, s.Name)
	if !ok {
		return awsconfig.Property{}, false, false
	}
	p, ok = found.Lookup(strings.ToLower(s.Key))
	if !ok || s.Sub == "" {
		return p, true, ok
	}
	for _, sub := range p.Sub {
		if sub.Key == strings.ToLower(s.Sub) {
			return sub, true, true
		}
	}
	return awsconfig.Property{}, true, false
}

// missing is the error for a section that does not exist.
func (s setting) missing(f awsconfig.Files) error {
	if s.Type == awsconfig.TypeProfile {
		return profile.NotFound(f.ProfileNames(), s.Name)
	}
	err := &fault.Error{
		Summary: fmt.Sprintf("there is no %s %q", s.Type, s.Name),
		Hint:    "Make it by setting a value:",
		Remedy:  fmt.Sprintf("fob configure set --%s %s KEY VALUE", s.Type, profile.Quote(s.Name)),
		Code:    fault.Usage,
	}
	var names []string
	for _, section := range f.View().Sections() {
		if section.Type == s.Type {
			names = append(names, section.Name)
		}
	}
	if near := profile.Near(s.Name, names); len(near) > 0 {
		err.Hint, err.Remedy = "Did you mean:", strings.Join(near, "\n")
	}
	return err
}
