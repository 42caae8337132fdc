package awsconfig

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/inifile"
	"github.com/fobcli/fob/internal/output"
)

// critic goes through one file and notes where the AWS CLI reads it otherwise
// than the SDKs do, and what the SDKs leave out.
type critic struct {
	file
	text     string
	warnings []Problem

	headers  map[string]int // line of the first header of these letters
	meanings map[ref]int    // line of the last header that means this to the AWS CLI
	prefixed int            // line of a [profile default], 0 when there is none

	keys      map[string]int // line of each key of the section
	below     bool           // a key of the section stands above
	gap       bool           // an empty line stands behind it
	secret    bool           // it holds a secret
	empty     int            // its line when it is empty, until nested lines follow
	emptyText string
}

func newCritic(f file) *critic {
	return &critic{file: f, text: string(f.data), headers: map[string]int{}, meanings: map[ref]int{}, keys: map[string]int{}}
}

func (c *critic) note(line int, text, message, remedy string) {
	c.warnings = append(c.warnings, Problem{
		Pos: Pos{c.path, line}, Message: message, Text: output.Text(text), Remedy: remedy,
	})
}

func (c *critic) read() {
	if bytes.HasPrefix(c.data, []byte("\xef\xbb\xbf")) {
		c.note(1, "", "begins with a byte order mark, and the AWS CLI refuses such a file", "Save the file as UTF-8 without it.")
	}
	c.findDefault()
	for s := inifile.NewScanner(c.data); s.Scan(); {
		line := c.text[s.Start:s.End]
		if strings.IndexByte(line, '\r') >= 0 {
			c.note(s.Number, "", "holds a carriage return, where the AWS CLI begins a new line", "Delete it.")
		}
		switch s.Kind {
		case inifile.Header:
			c.tellEmpty()
			c.header(line, s.Line)
		case inifile.Property:
			c.tellEmpty()
			c.propertyLine(line, s.Line)
		case inifile.Continuation, inifile.Nested:
			c.empty = 0
			c.indented(line, s.Line)
		case inifile.Blank:
			c.gap = true
		}
	}
	c.tellEmpty()
}

// findDefault looks for a [profile default], which the SDKs read instead of
// [default] wherever it stands.
func (c *critic) findDefault() {
	for h := range headers(c.data) {
		if c.target != ConfigFile {
			continue
		}
		r, bare, ok := sdkRef(c.target, c.text[h.start:h.end])
		if ok && !bare && r == (ref{TypeProfile, defaultProfile}) {
			c.prefixed = lineNumber(c.data, h.start)
			return
		}
	}
}

func (c *critic) header(line string, l inifile.Line) {
	number := l.Number
	if c.below && (line[0] == ' ' || line[0] == '\t') {
		c.note(number, line, "has an indented section below a key, which the AWS CLI takes for a part of that key's value",
			"Let it begin in the first column.")
	}
	c.keys, c.below, c.gap = map[string]int{}, false, false
	if l.Fault == inifile.NoFault { // else it is told as an error
		c.seen(line, number)
	}
	c.repeated(line, number)
}

// seen tells who ignores the section.
func (c *critic) seen(line string, number int) {
	sdk, bare, sdkSees := sdkRef(c.target, line)
	cli, cliSees := cliRef(c.target, line)
	raw, named := rawRef(c.target, line)
	inside := strings.Trim(inifile.Inside(line), " \t")
	switch {
	case inside == leakingSection:
		c.note(number, line, "has the section [DEFAULT], whose keys the AWS CLI gives to every profile", "Choose another name.")
	case sdkSees && bare && c.prefixed > 0:
		c.note(number, line, fmt.Sprintf("has a [default] that AWS SDKs ignore because of [profile default] in line %d; the AWS CLI reads the later of the two", c.prefixed),
			"Keep one of them.")
	case sdkSees && cliSees && sdk == cli:
	case sdkSees:
		c.note(number, line, "has a section that the AWS CLI does not take for "+describe(sdk), "Write it as  ["+insideFor(c.target, sdk)+"] .")
	case c.target == CredentialsFile && strings.HasPrefix(inside, TypeProfile+" "):
		name := strings.TrimSpace(strings.TrimPrefix(inside, TypeProfile))
		c.note(number, line, fmt.Sprintf("has a section that AWS SDKs ignore and that the AWS CLI takes for a profile called %q", inside), "Write it as  ["+name+"] .")
	case cliSees:
		c.note(number, line, "has a section that AWS SDKs ignore; the AWS CLI alone reads "+describe(cli),
			"AWS SDKs know names of letters, digits and _ - / . % @ : + alone.")
	case named:
		c.note(number, line, fmt.Sprintf("has the section [%s], which no reader knows", output.Line(inside)), "Write it as  ["+insideFor(c.target, raw)+"] .")
	case inifile.IsName(inside):
		c.note(number, line, "has the section ["+inside+"], which AWS SDKs ignore and which is no profile to the AWS CLI either", "For a profile, write it as  [profile "+inside+"] .")
	default:
		c.note(number, line, fmt.Sprintf("has the section [%s], which no reader knows", output.Line(inside)), "")
	}
}

