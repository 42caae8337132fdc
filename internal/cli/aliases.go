package cli

import (
	"slices"
	"strings"
)

// alias lets a line that was written for the AWS CLI work with fob: whoever
// replaces `aws` by `fob` in a guide succeeds with every line.
type alias struct {
	Words string // what is typed
	Means string // what is run
	AWS   bool   // print what the AWS CLI prints
	Arg   string // a flag of the AWS CLI whose value fob takes as the argument
}

// aliases is the one table of spellings that are not the command's own.
func aliases() []alias {
	return []alias{
		{Words: "--version", Means: "version", AWS: true},
		{Words: "sso login", Means: "login", AWS: true, Arg: "--sso-session"},
		{Words: "sso logout", Means: "logout --all", AWS: true},
		{Words: "sts get-caller-identity", Means: "whoami", AWS: true},
		{Words: "configure list-profiles", Means: "profiles", AWS: true},
		{Words: "configure list", Means: "configure list", AWS: true},
		{Words: "s3 ls", Means: "s3 ls", AWS: true},
		{Words: "populate", Means: "configure populate"},
	}
}

// takesValue reports whether a flag that may stand before the command takes the
// next word as its value.
func takesValue(flag string) bool {
	switch flag {
	case "-p", "--profile", "--region", "--ca-bundle", "-o", "--output", "--query", "--min-ttl":
		return true
	}
	return false
}

// rewrite replaces the words of an alias, wherever flags stand between them,
// and reports whether the AWS CLI's own form was typed. All else stays.
func rewrite(words []string) (out []string, awsForm bool) {
	at := verbs(words)
	if i := slices.Index(words, "--version"); len(at) == 0 && i >= 0 {
		return splice(words, []int{i}, []string{"version"}), true
	}
	help := len(at) > 0 && words[at[0]] == "help"
	if help {
		at = at[1:]
	}
	for _, a := range aliases() {
		want := strings.Fields(a.Words)
		if len(at) < len(want) || !slices.EqualFunc(at[:len(want)], want, func(i int, w string) bool { return words[i] == w }) {
			continue
		}
		out = splice(words, at[:len(want)], strings.Fields(a.Means))
		if a.Arg != "" && !help {
			out = flagToArgument(out, a.Arg)
		}
		return out, a.AWS
	}
	return words, false
}

// verbs returns the places of the words that are neither flags nor their
// values, up to a "--".
func verbs(words []string) []int {
	var at []int
	for i := 0; i < len(words); i++ {
		switch w := words[i]; {
		case w == "--":
			return at
		case !strings.HasPrefix(w, "-"):
			at = append(at, i)
		case takesValue(w):
			i++
		}
	}
	return at
}

// splice puts by in place of the first of the words at the places given, and
// leaves the others of them out.
func splice(words []string, at []int, by []string) []string {
	var out []string
	for i, w := range words {
		switch {
		case i == at[0]:
			out = append(out, by...)
		case !slices.Contains(at, i):
			out = append(out, w)
		}
	}
	return out
}

// flagToArgument turns "--flag value" and "--flag=value" into "value".
func flagToArgument(words []string, flag string) []string {
	for i, w := range words {
		if w == "--" {
			break
		}
		if v, ok := strings.CutPrefix(w, flag+"="); ok {
			return slices.Concat(words[:i], []string{v}, words[i+1:])
		}
		if w == flag && i+1 < len(words) {
			return slices.Delete(slices.Clone(words), i, i+1)
		}
	}
	return words
}
