package cli

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/shell"
)

// promptPart is a piece of a prompt's format: text, a field, a style, or parts
// that are shown on a condition.
type promptPart struct {
	text  string
	field string
	style string

	parts promptParts // between brackets
	given string      // the field that decides; empty: every field of parts
	not   bool        // the field must be empty
}

type promptParts []promptPart

// promptNames are the fields.
func promptNames() []string {
	return []string{"profile", "account", "account_name", "role", "region", "session", "left", "production"}
}

// styleCode returns the number of a colour or style for a terminal.
func styleCode(name string) (code string, ok bool) {
	names := []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}
	if i := slices.Index(names, name); i >= 0 {
		return "3" + string(rune('0'+i)), true
	}
	switch name {
	case "bold":
		return "1", true
	case "dim":
		return "2", true
	case "reset":
		return "0", true
	}
	return "", false
}

// parsePrompt reads a format.
func parsePrompt(format string) (promptParts, error) {
	parts, rest, err := promptUntil(format)
	if err == nil && rest != "" {
		err = fmt.Errorf("the format has a ] without its [")
	}
	return parts, err
}

// promptUntil reads up to the bracket that closes this level, or the end.
func promptUntil(format string) (parts promptParts, rest string, err error) {
	for format != "" {
		switch c := format[0]; c {
		case ']':
			return parts, format, nil
		case '\\':
			_, size := utf8.DecodeRuneInString(format[1:])
			parts, format = append(parts, promptPart{text: format[1 : 1+size]}), format[1+size:]
		case '{':
			name, after, ok := strings.Cut(format[1:], "}")
			part, known := promptName(name)
			if !ok || !known {
				return nil, "", fmt.Errorf("the format names %q, which is no field and no colour", name)
			}
			parts, format = append(parts, part), after
		case '[':
			part := promptPart{}
			part.given, part.not, format = promptCondition(format[1:])
			part.parts, format, err = promptUntil(format)
			if err == nil && format == "" {
				err = fmt.Errorf("the format has a [ without its ]")
			}
			if err != nil {
				return nil, "", err
			}
			parts, format = append(parts, part), format[1:]
		default:
			n := strings.IndexAny(format, `]\{[`)
			if n < 0 {
				n = len(format)
			}
			parts, format = append(parts, promptPart{text: format[:n]}), format[n:]
		}
	}
	return parts, "", nil
}

func promptName(name string) (promptPart, bool) {
	if slices.Contains(promptNames(), name) {
		return promptPart{field: name}, true
	}
	code, ok := styleCode(name)
	return promptPart{style: code}, ok
}

// promptCondition reads "field?" or "!field?" at the beginning of a bracket.
func promptCondition(format string) (field string, not bool, rest string) {
	head, rest, ok := strings.Cut(format, "?")
	field = strings.TrimPrefix(head, "!")
	if !ok || !slices.Contains(promptNames(), field) {
		return "", false, format
	}
	return field, field != head, rest
}

// render writes the parts for a shell's prompt.
func (p promptParts) render(k shell.Kind, fields map[string]string) string {
	var b strings.Builder
	for _, part := range p {
		switch {
		case part.field != "":
			b.WriteString(shell.PromptText(k, output.Line(fields[part.field])))
		case part.style != "":
			b.WriteString(shell.PromptStyle(k, part.style))
		case part.parts != nil && part.shown(fields):
			b.WriteString(part.parts.render(k, fields))
		default:
			b.WriteString(shell.PromptText(k, part.text))
		}
	}
	return b.String()
}

func (p promptPart) shown(fields map[string]string) bool {
	if p.given != "" {
		return (fields[p.given] == "") == p.not
	}
	for _, part := range p.parts {
		if part.field != "" && fields[part.field] == "" {
			return false
		}
	}
	return true
}