func describe(r ref) string {
	if r.Type == TypeProfile {
		return fmt.Sprintf("the profile %q", r.Name)
	}
	return fmt.Sprintf("the %s %q", r.Type, r.Name)
}

// repeated tells what the AWS CLI makes of a section that was there before.
func (c *critic) repeated(line string, number int) {
	inside := cliInside(line)
	first, same := c.headers[inside]
	if same {
		c.note(number, line, fmt.Sprintf("repeats the section of line %d, and the AWS CLI refuses the whole file", first), "Make one section of them.")
	} else {
		c.headers[inside] = number
	}
	r, ok := cliRef(c.target, line)
	if !ok {
		return
	}
	if before, ok := c.meanings[r]; ok && !same {
		c.note(number, line, fmt.Sprintf("means the same as line %d; the AWS CLI reads this one alone", before), "Make one section of them.")
	}
	c.meanings[r] = number
}

func (c *critic) propertyLine(line string, l inifile.Line) {
	c.below, c.gap = true, false
	name, value := l.NameValue(line)
	key := strings.ToLower(name)
	shown := line
	if c.secret = IsSecret(key); c.secret {
		shown = name + " = " + Masked
	}
	if first, ok := c.keys[key]; ok {
		c.note(l.Number, shown, fmt.Sprintf("repeats the key %s of line %d, and the AWS CLI refuses the whole file", key, first), "Keep the last one, which counts for AWS SDKs.")
	}
	c.keys[key] = l.Number
	switch {
	case l.Loose && line[l.Equals] == ':' && l.Fault == inifile.NoFault && !isBlank(line[0]):
		c.note(l.Number, shown, "has a colon before the =, where the key ends for the AWS CLI and fob; the AWS SDKs for Java, JavaScript and Rust end it at the =", repair(shown))
	case l.Loose: // told as an error, or with the line above
	case !inifile.IsName(name):
		c.note(l.Number, shown, fmt.Sprintf("has the key %q, which AWS SDKs ignore", name), "A key has letters, digits and _ - / . % @ + alone.")
	case strings.Contains(name, ":"):
		c.note(l.Number, shown, fmt.Sprintf("has the key %q, which starts with a colon, and the AWS CLI refuses the whole file", name), "Delete the line.")
	}
	if tail := strings.TrimSpace(l.Tail(line)); tail != "" {
		c.note(l.Number, shown, "has a comment behind the value of "+key+", which the AWS CLI reads as a part of it", "Put the comment on a line of its own.")
	}
	if value == "" {
		c.empty, c.emptyText = l.Number, shown
	}
	if key == "credential_process" && needsShell(value) {
		c.note(l.Number, shown, "has a credential_process that needs a shell: AWS SDKs and fob run it through one, the AWS CLI does not", "Put it into a script.")
	}
}

// tellEmpty notes the property above if it was empty and nothing is nested in it.
func (c *critic) tellEmpty() {
	if c.empty > 0 {
		c.note(c.empty, c.emptyText, "has no value, which AWS SDKs count as an absent key and the AWS CLI does not", "Delete the line.")
		c.empty = 0
	}
}

func (c *critic) indented(line string, l inifile.Line) {
	shown := hideSecret(line)
	if c.secret {
		shown = Masked
	}
	switch t := strings.TrimLeft(line, " \t"); {
	case t[0] == '#' || t[0] == ';':
		c.note(l.Number, shown, "is an indented comment, which AWS SDKs take for a part of the value above", "Let it begin in the first column.")
	case l.Kind == inifile.Continuation && c.gap:
		c.note(l.Number, shown, "continues a value behind an empty line, which the AWS CLI keeps in it", "Delete the empty line.")
	}
	c.gap = false
}

// needsShell reports whether a shell does more with a command than to split it
// into words.
func needsShell(command string) bool {
	return strings.ContainsAny(command, "$`|&;<>()*?~\n")
}
