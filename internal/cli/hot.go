package cli

import "strings"

// HotVerb is the one command that app runs before the command tree is built:
// every SDK process starts it, and the tree costs more than its whole work.
const HotVerb = "credential-process"

// HotProfile recognises the words after the program's name that the hot way
// can serve: the verb, and at most a profile. hot is false for anything else,
// which the command tree then takes, with all its flags and messages.
func HotProfile(words []string) (profile string, hot bool) {
	if len(words) == 0 || words[0] != HotVerb {
		return "", false
	}
	switch rest := words[1:]; len(rest) {
	case 0:
		return "", true
	case 1:
		v, ok := strings.CutPrefix(rest[0], "--profile=")
		return v, ok && v != ""
	case 2:
		name := rest[1]
		return name, (rest[0] == "--profile" || rest[0] == "-p") && name != "" && name[0] != '-'
	}
	return "", false
}
