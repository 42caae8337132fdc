package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// rule is what a schema wants of one field. The zero rule takes any text.
type rule struct {
	optional bool
	pattern  string // the whole text
	min, max int    // characters, or entries of a list; 0 is no limit
	oneOf    string // words, blank between
	items    *rule  // of a list, whose entries all differ
	fields   rules  // of an object, which has no others
}

type rules map[string]rule

// broken lists what value, as YAML or JSON give it, breaks of the rules.
func (rs rules) broken(at string, value map[string]any) (why []string) {
	for _, name := range slices.Sorted(maps.Keys(value)) {
		if r, known := rs[name]; known {
			why = append(why, r.broken(at+"."+name, value[name])...)
		} else {
			why = append(why, at+"."+name+" is no field")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rs)) {
		if _, there := value[name]; !there && !rs[name].optional {
			why = append(why, at+"."+name+" is missing")
		}
	}
	return why
}

func (r rule) broken(at string, value any) []string {
	switch v := value.(type) {
	case map[string]any:
		if r.fields == nil {
			return []string{at + " is an object"}
		}
		return r.fields.broken(at, v)
	case []any:
		if r.items == nil {
			return []string{at + " is a list"}
		}
		return r.brokenList(at, v)
	case string:
		if r.fields != nil || r.items != nil {
			return []string{at + " is text"}
		}
		return r.brokenText(at, v)
	}
	return []string{fmt.Sprintf("%s is %T", at, value)}
}

func (r rule) brokenList(at string, list []any) (why []string) {
	seen := map[string]bool{}
	for i, entry := range list {
		why = append(why, r.items.broken(fmt.Sprintf("%s[%d]", at, i), entry)...)
		text := fmt.Sprint(entry)
		if seen[text] {
			why = append(why, at+" repeats "+text)
		}
		seen[text] = true
	}
	return append(why, r.brokenSize(at, len(list))...)
}

func (r rule) brokenText(at, text string) (why []string) {
	if r.pattern != "" && !regexp.MustCompile(`^(?:`+r.pattern+`)$`).MatchString(text) {
		why = append(why, fmt.Sprintf("%s: %q does not match %s", at, text, r.pattern))
	}
	if r.oneOf != "" && !slices.Contains(strings.Fields(r.oneOf), text) {
		why = append(why, fmt.Sprintf("%s: %q is none of %s", at, text, r.oneOf))
	}
	return append(why, r.brokenSize(at, utf8.RuneCountInString(text))...)
}

func (r rule) brokenSize(at string, n int) []string {
	if n < r.min || (r.max > 0 && n > r.max) {
		return []string{fmt.Sprintf("%s has %d, not %d to %d", at, n, r.min, r.max)}
	}
	return nil
}
