package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fobcli/fob/internal/shell"
)

// line is a command line on the way to its candidates.
type line struct {
	env     *Env
	root    *cobra.Command
	typed   shell.Typed
	current string // the word that is being completed

	command *cobra.Command
	args    []string    // arguments before the current word
	flag    *pflag.Flag // a flag that still lacks its value
	given   []string    // the flags that are there already
	ended   bool        // behind --

	kind  string
	found []shell.Candidate
	ranks []int
}

// awsProfile completes the value of --profile on a line of the AWS CLI.
func (l *line) awsProfile(words []string) {
	switch {
	case len(words) > 0 && words[len(words)-1] == "--profile":
		l.add("", profileCandidates(l.env))
	case strings.HasPrefix(l.current, "--profile="):
		l.add("--profile=", profileCandidates(l.env))
	}
}

// complete takes the words before the current one, and finds what may follow.
func (l *line) complete(words []string) {
	before := l.read(words)
	if before < 0 && l.command.Name() == execName && l.flag == nil && !strings.HasPrefix(l.current, "-") {
		before = len(words)
	}
	if before >= 0 {
		l.kind = shell.AnswerCommand + " " + strconv.Itoa(before+1)
		return
	}
	name, _, attached := strings.Cut(l.current, "=")
	switch {
	case l.flag != nil:
		l.value(l.flag, "")
	case l.ended || !strings.HasPrefix(l.current, "-"):
		l.argument("")
	case attached && strings.HasPrefix(name, "--"):
		if f := l.command.Flag(name[2:]); f != nil {
			l.value(f, name+"=")
		}
	case len(l.current) > 2 && l.current[1] != '-':
		if f := l.short(l.current[1:2]); f != nil && f.NoOptDefVal == "" {
			l.value(f, l.current[:2])
		}
	default:
		l.flags()
		l.argument("-- ")
	}
}

// read follows the words down the command tree. It returns how many of them
// come before another program's line; -1 when the line is all fob's.
func (l *line) read(words []string) (before int) {
	words, _ = rewrite(words)
	for i, w := range words {
		switch {
		case l.flag != nil:
			l.set(l.flag, w)
			l.flag = nil
		case w == "--" && (l.command.Name() == execName || l.command.Name() == sandboxName):
			return i + 1
		case l.command.Name() == execName && !strings.HasPrefix(w, "-"):
			return i
		case l.ended:
			l.args = append(l.args, w)
		case w == "--":
			l.ended = true
		case strings.HasPrefix(w, "-") && w != "-":
			l.readFlag(w)
		default:
			l.readArgument(w)
		}
	}
	return -1
}

func (l *line) readFlag(word string) {
	name, value, attached := strings.Cut(word, "=")
	f := l.command.Flag(strings.TrimPrefix(name, "--"))
	if !strings.HasPrefix(word, "--") {
		for i := 1; i < len(word); i++ { // -yp is -y -p
			if f = l.short(word[i : i+1]); f == nil || f.NoOptDefVal == "" {
				value = strings.TrimPrefix(word[i+1:], "=")
				attached = i+1 < len(word)
				break
			}
		}
	}
	switch {
	case f == nil:
		return
	case f.NoOptDefVal != "":
	case attached:
		l.set(f, value)
	default:
		l.flag = f
	}
	l.given = append(l.given, f.Name)
}

// set gives a flag its value, which says what may come behind it. A value that
// is none is for the command to refuse.
func (l *line) set(f *pflag.Flag, value string) { _ = f.Value.Set(value) }

// short returns the flag with a letter.
func (l *line) short(letter string) *pflag.Flag {
	if f := l.command.Flags().ShorthandLookup(letter); f != nil {
		return f
	}
	return l.root.PersistentFlags().ShorthandLookup(letter)
}

func (l *line) readArgument(word string) {
	if len(l.args) == 0 {
		for _, sub := range l.command.Commands() {
			if sub.Name() == word {
				l.command = sub
				return
			}
		}
	}
	l.args = append(l.args, word)
}
