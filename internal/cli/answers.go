package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
)

// answer is one question of a wizard that a flag may have answered already. An
// empty flag is an answer, too.
type answer struct {
	flag        string // "--sso-region"
	placeholder string // "REGION"
	text        string
	given       bool
}

// String, Set and Type make an answer the value of its flag.
func (a *answer) String() string { return a.text }

// Set takes the flag's word.
func (a *answer) Set(s string) error {
	a.text, a.given = strings.TrimSpace(s), true
	return nil
}

// Type is empty: the usage names the value.
func (a *answer) Type() string { return "" }

// addTo makes the flag; usage names its value in backquotes.
func (a *answer) addTo(c *cobra.Command, name, placeholder, usage string) {
	a.flag, a.placeholder = "--"+name, placeholder
	c.Flags().Var(a, name, usage)
}

// settle takes the flag's word, or asks a person, or takes the default. ok is
// false when there is none of them: then the flag is missing. Whatever it is,
// it has passed q.Validate.
func (a *answer) settle(ctx context.Context, e *Env, q Question) (ok bool, err error) {
	switch {
	case a.given:
		if err := a.check(q.Validate); err != nil {
			return false, err
		}
		return true, nil
	case e.Interactive():
		a.text, err = e.Asker().Ask(ctx, labelled(q))
		a.given = err == nil
		return a.given, err
	case q.Default != "":
		a.text = q.Default
		return true, a.check(q.Validate)
	}
	return q.Validate == nil || q.Validate("") == nil, nil
}

// labelled shows [None] for a question without a default, as the AWS CLI does.
func labelled(q Question) Question {
	if q.Default == "" && !strings.HasSuffix(q.Label, " ") && !strings.HasSuffix(q.Label, "(Recommended)") {
		q.Label += " [None]"
	}
	return q
}

func (a *answer) check(validate func(string) error) error {
	if validate == nil {
		return nil
	}
	if err := validate(a.text); err != nil {
		return &fault.Error{Summary: a.flag + ": " + err.Error(), Code: fault.Usage, Err: err}
	}
	return nil
}

// word is the flag as it is typed, with its value or a placeholder.
func (a *answer) word() string {
	if a.text == "" && !a.given {
		return a.flag + " " + a.placeholder
	}
	return a.flag + " " + profile.Quote(a.text)
}

// missingAnswers is the error where nobody can be asked: it names the flags
// and gives the whole line to type.
func missingAnswers(missing []*answer, line string, detail ...string) error {
	var names []string
	for _, a := range missing {
		names = append(names, a.flag)
	}
	is := "is"
	if len(names) > 1 {
		is = "are"
	}
	return &fault.Error{
		Summary: fmt.Sprintf("without a terminal nobody can be asked, and %s %s missing", strings.Join(names, ", "), is),
		Detail:  detail,
		Hint:    "Give every answer as a flag:",
		Remedy:  line,
		Code:    fault.Usage,
	}
}
