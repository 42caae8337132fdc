package cli

import (
	"io"
	"path"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

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
			_, err := io.WriteString(e.Stdout.Exact(), t.Answer(a.kind, a.candidates))
			return err
		},
	}
}

// typed finds the line that is to be completed.
func typed(e *Env, k shell.Kind, args []string) shell.Typed {
	if line, ok := e.Environ.Lookup(lineVariable); ok && k == shell.Bash {
		return shell.TypedLine(line, e.Environ.Text(replacedVariable))
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
