package shell

import (
	"embed"
	"strconv"
	"strings"
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
// What does not begin with "fob-hook 1" is no answer but text, such as help,
// and the hook prints it as it is. Failures print nothing on stdout.

// The texts for each shell, by part and shell: hook.bash and so on. `fob` is
// found on PATH at each call, as if no hook were loaded.
//
//go:embed hook.bash hook.zsh hook.fish hook.nu hook.ps1 hook.cmd
var texts embed.FS

// Load says what a shell takes besides the hook, when it loads it.
type Load struct {
	AWS    bool // completion of `aws --profile`, too
	Prompt bool // the prompt tells account and role
}

// Hook is the code that a shell loads so that `fob use` switches it, followed
// by what else there is for that shell and was asked for. It is fixed text: no
// value of this machine stands in it.
func Hook(k Kind, l Load) string {
	parts := []string{"hook", "complete"}
	if l.AWS {
		parts = append(parts, "aws")
	}
	if l.Prompt {
		parts = append(parts, "prompt")
	}
	var b strings.Builder
	for _, part := range parts {
		if text, err := texts.ReadFile(part + "." + k.extension()); err == nil {
			b.Write(text)
		}
	}
	return strings.ReplaceAll(b.String(), "{{contrary}}", k.list(Contrary()))
}

// extension is what the names of the shell's texts end in.
func (k Kind) extension() string {
	if k.IsPowerShell() {
		return "ps1"
	}
	return string(k)
}

// list writes names as the shell's list of words.
func (k Kind) list(names []string) string {
	if k.IsPowerShell() {
		return "'" + strings.Join(names, "', '") + "'"
	}
	return strings.Join(names, " ")
}

// Variables through which a hook and the program speak for one call of `fob use`.
const (
	// HookVariable says which hook calls, and the version of what it reads.
	HookVariable = "FOB_HOOK"
	// WordsVariable holds the words after `use`, from a shell that would break
	// them on a command line.
	WordsVariable = "FOB_WORDS"
)

// Caller returns the hook that started fob; false when none did.
func Caller(hook string) (Kind, bool) {
	name, version, _ := strings.Cut(hook, "/")
	k, ok := ParseKind(name)
	return k, ok && version == "1"
}

// Answer is what `fob use` tells the hook: data, one fact a line, that the hook
// takes apart and never evaluates. PowerShell gets its values as the numbers of
// UTF-16 units, for it decodes a program's output by the console's code page.
func Answer(k Kind, s Switch) string {
	lines := []string{"fob-hook 1"}
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

func encode(k Kind, value string) string {
	if !k.IsPowerShell() {
		return value
	}
	var codes []string
	for _, u := range utf16.Encode([]rune(value)) {
		codes = append(codes, strconv.Itoa(int(u)))
	}
	return strings.Join(codes, ".")
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
