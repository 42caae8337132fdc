package profile

import (
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
)

// mistake is the error for keys that do not go together. It shows each of them
// with its file and line.
func mistake(v *awsconfig.View, summary string, keys ...awsconfig.Property) *fault.Error {
	e := &fault.Error{Summary: summary}
	for _, k := range keys {
		e.Detail = append(e.Detail, shown(v, k))
	}
	return e
}

// shown is a key with its place, as a line below an error.
func shown(v *awsconfig.View, k awsconfig.Property) string {
	return "  " + v.Where(k.Pos) + ": " + show(k)
}

// fix adds what to do about it.
func fix(e *fault.Error, hint, remedy string) *fault.Error {
	e.Hint, e.Remedy = hint, remedy
	return e
}

// show writes a key as it stands in the file, without its value where that is
// a secret.
func show(k awsconfig.Property) string {
	switch k.Key {
	case "aws_access_key_id", "aws_secret_access_key", "aws_session_token":
		return k.Key
	}
	return k.Key + " = " + strings.ReplaceAll(k.Value, "\n", " ")
}

// unset is the line that takes a key out of a profile.
func unset(key, profile string) string {
	return "fob configure unset " + key + " --profile " + Quote(profile)
}

// set is the line that gives a profile a key; value is what the person fills in.
func set(key, value, profile string) string {
	return "fob configure set " + key + " " + value + " --profile " + Quote(profile)
}

// Quote puts a word of a command line in double quotes where a shell would
// take it apart. All shells that fob knows read these the same way, as names
// hold no $, ` or ".
func Quote(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t'&|;<>()*?[]#~!{}") {
		return word
	}
	return `"` + word + `"`
}
