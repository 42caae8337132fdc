package awsconfig

import (
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/inifile"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/paths"
)

// Problem is a line that some reader refuses or reads otherwise. Message says
// what is wrong with "FILE line N" before it; Remedy is a sentence, or empty.
// Neither they nor Text ever show a secret.
type Problem struct {
	Pos                   Pos
	Message, Text, Remedy string
}

// unchanged ends every error of this package: nothing is written to a file
// that cannot be read.
const unchanged = "Nothing was changed."

// fault is the problem as an error for people:
//
//	~/.aws/config line 14 is no key, section or comment:
//	  14 | sso_session my-sso
//	Write it as  sso_session = my-sso . Nothing was changed.
func (p Problem) fault(where paths.Paths) *fault.Error {
	remedy := unchanged
	if p.Remedy != "" {
		remedy = p.Remedy + " " + unchanged
	}
	return &fault.Error{
		Summary: fmt.Sprintf("%s line %d %s:", where.Short(p.Pos.File), p.Pos.Line, p.Message),
		Detail:  []string{fmt.Sprintf("  %d | %s", p.Pos.Line, p.Text), remedy},
	}
}

// problems returns the lines of a file that the SDKs cannot read, at most
// limit of them; 0 means all. It allocates nothing when there are none.
func problems(f file, limit int) []Problem {
	if inifile.Sound(f.data) {
		return nil
	}
	var list []Problem
	for s := inifile.NewScanner(f.data); s.Scan(); {
		if s.Fault == inifile.NoFault {
			continue
		}
		list = append(list, newProblem(f, s.Line))
		if len(list) == limit {
			break
		}
	}
	return list
}

func newProblem(f file, l inifile.Line) Problem {
	text := hideSecret(output.Text(string(f.data[l.Start:l.End])))
	message, remedy := diagnose(l.Fault, text)
	return Problem{Pos: Pos{f.path, l.Number}, Message: message, Text: text, Remedy: remedy}
}

// diagnose words what is wrong with a line and how to set it right.
func diagnose(f inifile.Fault, text string) (message, remedy string) {
	switch f {
	case inifile.NoEquals:
		return "is no key, section or comment", repair(text)
	case inifile.NoName:
		return "has no key in front of the =", "Write the key there, or delete the line."
	case inifile.NoSection:
		return "stands before any section", "Put [default] or [profile NAME] above it."
	case inifile.NoProperty:
		return "is indented, with no key above it", "Let it begin in the first column."
	case inifile.NestedNoEquals:
		if t := strings.TrimLeft(text, " \t"); strings.HasPrefix(t, "#") || strings.HasPrefix(t, ";") {
			return "is an indented comment, which AWS SDKs take for a value", "Let it begin in the first column."
		}
		return "is no key = value, as every line under an empty value must be", repair(text)
	case inifile.NestedNoName:
		return "has no key in front of the =", "Write the key there, or delete the line."
	case inifile.NoBracket:
		return "begins a section and has no ]", "Write it as  " + strings.TrimRight(text, " \t") + "] ."
	case inifile.AfterBracket:
		return "has text behind the ] of its section", "Put it on the next line, or a # before it."
	}
	return "cannot be read", ""
}

// repair guesses what "name value" and "name: value" were meant to be.
func repair(text string) string {
	text, _, _ = strings.Cut(strings.TrimRight(text, " \t"), " #")
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	name, value := strings.TrimLeft(text, " \t"), "VALUE"
	if i := strings.IndexAny(name, ": \t"); i > 0 {
		if rest := strings.TrimLeft(name[i:], ": \t"); rest != "" {
			value = rest
		}
		name = name[:i]
	}
	if !isIdentifier(name) {
		return "Put a # in front of it to make it a comment."
	}
	return "Write it as  " + indent + strings.TrimRight(name, ":") + " = " + value + " ."
}
