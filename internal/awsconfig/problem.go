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
	Type, Name            string // the section that it stands in; empty when that is none to the SDKs
	Read                  bool   // the AWS CLI and fob read the line
}

// unchanged ends every error of an edit: nothing is written to a file that
// cannot be read.
const unchanged = "Nothing was changed."

// textMost is how many bytes of a line are shown.
const textMost = 200

// fault is the problem as an error for people:
//
//	~/.aws/config line 14 is not a key, section, or comment:
//	  14 | sso_session my-sso
//	Write it as  sso_session = my-sso .
func (p Problem) fault(where paths.Paths) *fault.Error {
	e := &fault.Error{
		Summary: fmt.Sprintf("%s line %d %s:", where.Short(p.Pos.File), p.Pos.Line, p.Message),
		Detail:  []string{fmt.Sprintf("  %d | %s", p.Pos.Line, p.Text)},
	}
	if p.Remedy != "" {
		e.Detail = append(e.Detail, p.Remedy)
	}
	return e
}

// refusal is fault for an edit of the file.
func (p Problem) refusal(where paths.Paths) *fault.Error {
	e := p.fault(where)
	e.Detail = append(e.Detail, "Neither the AWS CLI nor fob can read that line, and fob writes no file that has one. "+unchanged)
	return e
}

// unreadable returns the first line of a file that neither the AWS CLI nor fob
// reads. It allocates nothing when there is none.
func unreadable(f file) (Problem, bool) {
	if inifile.Sound(f.data) {
		return Problem{}, false
	}
	for s := inifile.NewScanner(f.data); s.Scan(); {
		if s.Kind == inifile.Bad {
			return newProblem(f.target, &s.Line, string(f.data[s.Start:s.End]), Pos{f.path, s.Number}), true
		}
	}
	return Problem{}, false
}

func newProblem(t Target, l *inifile.Line, line string, at Pos) Problem {
	text := hideSecret(output.Text(line))
	p := Problem{Pos: at, Text: text, Read: l.Kind != inifile.Bad}
	if p.Read {
		p.Message, p.Remedy = diagnoseRead(l, line, text)
	} else {
		p.Message, p.Remedy = diagnose(t, l.Fault, text, line)
	}
	p.Text = shortened(p.Text)
	p.Remedy = shortened(p.Remedy)
	return p
}

// shortened cuts a line that is too long to be shown.
func shortened(text string) string {
	if len(text) <= textMost {
		return text
	}
	return strings.ToValidUTF8(text[:textMost], "") + "…"
}

// diagnose words what is wrong with a line that nothing reads, and how to set
// it right.
func diagnose(t Target, f inifile.Fault, text, line string) (message, remedy string) {
	switch {
	case strings.Contains(line, "\x00"):
		return "has NUL bytes, as a crash of the system may leave them", "Delete the line, or restore the file from a copy:  fob configure undo"
	case strings.Contains(line, "\r"):
		return "has a carriage return in it, which does not end a line here", "Replace it by a new line."
	}
	switch f {
	case inifile.NoEquals, inifile.NoProperty:
		return "is not a key, section, or comment", repair(text)
	case inifile.NoName:
		return "has no key before the = or :", "Write the key there, or delete the line."
	case inifile.NoSection:
		if t == CredentialsFile {
			return "stands before any section", "Put [default] or another [NAME] above it."
		}
		return "stands before any section", "Put [default] or [profile NAME] above it."
	case inifile.NestedNoEquals:
		return "is not KEY = VALUE, as each line under an empty value must be", repair(text)
	case inifile.NoBracket:
		return "starts a section but has no ]", "Write it as  " + strings.TrimRight(text, " \t") + "] ."
	case inifile.AfterBracket:
		return "has text after the ] of a section without a name", "Write the name between the brackets."
	}
	return "cannot be read", ""
}

// refusing names SDKs that refuse a file for one line that the AWS CLI reads.
// Sources: ProfileFileReader of the SDK for Java 2.x, env_config/parse.rs of the
// SDK for Rust. The SDK for Go reads keys with a colon and indented keys.
const refusing = "the AWS SDKs for Java and Rust refuse the file"

// diagnoseRead is diagnose for a line that the AWS CLI and fob read.
func diagnoseRead(l *inifile.Line, line, text string) (message, remedy string) {
	const column = "Start it in the first column."
	comment := l.Kind == inifile.Comment
	switch {
	case l.Fault == inifile.AfterBracket:
		return "has text after the ] of its section; " + refusing + ", and those for Go and JavaScript take the keys below for those of the section above",
			"Put that text on the next line, or a # before it."
	case comment && l.Fault == inifile.NoEquals, l.Kind == inifile.Blank:
		return "starts with a character that is a blank to the AWS CLI alone; " + refusing, "Delete that character."
	case comment:
		return "is an indented comment where a key is expected; " + refusing, column
	case l.Fault == inifile.NoProperty:
		return "is indented, although no key stands above it; " + refusing, column
	case l.Fault == inifile.NestedNoName:
		return "has no key before the =; " + refusing, "Write the key there, or delete the line."
	case l.Fault == inifile.NestedNoEquals:
		return "continues a comment, which is the value above to the AWS CLI alone; " + refusing, "Put the comment above the key, on a line of its own."
	case line[l.Equals] == ':':
		return "has a colon in place of the =; " + refusing + ", and the one for JavaScript skips the key", repair(text)
	}
	return "has its = in a comment; " + refusing + ", and the one for JavaScript skips the key", repair(text)
}

// oldLineEnds is the problem of a file whose lines end as on old Macs.
func oldLineEnds(path string) Problem {
	return Problem{
		Pos:     Pos{path, 1},
		Message: "ends in a carriage return alone, as all lines of the file do; the AWS SDKs for Go, JavaScript and Rust take the file for one line",
		Text:    "",
		Remedy:  `Save the file with the line ends of this system.`,
		Read:    true,
	}
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
		if value == Masked {
			value = "VALUE"
		}
		name = name[:i]
	}
	if !inifile.IsName(name) {
		return "Put a # in front of it to make it a comment."
	}
	return "Write it as  " + indent + strings.TrimRight(name, ":") + " = " + value + " ."
}
