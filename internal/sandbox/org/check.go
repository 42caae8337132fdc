package org

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// need checks that a key has a value; item says which one for people.
func (c *checker) need(t, item text, what string) bool {
	if t.s != "" {
		return true
	}
	if t.line == 0 {
		t = item
	}
	c.fail(t, "%s is missing", what)
	return false
}

// word checks a value by one of ident's readers. An empty value is an error
// of its own.
func word[W any](c *checker, t, item text, what string, parse func(string) (W, error)) (w W) {
	if !c.need(t, item, what) {
		return w
	}
	w, err := parse(t.s)
	if err != nil {
		c.fail(t, "%v", err)
	}
	return w
}

// unique reports a name that was there before.
func unique[K comparable](c *checker, seen map[K]int, key K, t text, what string) {
	if line, ok := seen[key]; ok {
		c.fail(t, "%s %q is there already, in line %d", what, t.s, line)
		return
	}
	seen[key] = t.line
}

// known reports a reference to nothing.
func known(c *checker, ok bool, t text, what string) bool {
	if !ok {
		c.fail(t, "there is no %s %q in this file", what, t.s)
	}
	return ok
}

// span reads a duration within limits into to; an absent one leaves it as it is.
func (c *checker) span(t text, to *time.Duration, low, high time.Duration) {
	if t.s == "" {
		return
	}
	d, err := parseDuration(t.s)
	switch {
	case err != nil:
		c.fail(t, "duration %q: %v", t.s, err)
	case d < low || d > high:
		c.fail(t, "duration %q: want %s to %s", t.s, isoDuration(low), isoDuration(high))
	default:
		*to = d
	}
}

func (c *checker) instance(s instanceShape) {
	i := &c.org.Instance
	if s.StartURL.s != "" {
		i.StartURL = word(c, s.StartURL, s.StartURL, "startUrl", ident.ParseStartURL)
	}
	for _, a := range s.Aliases {
		i.Aliases = append(i.Aliases, word(c, a, a, "alias", ident.ParseStartURL))
	}
	if s.Region.s != "" {
		i.Region = word(c, s.Region, s.Region, "region", ident.ParseRegion)
	}
	if t := s.InstanceARN; t.s != "" {
		if _, id, ok := strings.Cut(t.s, ":sso:::instance/"); !ok || !strings.HasPrefix(t.s, "arn:") || !wordy(id) {
			c.fail(t, "instance ARN %q: want arn:aws:sso:::instance/ssoins-1234567890abcdef", t.s)
		}
		i.ARN = t.s
	}
	if t := s.IdentityStoreID; t.s != "" {
		if !strings.HasPrefix(t.s, "d-") || !wordy(t.s) {
			c.fail(t, "identity store id %q: want d-1234567890", t.s)
		}
		i.IdentityStoreID = t.s
	}
}

// wordy reports whether s may stand in a host name or a path as it is.
func wordy(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
	})
}

// lifetimes checks the limits that AWS publishes, and for what it does not
// publish, ones that keep a client working.
func (c *checker) lifetimes(s lifetimesShape) {
	const day = 24 * time.Hour
	l := &c.org.Lifetimes
	c.span(s.Session, &l.Session, 15*time.Minute, 90*day)
	c.span(s.AccessToken, &l.AccessToken, time.Minute, 12*time.Hour)
	c.span(s.LegacyAccessToken, &l.LegacyAccessToken, time.Minute, 12*time.Hour)
	c.span(s.AuthorizationCode, &l.AuthorizationCode, time.Second, 5*time.Minute)
	c.span(s.DeviceCode, &l.DeviceCode, 10*time.Second, time.Hour)
	c.span(s.ClientRegistration, &l.ClientRegistration, time.Minute, 365*day)
}

// throttle wants both numbers: a rate without a burst would refuse all.
func (c *checker) throttle(s throttleShape) {
	item := first(s.CallsPerSecond, s.Burst)
	if !c.need(s.CallsPerSecond, item, "callsPerSecond") || !c.need(s.Burst, item, "burst") {
		return
	}
	c.number(s.CallsPerSecond, &c.org.Throttle.CallsPerSecond)
	c.number(s.Burst, &c.org.Throttle.Burst)
}

