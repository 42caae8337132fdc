package shell

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// How a hook and fob talk
//
// A program cannot change the environment of the shell that started it, so the
// hook runs `fob use` itself and does what the answer says. The answer is data,
// a name and a region; the variables' names, and all code, stand in the hook.
// Code to evaluate would be shorter, but then every quoting mistake, and every
// line that a program prints by accident, would be run by the person's shell;
// a temporary file would have to be found, protected and removed.
//
// The hook says who it is by HookVariable, for that one call: it is never
// exported, so no shell started from this one is taken for one with a hook.
// It hands over the profile that the shell had before (PreviousVariable), for
// `fob use -`: the answer says what to remember, and the hook keeps it as it is,
// in a variable of the shell that is not exported where the shell has such.
//
// What does not begin with "fob-hook 1" is no answer but text, such as help,
// and the hook prints it as it is. Failures print nothing on stdout.

// Variables through which a hook and the program speak for one call of `fob use`.
const (
	// HookVariable says which hook calls, and the version of what it reads.
	HookVariable = "FOB_HOOK"
	// WordsVariable holds the words after `use`, from a shell that would break
	// them on a command line.
	WordsVariable = "FOB_WORDS"
	// LineVariable holds all words as they were typed in cmd, `use` first.
	LineVariable = "FOB_LINE"
	// PreviousVariable holds what the last answer told the hook to remember.
	PreviousVariable = "FOB_PREVIOUS"
	// StartupVariable names the file that the shell loads at its start, where
	// only the shell knows: PowerShell's $PROFILE depends on the host.
	StartupVariable = "FOB_STARTUP_FILE"
)

// Caller returns the hook that started fob; false when none did.
func Caller(hook string) (Kind, bool) {
	name, version, _ := strings.Cut(hook, "/")
	k, ok := ParseKind(name)
	return k, ok && version == "1"
}

// Answer is what `fob use` tells the hook: data, one fact a line, that the hook
// takes apart and never evaluates. previous, from Remember, is what the hook
// keeps for the way back; empty leaves what it has. PowerShell gets its values as the
// numbers of UTF-16 units, for it decodes a program's output by the console's
// code page.
func Answer(k Kind, s Switch, previous string) string {
	lines := []string{"fob-hook 1"}
	if previous != "" {
		lines = append(lines, "previous "+previous)
	}
	if s.Profile == "" {
		lines = append(lines, "none")
	} else {
		lines = append(lines, "profile "+encode(k, s.Profile))
	}
	if s.Region != "" {
		lines = append(lines, "region "+encode(k, string(s.Region)))
	}
	return strings.Join(lines, "\n") + "\n"
}

// ExitAnswer tells the hook of cmd, which cannot see it, how fob ended.
func ExitAnswer(code int) string { return "fob-hook 1\nexit " + strconv.Itoa(code) + "\n" }

// Unanswerable says why the hook of the shell could not take the profile, as
// the end of a sentence; it is empty where it can. The answer is lines, so a
// control character has no place in it. cmd would replace !NAME! where delayed
// expansion is on, and drops blanks at the beginning.
func Unanswerable(k Kind, name string) string {
	switch {
	case strings.ContainsFunc(name, unicode.IsControl):
		return "has a control character, which no shell can hand on"
	case k == Cmd && strings.Contains(name, "!"):
		return "has a !, which cmd may replace"
	case k == Cmd && strings.HasPrefix(name, " "):
		return "begins with a blank, which cmd drops"
	}
	return ""
}

func encode(k Kind, value string) string {
	if !k.IsPowerShell() {
		return value
	}
	return numbers(value)
}

// numbers writes s as the numbers of its UTF-16 units with dots between.
func numbers(s string) string {
	var codes []string
	for _, u := range utf16.Encode([]rune(s)) {
		codes = append(codes, strconv.Itoa(int(u)))
	}
	return strings.Join(codes, ".")
}

// Remember writes a profile, or none, as one word of letters, digits and dots
// that any hook can keep.
func Remember(profile string) string { return "w" + numbers(profile) }

// Recall reads what Remember wrote; false for anything else.
func Recall(text string) (profile string, ok bool) {
	words, ok := Words(text)
	if !ok || len(words) != 1 {
		return "", false
	}
	return words[0], true
}

// Words reads WordsVariable: blank-separated words, each a w and the numbers
// of its UTF-16 units with dots between. It reports false for anything else.
func Words(text string) ([]string, bool) {
	var words []string
	for _, field := range strings.Fields(text) {
		codes, ok := strings.CutPrefix(field, "w")
		if !ok {
			return nil, false
		}
		var units []uint16
		for _, code := range strings.FieldsFunc(codes, func(r rune) bool { return r == '.' }) {
			u, err := strconv.ParseUint(code, 10, 16)
			if err != nil {
				return nil, false
			}
			units = append(units, uint16(u))
		}
		words = append(words, string(utf16.Decode(units)))
	}
	return words, true
}

// Line reads LineVariable: words as Windows programs take a command line apart.
// Blanks part words, but not between double quotes; backslashes before a quote
// are halved, and an odd one makes the quote a letter; two quotes between
// quotes are one.
// Source: Microsoft C++, "Parsing C command-line arguments".
func Line(text string) []string {
	var words []string
	for {
		text = strings.TrimLeft(text, " \t")
		if text == "" {
			return words
		}
		var word string
		word, text = firstWord(text)
		words = append(words, word)
	}
}

func firstWord(text string) (word, rest string) {
	var b strings.Builder
	quoted, slashes := false, 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\':
			slashes++
			continue
		case c == '"':
			b.WriteString(strings.Repeat(`\`, slashes/2))
			literal := slashes%2 == 1
			if !literal && quoted && strings.HasPrefix(text[i+1:], `"`) {
				literal = true
				i++
			}
			if literal {
				b.WriteByte('"')
			} else {
				quoted = !quoted
			}
			slashes = 0
			continue
		}
		b.WriteString(strings.Repeat(`\`, slashes))
		slashes = 0
		if !quoted && (c == ' ' || c == '\t') {
			return b.String(), text[i:]
		}
		b.WriteByte(c)
	}
	return b.String() + strings.Repeat(`\`, slashes), ""
}
