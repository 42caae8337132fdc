package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
)

// issues is where a fault of fob itself is reported.
const issues = "https://github.com/fobcli/fob/issues"

// Report prints err on stderr as fob's own commands do, and returns its exit
// code; the sandbox's program fails in the same words.
func Report(stderr *output.Stream, err error) int {
	return report(stderr, screenWidth(stderr), false, err)
}

// report prints err for a person, in the one shape of all of fob's errors, and
// returns its exit code. width is the terminal's, 0 where there is none: then
// no line is broken, so that a script finds each sentence whole. Line breaks
// and control characters that an error has from outside are escaped.
//
//	Error: SUMMARY.
//	details
//	Hint:
//	  the remedy, on a line of its own
func report(w *output.Stream, width int, debug bool, err error) int {
	code := exitCode(err)
	if code == fault.OK || code == fault.Interrupted {
		return int(code)
	}
	f := explain(err)
	fmt.Fprintln(w, wrap("Error: "+output.Line(sentence(f.Summary)), width))
	for _, line := range f.Detail {
		fmt.Fprintln(w, output.Line(line))
	}
	if f.Remedy != "" {
		fmt.Fprintln(w, wrap(output.Line(hint(f)), width))
		fmt.Fprintln(w, "  "+strings.ReplaceAll(f.Remedy, "\n", "\n  "))
	}
	if cause := cause(f); debug && cause != nil {
		fmt.Fprintln(w, "Cause:", output.Line(cause.Error()))
	}
	return int(code)
}

// exitCode is the code that a run ends with which came to err.
func exitCode(err error) fault.Code {
	if errors.Is(err, context.Canceled) {
		return fault.Interrupted
	}
	return fault.CodeOf(err)
}

// hint returns the words before the remedy.
func hint(f *fault.Error) string {
	if f.Hint == "" && f.Remedy != "" {
		return "Try:"
	}
	return f.Hint
}

// cause returns the error below f; one that repeats the summary says nothing.
func cause(f *fault.Error) error {
	if f.Err == nil || f.Err.Error() == f.Summary {
		return nil
	}
	return f.Err
}

// sentence ends s with a full stop unless it has its own ending.
func sentence(s string) string {
	s = strings.TrimRight(s, " \n")
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, ":") {
		return s
	}
	return s + "."
}

// wrap breaks text between words so that it fits width; a word that is longer
// than a line, such as a URL, stays whole.
func wrap(text string, width int) string {
	if width <= 0 {
		return text
	}
	var b strings.Builder
	used := 0
	for word := range strings.FieldsSeq(text) {
		n := len([]rune(word))
		switch {
		case used == 0:
		case used+1+n > width:
			b.WriteByte('\n')
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
	return b.String()
}

// screenWidth returns the columns of s, at most 80; 0 when it is no terminal.
func screenWidth(s *output.Stream) int {
	f, ok := s.Under().(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return 0
	}
	return min(width, 80)
}