func (c *checker) number(t text, to *int) {
	n, err := strconv.Atoi(t.s)
	if err != nil || n < 1 || n > 1000 {
		c.fail(t, "number %q: want 1 to 1000", t.s)
		return
	}
	*to = n
}

func (c *checker) users(list []userShape) {
	seen := map[string]int{}
	for _, s := range list {
		if !c.need(s.UserName, first(s.DisplayName, s.UserStatus), "userName") {
			continue
		}
		unique(c, seen, s.UserName.s, s.UserName, "user")
		if !isSessionName(s.UserName.s) {
			c.fail(s.UserName, "user name %q: want 2 to 64 letters, digits or _+=,.@- because it becomes a session name", s.UserName.s)
		}
		u := User{Name: s.UserName.s, DisplayName: s.DisplayName.s, Disabled: s.UserStatus.s == "DISABLED"}
		if t := s.UserStatus; t.s != "" && t.s != "ENABLED" && t.s != "DISABLED" {
			c.fail(t, "user status %q: want ENABLED or DISABLED", t.s)
		}
		c.org.Users = append(c.org.Users, u)
	}
}

// isSessionName reports whether STS takes s as a role session name.
// Source: STS API, AssumeRole, RoleSessionName.
func isSessionName(s string) bool {
	return len(s) >= 2 && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("_+=,.@-", r)
	})
}

func (c *checker) groups(list []groupShape) {
	seen := map[string]int{}
	users := byKey(c.org.Users, func(u User) string { return u.Name })
	for _, s := range list {
		if !c.need(s.DisplayName, first(s.Members...), "displayName of a group") {
			continue
		}
		unique(c, seen, s.DisplayName.s, s.DisplayName, "group")
		g := Group{Name: s.DisplayName.s}
		for _, m := range s.Members {
			if _, ok := users[m.s]; known(c, ok, m, "user") {
				g.Members = append(g.Members, m.s)
			}
		}
		c.org.Groups = append(c.org.Groups, g)
	}
}

func (c *checker) accounts(list []accountShape) {
	seen := map[ident.AccountID]int{}
	for _, s := range list {
		item := first(s.Name, s.Email)
		id := word(c, s.AccountID, item, "accountId", ident.ParseAccountID)
		if id != "" {
			unique(c, seen, id, s.AccountID, "account")
		}
		c.need(s.Name, first(s.AccountID, s.Email), "name of the account")
		a := Account{ID: id, Name: s.Name.s, Email: s.Email.s}
		for _, b := range s.Buckets {
			if len(b.s) < 3 || len(b.s) > 63 || strings.ToLower(b.s) != b.s || !wordy(strings.ReplaceAll(b.s, ".", "-")) {
				c.fail(b, "bucket %q: want 3 to 63 lower-case letters, digits, dots or hyphens", b.s)
			}
			a.Buckets = append(a.Buckets, b.s)
		}
		slices.Sort(a.Buckets)
		c.org.Accounts = append(c.org.Accounts, a)
	}
}

func (c *checker) sets(list []setShape) {
	seen := map[ident.RoleName]int{}
	for _, s := range list {
		name := word(c, s.Name, first(s.SessionDuration, s.RoleIDSuffix), "name of the permission set", ident.ParseRoleName)
		if name != "" {
			unique(c, seen, name, s.Name, "permission set")
		}
		p := PermissionSet{Name: name, SessionDuration: time.Hour, RoleIDSuffix: s.RoleIDSuffix.s}
		c.span(s.SessionDuration, &p.SessionDuration, time.Hour, 12*time.Hour)
		if t := s.RoleIDSuffix; t.s != "" && (len(t.s) != 16 || strings.Trim(t.s, "0123456789abcdef") != "") {
			c.fail(t, "roleIdSuffix %q: want 16 hexadecimal digits", t.s)
		}
		c.org.PermissionSets = append(c.org.PermissionSets, p)
	}
}

// first returns the first text that stands somewhere in the file.
func first(list ...text) text {
	for _, t := range list {
		if t.line > 0 {
			return t
		}
	}
	return text{}
}
