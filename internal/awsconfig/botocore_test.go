package awsconfig_test

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This is how the AWS CLI and boto3 read a shared file, line by line as
// botocore's configloader and Python's configparser do it. interop proves on
// real ones that it is; here it is the oracle of the fuzz test.

// cliSection is a section as botocore has it.
type cliSection struct {
	inside string // between its brackets
	line   int
	keys   []*cliKey
}

// cliKey is a key with its value, or with the nested ones.
type cliKey struct {
	name        string // in lower case
	value       string
	sub         map[string]string // nested names in lower case; nil when it has a value
	first, last int               // its lines, with the comments among and below them
	parts       []string
}

func pythonSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

func pythonStrip(s string) string { return strings.TrimFunc(s, pythonSpace) }

// botocore reads a file; ok is false when it refuses the file.
func botocore(data string) (sections []*cliSection, ok bool) {
	if !utf8.ValidString(data) {
		return nil, false
	}
	data = strings.ReplaceAll(strings.ReplaceAll(data, "\r\n", "\n"), "\r", "\n")
	var section *cliSection
	var key *cliKey
	level := 0
	for i, line := range strings.Split(data, "\n") {
		value := pythonStrip(line)
		if value == "" {
			if key != nil {
				key.parts = append(key.parts, "")
			}
			continue
		}
		if value[0] == '#' || value[0] == ';' {
			if key != nil {
				key.last = i + 1
			}
			continue
		}
		indent := utf8.RuneCountInString(line) - utf8.RuneCountInString(strings.TrimLeftFunc(line, pythonSpace))
		if key != nil && indent > level {
			key.parts, key.last = append(key.parts, value), i+1
			continue
		}
		level = indent
		if end := strings.LastIndexByte(value, ']'); value[0] == '[' && end > 1 {
			section, key = &cliSection{inside: value[1:end], line: i + 1}, nil
			if slices.ContainsFunc(sections, func(s *cliSection) bool { return s.inside == section.inside }) {
				return nil, false
			}
			sections = append(sections, section)
			continue
		}
		at := strings.IndexAny(value, "=:")
		if section == nil || at < 0 || pythonStrip(value[:at]) == "" {
			return nil, false
		}
		key = &cliKey{name: strings.ToLower(pythonStrip(value[:at])), first: i + 1, last: i + 1, parts: []string{pythonStrip(value[at+1:])}}
		if slices.ContainsFunc(section.keys, func(k *cliKey) bool { return k.name == key.name }) {
			return nil, false
		}
		section.keys = append(section.keys, key)
	}
	for _, s := range sections {
		for _, k := range s.keys {
			k.value = strings.TrimRightFunc(strings.Join(k.parts, "\n"), pythonSpace)
			if strings.HasPrefix(k.value, "\n") && !k.nest() {
				return nil, false
			}
		}
	}
	return sections, true
}

// nest makes nested values of a value that begins with a line break.
func (k *cliKey) nest() bool {
	k.sub = map[string]string{}
	for _, line := range strings.FieldsFunc(k.value, func(r rune) bool { return strings.ContainsRune("\n\v\f\x1c\x1d\x1e\u0085\u2028\u2029", r) }) {
		if line = pythonStrip(line); line == "" {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if !ok {
			return false
		}
		k.sub[strings.ToLower(pythonStrip(name))] = pythonStrip(value)
	}
	k.value = ""
	return true
}

// cliMeaning is the type and the name of a section to the AWS CLI. known is
// false where that depends on quotes, which other tests look at.
func cliMeaning(inside string) (typ, name string, known bool) {
	if inside == "default" {
		return "profile", "default", true
	}
	if strings.ContainsAny(inside, "'\"\\") {
		return "", "", false
	}
	for _, typ := range []string{"profile", "sso-session", "services"} {
		words := strings.FieldsFunc(inside, func(r rune) bool { return strings.ContainsRune(" \t\r\n", r) })
		if strings.HasPrefix(inside, typ) && len(words) == 2 {
			return typ, words[1], true
		}
	}
	return "", "", true
}
