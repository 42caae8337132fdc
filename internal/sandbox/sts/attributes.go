package sts

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of session tags. Source: STS API, AssumeRole.
const (
	maxTags     = 50
	maxTagKey   = 128
	maxTagValue = 256
)

// Tag is a session tag. A transitive one goes on to the sessions of roles that
// are assumed with this session's keys.
type Tag struct {
	Key        string `json:"key"`
	Value      string `json:"value"`
	Transitive bool   `json:"transitive,omitempty"`
}

// Attributes are what a role session carries besides its name.
type Attributes struct {
	By             string // ARN of the caller, or the subject of a web identity token
	SourceIdentity string // stays along a chain
	Tags           []Tag
	MFA            bool // a device was proven for this very call
}

// attributes reads what a new session is to carry, with what it inherits.
func attributes(f url.Values, c Caller) (Attributes, error) {
	a := Attributes{SourceIdentity: c.SourceIdentity}
	if asked := f.Get("SourceIdentity"); asked != "" {
		if len(asked) < 2 || len(asked) > 64 || strings.ContainsFunc(asked, notInSessionName) {
			return a, invalid(`1 validation error detected: Value at 'sourceIdentity' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]{2,64}`)
		}
		if c.SourceIdentity != "" && asked != c.SourceIdentity { // once set, it stays
			return a, denied(c, "sts:SetSourceIdentity", f.Get("RoleArn"))
		}
		a.SourceIdentity = asked
	}
	given, err := tags(f)
	if err != nil {
		return a, err
	}
	for _, t := range c.Tags {
		if !t.Transitive {
			continue
		}
		if index(given, t.Key) >= 0 {
			return a, badParameter("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.")
		}
		a.Tags = append(a.Tags, t)
	}
	a.Tags = append(a.Tags, given...)
	return a, nil
}

// tags reads Tags.member.N and TransitiveTagKeys.member.N, counted from 1.
func tags(f url.Values) ([]Tag, error) {
	var all []Tag
	for i := 1; f.Has(fmt.Sprintf("Tags.member.%d.Key", i)); i++ {
		t := Tag{Key: f.Get(fmt.Sprintf("Tags.member.%d.Key", i)), Value: f.Get(fmt.Sprintf("Tags.member.%d.Value", i))}
		switch {
		case t.Key == "" || utf8.RuneCountInString(t.Key) > maxTagKey:
			return nil, tagLength(i, "key", 1, maxTagKey)
		case utf8.RuneCountInString(t.Value) > maxTagValue:
			return nil, tagLength(i, "value", 0, maxTagValue)
		case strings.ContainsFunc(t.Key, notInTag):
			return nil, tagPattern(i, "key", "+")
		case strings.ContainsFunc(t.Value, notInTag):
			return nil, tagPattern(i, "value", "*")
		case index(all, t.Key) >= 0:
			return nil, badParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
		}
		if all = append(all, t); len(all) > maxTags {
			return nil, invalid("1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50")
		}
	}
	for i := 1; f.Has(fmt.Sprintf("TransitiveTagKeys.member.%d", i)); i++ {
		at := index(all, f.Get(fmt.Sprintf("TransitiveTagKeys.member.%d", i)))
		if at < 0 {
			return nil, badParameter("The specified transitive tag key must be included in the requested tags.")
		}
		all[at].Transitive = true
	}
	return all, nil
}

// index finds a tag by its key, whose case does not count.
func index(list []Tag, key string) int {
	return slices.IndexFunc(list, func(t Tag) bool { return strings.EqualFold(t.Key, key) })
}

func tagLength(i int, part string, low, high int) error {
	return invalid(fmt.Sprintf("1 validation error detected: Value at 'tags.%d.member.%s' failed to satisfy constraint: Member must have length between %d and %d", i, part, low, high))
}

func tagPattern(i int, part, count string) error {
	return invalid(fmt.Sprintf(`1 validation error detected: Value at 'tags.%d.member.%s' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]%s`, i, part, count))
}

// notInTag reports whether a session tag cannot hold a character. What is no
// UTF-8 reads as U+FFFD, which it cannot hold either.
func notInTag(r rune) bool {
	return !unicode.In(r, unicode.L, unicode.Z, unicode.N) && !strings.ContainsRune("_.:/=+-@", r)
}

func badParameter(message string) error {
	return &Error{http.StatusBadRequest, "InvalidParameterValue", message}
}
