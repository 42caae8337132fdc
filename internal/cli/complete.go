package cli

import (
	"io"
	"path"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fobcli/fob/internal/shell"
)

// Variables through which a shell's completion hands over what cannot stand on
// a command line: bash its line as it is typed, PowerShell its words.
const (
	lineVariable     = "FOB_LINE"     // the line up to the cursor
	replacedVariable = "FOB_REPLACED" // the end of it that bash will replace
)

// The commands behind which another program's line may stand.
const (
	execName    = "exec"
	sandboxName = "sandbox"
)

// newCompleteCmd is what the hooks ask when a person presses TAB. It reads the
// shared files and nothing else, and is silent when anything is wrong: nobody
// wants an error in the middle of a line.
func newCompleteCmd(e *Env) *cobra.Command {
	return &cobra.Command{
		Use:                "complete SHELL [WORD...]",
		Short:              "Complete a line of fob, for the hook of a shell",
		Hidden:             true,
		DisableFlagParsing: true, // the words are those of another line
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			k, ok := shell.ParseKind(args[0])
			if !ok {
				return nil
			}
			// A TAB may offer ten thousand profiles, and this process ends with it.
			defer debug.SetGCPercent(debug.SetGCPercent(800))
			t := typed(e, k, args[1:])
			a := answerTo(e, c.Root(), t)
			_, err := io.WriteString(e.Stdout, t.Answer(a.kind, a.candidates))
			return err
		},
	}
}

// typed finds the line that is to be completed.
func typed(e *Env, k shell.Kind, args []string) shell.Typed {
	if line, ok := e.Environ.Lookup(lineVariable); ok && k == shell.Bash {
		return shell.TypedLine(line, e.Environ.Get(replacedVariable))
	}
	if text, ok := e.Environ.Lookup(shell.WordsVariable); ok && k.IsPowerShell() {
		args, _ = shell.Words(text)
	}
	return shell.TypedWords(k, args)
}

// completed is what there is to say to a line.
type completed struct {
	kind       string
	candidates []shell.Candidate
}

// answerTo completes a line of fob, or the profile on one of the AWS CLI.
func answerTo(e *Env, root *cobra.Command, t shell.Typed) completed {
	last := len(t.Words) - 1
	l := &line{env: e, root: root, command: root, typed: t, current: t.Words[last], kind: shell.AnswerList}
	if last == 0 {
		return completed{kind: shell.AnswerFiles}
	}
	if program := path.Base(strings.ReplaceAll(t.Words[0], `\`, "/")); strings.TrimSuffix(program, ".exe") == "aws" {
		l.awsProfile(t.Words[1:last])
	} else {
		l.complete(t.Words[1:last])
	}
	return completed{l.kind, l.best()}
}

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

// flags offers the flags that are not there yet.
func (l *line) flags() {
	var list []shell.Candidate
	add := func(f *pflag.Flag) {
		if f.Hidden || slices.Contains(l.given, f.Name) && !strings.HasSuffix(f.Value.Type(), "Array") {
			return
		}
		_, usage := pflag.UnquoteUsage(f)
		list = append(list, shell.Candidate{Text: "--" + f.Name, Tip: usage, Flag: true})
		if f.Shorthand != "" && l.current == "-"+f.Shorthand {
			list = append(list, shell.Candidate{Text: l.current, Tip: usage, Flag: true})
		}
	}
	if l.command.DisableFlagParsing {
		return
	}
	l.command.InitDefaultHelpFlag()
	l.command.LocalFlags().VisitAll(add)
	l.command.InheritedFlags().VisitAll(add)
	l.add("", list)
}

// argument offers commands and arguments. bare is what has to be typed before
// one that begins with a hyphen, so that it is no flag.
func (l *line) argument(bare string) {
	var list []shell.Candidate
	if len(l.args) == 0 && !l.ended && bare == "" {
		for _, sub := range l.command.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				list = append(list, shell.Candidate{Text: sub.Name(), Tip: sub.Short})
			}
		}
	}
	if !l.ended && bare == "" {
		list = append(list, l.spellings(list)...)
	}
	for _, c := range l.values(l.command.ValidArgsFunction, l.command.ValidArgs) {
		if !l.ended && strings.HasPrefix(c.Text, "-") {
			c.Bare = "-- "
		} else if bare != "" {
			continue
		}
		list = append(list, c)
	}
	l.add("", list)
}

// spellings offers the next word of the AWS CLI's own lines.
func (l *line) spellings(known []shell.Candidate) []shell.Candidate {
	under := strings.TrimPrefix(l.command.CommandPath()+" ", l.root.Name()+" ")
	if len(l.args) > 0 {
		under += strings.Join(l.args, " ") + " "
	}
	var list []shell.Candidate
	for _, a := range aliases() {
		rest, ok := strings.CutPrefix(a.Words, under)
		if !ok || strings.HasPrefix(rest, "-") {
			continue
		}
		word, more, _ := strings.Cut(rest, " ")
		same := func(c shell.Candidate) bool { return c.Text == word }
		if slices.ContainsFunc(known, same) || slices.ContainsFunc(list, same) {
			continue
		}
		tip := "the same as fob " + a.Means
		if more != "" {
			tip = "spellings of the AWS CLI"
		}
		list = append(list, shell.Candidate{Text: word, Tip: tip})
	}
	return list
}

// value offers the values of a flag; before is what of the word is the flag's name.
func (l *line) value(f *pflag.Flag, before string) {
	if name, _ := pflag.UnquoteUsage(f); name == "FILE" || name == "PATH" {
		l.kind = shell.AnswerFiles
		return
	}
	if i := strings.LastIndexByte(l.current, ','); i >= 0 && l.command.Name() == execName && f.Name == "profile" {
		before = l.current[:i+1] // a list of profiles
	}
	complete, _ := l.command.GetFlagCompletionFunc(f.Name)
	l.add(before, l.values(complete, nil))
}

// values asks a command for what may stand at the current word.
func (l *line) values(complete cobra.CompletionFunc, words []cobra.Completion) []shell.Candidate {
	switch {
	case complete != nil:
		words, _ = complete(l.command, l.args, l.current)
	case len(l.args) > 0:
		return nil // fixed ones are for the first argument
	}
	list := make([]shell.Candidate, len(words))
	for i, text := range words {
		list[i].Text, list[i].Tip, _ = strings.Cut(text, "\t")
	}
	return list
}
