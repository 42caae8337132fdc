package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fobcli/fob/internal/shell"
)

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
