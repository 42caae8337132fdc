package cli

import (
	"fmt"

	"github.com/fobcli/fob/internal/awsconfig"
)

// warnedLines is how many lines of the shared files one command warns of.
const warnedLines = 5

// listProfiles visits the profiles that can be read, and warns of the lines that
// SDKs refuse. Where no profile can be read, the first such line is the error.
func (e *Env) listProfiles(files awsconfig.Files, keys []string, visit func(*awsconfig.Section)) error {
	some := false
	lines := files.EachProfile(keys, func(s *awsconfig.Section) {
		some = true
		visit(s)
	})
	return e.warnLines(files, lines, awsconfig.TypeProfile, some)
}

// warnLines warns of lines that SDKs refuse. Sections of the type that is listed
// are left out of the list if nothing reads one of their lines. Where that
// leaves none, the line is the error.
func (e *Env) warnLines(files awsconfig.Files, lines []awsconfig.Problem, listed string, some bool) error {
	left := map[string]bool{}
	for i, p := range lines {
		if lost := !p.Read && p.Type == listed; lost && !some {
			return files.Fault(p)
		} else if lost && !left[p.Name] {
			left[p.Name] = true
			p.Message += fmt.Sprintf(", so the %s %s is left out", p.Type, p.Name)
		}
		if i == warnedLines {
			e.WarnLine(fmt.Sprintf("%s more. See them all:\n  fob config dump", plural(len(lines)-i, "such line")))
			return nil
		}
		e.WarnLine(files.Tell(p))
	}
	return nil
}

// warnLinesOf warns of the lines of one section that SDKs refuse and fob reads.
func (e *Env) warnLinesOf(v *awsconfig.View, typ, name string) {
	var lines []awsconfig.Problem
	for _, p := range v.Errors() {
		if p.Type == typ && p.Name == name {
			lines = append(lines, p)
		}
	}
	e.warnRead(v, lines)
}

// warnRead warns of the lines that SDKs refuse and fob reads, in one warning.
func (e *Env) warnRead(v *awsconfig.View, lines []awsconfig.Problem) {
	if text := v.TellRead(lines); text != "" {
		e.WarnLine(text)
	}
}
