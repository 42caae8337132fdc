package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/shell"
)

// kind finds the shell to answer: the hook that called, --shell, or a guess.
func (o useOptions) kind(e *Env) (k shell.Kind, hooked bool, err error) {
	if o.Shell != "" {
		k, ok := shell.ParseKind(o.Shell)
		if !ok {
			return k, false, unknownShell(o.Shell, append(kindNames(), string(shell.Sh)), "fob use --shell bash "+profile.Quote(o.Profile))
		}
		return k, false, nil
	}
	guess := shell.Detect(e.Environ, e.Self)
	if k, ok := shell.Caller(e.Environ.Get(shell.HookVariable)); ok {
		if k.IsPowerShell() && guess.IsPowerShell() {
			k = guess // both have one hook, and each files of its own
		}
		return k, true, nil
	}
	return guess, false, nil
}

// back turns "-" into what the shell had before, which its hook remembers.
func (o useOptions) back(e *Env, k shell.Kind, hooked bool) (useOptions, error) {
	if !hooked {
		return o, &fault.Error{
			Summary: "only a shell that has loaded fob's hook knows its previous profile",
			Hint:    "Load it once:", Remedy: loadLine(k, shell.Load{}), Code: fault.Usage,
		}
	}
	if o.Unset {
		return o, fault.NewUsage("--unset takes no profile", "fob use --unset")
	}
	previous, ok := shell.Recall(e.Environ.Get(shell.PreviousVariable))
	if !ok {
		return o, fault.NewUsage("this shell has no previous profile yet", "fob use")
	}
	o.Profile, o.Unset = previous, previous == ""
	return o, nil
}

// answerHook tells the person, and the hook that called, what was decided.
func answerHook(e *Env, k shell.Kind, s shell.Switch, talk string) error {
	answer, err := hookAnswer(e, k, s)
	if err != nil {
		return err
	}
	fmt.Fprintln(e.Stderr, talk)
	if names := cleared(e, s); len(names) > 0 {
		fmt.Fprintf(e.Stderr, "Cleared what would have come before it: %s\n", strings.Join(names, ", "))
	}
	_, err = io.WriteString(e.Stdout.Exact(), answer)
	return err
}

func hookAnswer(e *Env, k shell.Kind, s shell.Switch) (string, error) {
	if why := shell.Unanswerable(k, s.Profile); why != "" {
		return "", refused(s.Profile, why)
	}
	var previous string
	if current := e.Environ.Get("AWS_PROFILE"); current != s.Profile {
		previous = shell.Remember(current)
	}
	answer := shell.Answer(k, s, previous)
	if k != shell.Cmd {
		return answer, nil
	}
	// cmd reads what a program prints by the console's code page.
	answer, ok := e.ConsoleText(answer)
	if !ok {
		return "", refused(s.Profile, "has a character that this console's code page lacks (chcp 65001 has all)")
	}
	return answer, nil
}

// printLine prints the line that switches a shell without a hook.
func printLine(e *Env, k shell.Kind, s shell.Switch) error {
	if why := shell.Refusal(k, s.Profile); why != "" {
		return refused(s.Profile, why)
	}
	if e.Interactive() && k != shell.Sh {
		line := "fob init --install " + string(k)
		if k == shell.Cmd { // which has no file to put it into
			line = loadLine(k, shell.Load{})
		}
		fmt.Fprintf(e.Stderr, "Paste this line to switch this shell. To let fob do it, set your shell up once:\n  %s\n", line)
	}
	_, err := fmt.Fprintln(e.Stdout.Exact(), shell.UseLine(k, s, cleared(e, s)))
	return err
}

func refused(name, why string) error {
	return fault.NewUsage(fmt.Sprintf("the profile %q %s", name, why), "")
}

// cleared lists what is set and goes with the switch: all that would come
// before the profile; without one, only its other name.
func cleared(e *Env, s shell.Switch) []string {
	names := shell.Contrary()
	if s.Profile == "" {
		names = []string{"AWS_DEFAULT_PROFILE"}
	}
	var set []string
	for _, name := range names {
		if _, ok := e.Environ.Lookup(name); ok {
			set = append(set, name)
		}
	}
	return set
}

// hookWords are the words of a `fob use` that a hook hands over through the
// environment, because its shell would break them on a command line.
func hookWords(e *Env, words []string) []string {
	if !calledByHook(e, words) || len(words) != 1 {
		return words
	}
	if line, set := e.Environ.Lookup(shell.LineVariable); set {
		return shell.Line(line)
	}
	text, set := e.Environ.Lookup(shell.WordsVariable)
	more, ok := shell.Words(text)
	if !set || !ok {
		return words
	}
	return append(words, more...)
}

// tellExit tells the hook of cmd that `fob use` failed, and how.
func tellExit(e *Env, words []string, err error) {
	if err == nil || !calledByHook(e, words) || !calledByCmd(e) {
		return
	}
	// Nobody is left to tell when this fails, and err comes first.
	_, _ = io.WriteString(e.Stdout.Exact(), shell.ExitAnswer(int(fault.CodeOf(err))))
}

// calledByHook reports whether a hook runs this `fob use`.
func calledByHook(e *Env, words []string) bool {
	_, hooked := shell.Caller(e.Environ.Get(shell.HookVariable))
	return hooked && len(words) > 0 && words[0] == "use"
}

// calledByCmd reports whether the hook of cmd runs this: it reads every line of
// stdout as a fact, and has no use for a text.
func calledByCmd(e *Env) bool {
	k, _ := shell.Caller(e.Environ.Get(shell.HookVariable))
	return k == shell.Cmd
}

// helpStream is where help goes: stdout, unless a hook reads that.
func helpStream(e *Env) io.Writer {
	if calledByCmd(e) {
		return e.Stderr
	}
	return e.Stdout
}
