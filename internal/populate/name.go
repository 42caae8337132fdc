package populate

import (
	"strings"
	"unicode"

	"github.com/fobcli/fob/internal/pattern"
)

// DefaultComponents name a profile by account and role.
const DefaultComponents = "account_name,role_name,default_style_region"

// Template composes the names of profiles. For each part it is: safe, then
// case, then trim, then composition; so patterns see the changed case.
type Template struct {
	Components   []string // known words stand for values, all others for themselves
	Separator    string
	AlwaysRegion bool // the first region has its component too
	LongRegion   bool // default_style_region is us-east-1 instead of usea1
	RawAccounts  bool // account names are not made safe
	Portable     bool // characters that SDKs do not read in a name become hyphens
	Account      Rule
	Role         Rule
}

// Rule changes the name of an account or a role.
type Rule struct {
	Case Case
	Trim []*pattern.Pattern // each removes all its matches, one after the other
}

func (r Rule) apply(s string) (string, error) {
	s = r.Case.apply(s)
	for _, p := range r.Trim {
		var err error
		if s, err = p.RemoveAll(s); err != nil {
			return "", err
		}
	}
	return s, nil
}

// Name gives every candidate its name. The error is that of a pattern which
// takes too long.
func (t Template) Name(all []Candidate) error {
	done := map[Role][2]string{} // each role comes once for each region
	for i := range all {
		c := &all[i]
		parts, ok := done[c.Role]
		if !ok {
			account := c.accountName()
			if !t.RawAccounts {
				account = safe(account)
			}
			var err error
			if parts[0], err = t.Account.apply(account); err != nil {
				return err
			}
			if parts[1], err = t.Role.apply(string(c.Role.Role)); err != nil {
				return err
			}
			done[c.Role] = parts
		}
		c.Name = t.compose(*c, parts[0], parts[1])
		if t.Portable {
			c.Name = portable(c.Name)
		}
	}
	return nil
}

// compose joins the components. The first region's is left out with its
// separator, unless AlwaysRegion.
func (t Template) compose(c Candidate, account, role string) string {
	parts := make([]string, 0, len(t.Components))
	for _, word := range t.Components {
		switch word {
		case "account_name":
			parts = append(parts, account)
		case "account_id", "account_number":
			parts = append(parts, string(c.Account))
		case "role_name":
			parts = append(parts, role)
		case "region", "short_region", "default_style_region":
			if c.Index == 0 && !t.AlwaysRegion {
				continue
			}
			if word == "region" || word == "default_style_region" && t.LongRegion {
				parts = append(parts, string(c.Region))
			} else {
				parts = append(parts, ShortRegion(c.Region))
			}
		default:
			parts = append(parts, word)
		}
	}
	return strings.Join(parts, t.Separator)
}

// safe makes one hyphen of every run of blanks and brackets, and takes the
// hyphens off both ends.
func safe(name string) string {
	return strings.Trim(hyphenate(name, func(r rune) bool { return isBlank(r) || r == '[' || r == ']' }), "-")
}

func hyphenate(s string, bad func(rune) bool) string {
	var b strings.Builder
	within := false
	for _, r := range s {
		if !bad(r) {
			b.WriteRune(r)
		} else if !within {
			b.WriteByte('-')
		}
		within = bad(r)
	}
	return b.String()
}

// isBlank is white space in the sense of Unicode, as Python has it.
func isBlank(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// unreadable tells why no reader of the config file would find a profile of
// that name; empty when some do.
func unreadable(name string) string {
	switch {
	case name == "":
		return "its name is empty"
	case strings.TrimSpace(name) != name:
		return "its name begins or ends with a blank"
	case strings.ContainsAny(name, "[]"):
		return "its name has a bracket, which would end the header"
	case strings.ContainsFunc(name, unicode.IsControl) || strings.ContainsRune(name, unicode.ReplacementChar):
		return "its name has a character that no reader takes"
	}
	return ""
}
