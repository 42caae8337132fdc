package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
)

// The AWS tools have no keys for what AssumeRole takes beyond their own; these
// are fob's, and they pass over them.
const (
	keySourceIdentity = "fob_source_identity"
	keySessionTags    = "fob_session_tags"
	keyTransitiveTags = "fob_transitive_tag_keys"
)

// Tag is a session tag.
type Tag struct{ Key, Value string }

// fobKeys reads fob's own keys for a role.
func (r *AssumeRole) fobKeys(v *awsconfig.View, s *awsconfig.Section) error {
	r.SourceIdentity = s.Get(keySourceIdentity)
	tags, transitive := firstOf(s, keySessionTags), firstOf(s, keyTransitiveTags)
	for _, item := range listed(tags.Value) {
		key, value, ok := strings.Cut(item, "=")
		if key, value = strings.TrimSpace(key), strings.TrimSpace(value); !ok || key == "" {
			return fix(
				mistake(v, fmt.Sprintf("the profile %q has a session tag that is no KEY=VALUE: %q", s.Name, item), tags),
				"Write them with commas between, such as:", set(keySessionTags, `"Project=Apollo,Team=Blue"`, s.Name))
		}
		if r.hasTag(key) {
			return fix(
				mistake(v, fmt.Sprintf("the profile %q has the session tag %s twice", s.Name, key), tags),
				"Write it once:", set(keySessionTags, `"KEY=VALUE,..."`, s.Name))
		}
		r.Tags = append(r.Tags, Tag{key, value})
	}
	for _, key := range listed(transitive.Value) {
		if !r.hasTag(key) {
			there := append(present(s, keySessionTags), transitive)
			return fix(
				mistake(v, fmt.Sprintf("the profile %q hands on the session tag %s, which it does not set", s.Name, key), there...),
				"Take it out, or set the tag:", set(keySessionTags, `"`+key+`=VALUE"`, s.Name))
		}
		r.TransitiveTagKeys = append(r.TransitiveTagKeys, key)
	}
	return nil
}

func (r *AssumeRole) hasTag(key string) bool {
	return slices.ContainsFunc(r.Tags, func(t Tag) bool { return strings.EqualFold(t.Key, key) })
}

// TagText writes the session tags as they stand in a profile.
func (r *AssumeRole) TagText() string {
	texts := make([]string, len(r.Tags))
	for i, t := range r.Tags {
		texts[i] = t.Key + "=" + t.Value
	}
	return strings.Join(texts, ",")
}

// listed parses a list with commas; nil when it names nothing.
func listed(text string) []string {
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
