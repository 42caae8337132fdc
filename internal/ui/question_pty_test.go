//go:build unix

package ui

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/ui/ptytest"
)

func TestQuestionTakesKeys(t *testing.T) {
	regions := []string{"eu-central-1", "eu-west-1", "us-east-1"}
	noBlank := func(s string) error {
		if s == "" || strings.Contains(s, " ") {
			return errors.New("a value without blanks is required")
		}
		return nil
	}
	type step struct{ see, keys string }
	for name, tc := range map[string]struct {
		q     cli.Question
		steps []step
		want  string
	}{
		"Enter takes the default": {
			q:     cli.Question{Label: "Region", Default: "us-east-1"},
			steps: []step{{"Region [us-east-1]:", ptytest.Enter}}, want: "us-east-1",
		},
		"surrounding blanks go": {
			q:     cli.Question{Label: "Name"},
			steps: []step{{"Name:", "  my name " + ptytest.Enter}}, want: "my name",
		},
		"a refused answer is asked again": {
			q:     cli.Question{Label: "Region", Validate: noBlank},
			steps: []step{{"Region:", ptytest.Enter}, {"a value without blanks is required", "x" + ptytest.Enter}}, want: "x",
		},
		"Tab completes": {
			q:     cli.Question{Label: "Region", Suggestions: regions},
			steps: []step{{"Tab: eu-central-1", "U" + ptytest.Tab}, {"Region: us-east-1", ptytest.Enter}}, want: "us-east-1",
		},
		"Tab goes round": {
			q:     cli.Question{Label: "Region", Suggestions: regions},
			steps: []step{{"Tab: eu-central-1", "e" + ptytest.Tab}, {"Region: eu-\n", ptytest.Tab + ptytest.Tab}, {"Region: eu-west-1", ptytest.Enter}}, want: "eu-west-1",
		},
		"the cursor moves in the text": {
			q:     cli.Question{Label: "Name"},
			steps: []step{{"Name:", "bc" + ptytest.Home + "a" + ptytest.End + "d\x7f"}, {"Name: abc", ptytest.Enter}}, want: "abc",
		},
		"a paste is taken whole": {
			q:     cli.Question{Label: "Name"},
			steps: []step{{"Name:", "\x1b[200~one\ntwo\n\x1b[201~"}, {"Name: one two", ptytest.Enter}}, want: "one two",
		},
		"a note tells what the answer means": {
			q:     cli.Question{Label: "Name", Note: func(s string) string { return map[string]string{"corp": "exists"}[s] }},
			steps: []step{{"Name:", "corp"}, {"  exists", ptytest.Enter}}, want: "corp",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := ptytest.New(t, 80, 24)
			term := terminalOn(s, nil, false)
			done := ask(func(ctx context.Context) (string, error) { return term.Ask(ctx, tc.q) })
			for _, st := range tc.steps {
				s.See(st.see)
				s.Type(st.keys)
			}
			got, err := answerOf(t, done)
			if err != nil || got != tc.want {
				t.Errorf("got %q, %v; want %q", got, err, tc.want)
			}
			s.WaitFor("the answer alone", func() bool {
				return strings.HasSuffix(s.Text(), tc.want) && strings.Count(s.Text(), "\n") == 0
			})
		})
	}
}

func TestTypedAheadReachesTheNextQuestion(t *testing.T) {
	for name, plain := range map[string]bool{"redrawn": false, "plain": true} {
		t.Run(name, func(t *testing.T) {
			s := ptytest.New(t, 80, 24)
			term := terminalOn(s, nil, plain)
			s.Type("one\rtwo\r\rn\r")
			done := ask(func(ctx context.Context) (string, error) {
				a, err := term.Ask(ctx, cli.Question{Label: "First"})
				if err != nil {
					return "", err
				}
				b, err := term.Ask(ctx, cli.Question{Label: "Second"})
				if err != nil {
					return "", err
				}
				c, err := term.Pick(ctx, accounts(3))
				if err != nil {
					return "", err
				}
				d, err := term.Confirm(ctx, "Go on?", true)
				if err != nil || d || c != 0 {
					return "", errors.Join(err, errors.New("wrong answers"))
				}
				return a + " " + b, nil
			})
			if got, err := answerOf(t, done); err != nil || got != "one two" {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestCtrlCEndsAQuestion(t *testing.T) {
	s := ptytest.New(t, 80, 24)
	term := terminalOn(s, nil, false)
	done := ask(func(ctx context.Context) (bool, error) { return term.Confirm(ctx, "Write them?", true) })
	s.See("Write them? [Y/n]")
	s.Type(ptytest.CtrlC)
	if _, err := answerOf(t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestAContextEndsAQuestion(t *testing.T) {
	for name, plain := range map[string]bool{"redrawn": false, "plain": true} {
		t.Run(name, func(t *testing.T) {
			s := ptytest.New(t, 80, 24)
			term := terminalOn(s, nil, plain)
			ctx, cancel := context.WithCancel(context.Background())
			done := ask(func(context.Context) (string, error) { return term.Ask(ctx, cli.Question{Label: "Name"}) })
			s.See("Name:")
			cancel()
			if _, err := answerOf(t, done); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want context.Canceled", err)
			}
		})
	}
}

func TestNoColorMeansNoColour(t *testing.T) {
	for name, tc := range map[string]struct {
		vars  map[string]string
		plain bool
		want  bool
	}{
		"a terminal has colour":    {vars: map[string]string{"TERM": "xterm-256color"}, want: true},
		"a blank NO_COLOR, too":    {vars: map[string]string{"TERM": "xterm-256color", "NO_COLOR": " "}},
		"NO_COLOR turns it off":    {vars: map[string]string{"TERM": "xterm-256color", "NO_COLOR": "1"}},
		"--plain turns it off":     {vars: map[string]string{"TERM": "xterm-256color"}, plain: true},
		"TERM=dumb turns it off":   {vars: map[string]string{"TERM": "dumb"}},
		"FOB_PLAIN=1 turns it off": {vars: map[string]string{"TERM": "xterm", "FOB_PLAIN": "1"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := ptytest.New(t, 80, 24)
			term := terminalOn(s, tc.vars, tc.plain)
			done := ask(func(ctx context.Context) (int, error) { return term.Pick(ctx, accounts(3)) })
			s.See("Account002")
			s.Type(ptytest.Enter)
			if _, err := answerOf(t, done); err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(s.Raw(), "36m"); got != tc.want {
				t.Errorf("colour is %v, want %v: %q", got, tc.want, s.Raw())
			}
			if plain := !strings.Contains(s.Raw(), "\x1b"); plain != (tc.plain || tc.vars["TERM"] == "dumb" || tc.vars["FOB_PLAIN"] != "") {
				t.Errorf("plain is %v: %q", plain, s.Raw())
			}
		})
	}
}
