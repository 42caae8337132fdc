package tour

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/output"
)

// longest is how much of an address is shown; those of sign-ins have several
// hundred characters.
const longest = 72

// Looks that only the tour has.
const (
	cyan     output.Style = "36"
	boldMark output.Style = "1;32"
	boldRed  output.Style = "1;31"
)

// write writes text in a look where the output takes colour.
func (g *guide) write(look output.Style, text string) {
	if g.Colour {
		_ = g.Out.Styled(look, text) // the stream remembers what it could not write
		return
	}
	fmt.Fprint(g.Out, text)
}

// line writes a line of the tour in a look.
func (g *guide) line(look output.Style, text string) {
	fmt.Fprint(g.Out, "   ")
	g.write(look, text)
	fmt.Fprintln(g.Out)
}

func (g *guide) heading(number, title string) {
	fmt.Fprintln(g.Out)
	g.write(output.Bold, number+"  "+title)
	fmt.Fprintln(g.Out)
}

// say explains, in one or more lines.
func (g *guide) say(lines ...string) {
	if g.over() {
		return
	}
	for _, l := range lines {
		if l != "" {
			l = "   " + l
		}
		fmt.Fprintln(g.Out, l)
	}
}

// prompt shows a command as it is typed.
func (g *guide) prompt(command string) {
	if g.over() {
		return
	}
	mark := "$ "
	if g.PowerShell {
		mark = "PS> "
	}
	fmt.Fprint(g.Out, "   ")
	g.write(boldMark, mark)
	g.write(output.Bold, command)
	fmt.Fprintln(g.Out)
}

// mistake marks what is not as it must be.
func (g *guide) mistake(format string, args ...any) {
	if g.over() {
		return
	}
	g.wrong = true
	g.line(boldRed, "WRONG: "+fmt.Sprintf(format, args...))
}

// showVisits shows what the built-in visitor did since the last time. It ends
// by itself a moment after the program that sent for it, so that is waited for.
func (g *guide) showVisits(expected bool) {
	if g.OwnBrowser {
		return
	}
	for deadline := time.Now().Add(2 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		notes, _ := os.ReadFile(g.Visits) // absent until the first visit
		if fresh := string(notes[min(g.noted, len(notes)):]); strings.HasSuffix(fresh, "\n") {
			g.noted = len(notes)
			for line := range strings.Lines(fresh) {
				g.line(cyan, "» "+strings.TrimSpace(line))
			}
			return
		}
		if !expected || g.over() || time.Now().After(deadline) {
			return
		}
	}
}

// screen shows a program's output line by line as it comes, and keeps it. Both
// of a program's streams may write to it.
type screen struct {
	mu    sync.Mutex
	g     *guide
	all   bytes.Buffer
	line  []byte            // begun and not ended
	onOut func(line string) // called with each whole line; nil for nobody
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all.Write(p)
	s.line = append(s.line, p...)
	for {
		i := bytes.IndexByte(s.line, '\n')
		if i < 0 {
			return len(p), nil
		}
		s.show(string(s.line[:i]))
		s.line = s.line[i+1:]
	}
}

// end shows what was begun and returns all that was written.
func (s *screen) end() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.line) > 0 {
		s.show(string(s.line))
		s.line = nil
	}
	return s.all.String()
}

func (s *screen) show(line string) {
	line = strings.TrimRight(line, "\r")
	s.g.say(short(line))
	if s.onOut != nil {
		s.onOut(line)
	}
}

// short cuts the addresses in a line that are too long, and says so by their
// last character.
func short(line string) string {
	for word := range strings.FieldsSeq(line) {
		if len(word) > longest && strings.Contains(word, "://") {
			line = strings.Replace(line, word, word[:longest]+"…", 1)
		}
	}
	return line
}

// typed writes a command as a person would type it: quoted where the shell
// wants it, broken before flags where it is long.
func typed(words []string, powerShell bool) string {
	const width = 80
	more := ` \`
	if powerShell {
		more = " `"
	}
	var b strings.Builder
	used := 0
	for i, w := range words {
		q := quoted(w)
		group := len(q) // a flag and its value stay together
		if strings.HasPrefix(w, "-") && i+1 < len(words) && !strings.HasPrefix(words[i+1], "-") {
			group += 1 + len(quoted(words[i+1]))
		}
		switch {
		case i == 0:
		case used+1+group > width && strings.HasPrefix(w, "-"):
			b.WriteString(more + "\n        ")
			used = 4
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(q)
		used += len(q)
	}
	return b.String()
}

// quoted puts double quotes around what a shell would read otherwise. The
// tour's words have nothing that these would not hold.
func quoted(w string) string {
	if w != "" && !strings.ContainsAny(w, " ()<>^*?|&;#~'") {
		return w
	}
	return `"` + w + `"`
}
