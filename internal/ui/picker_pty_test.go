//go:build unix

package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/ui/ptytest"
)

func accounts(n int) cli.Choice {
	c := cli.Choice{Title: "Choose an account"}
	for i := range n {
		c.Items = append(c.Items, cli.Item{Label: fmt.Sprintf("Account%03d, a%d@example.com (%012d)", i, i, i)})
	}
	return c
}

func TestPickerTakesKeys(t *testing.T) {
	for name, tc := range map[string]struct {
		keys []string // each after the screen shows the next of see
		see  []string
		want int
	}{
		"Enter takes the first row":        {keys: []string{ptytest.Enter}, see: []string{"> Account000"}, want: 0},
		"Down moves":                       {keys: []string{ptytest.Down, ptytest.Down, ptytest.Enter}, see: []string{"> Account000", "> Account001", "> Account002"}, want: 2},
		"Up stops at the top":              {keys: []string{ptytest.Up, ptytest.Down, ptytest.Enter}, see: []string{"> Account000", "> Account000", "> Account001"}, want: 1},
		"End goes to the last row":         {keys: []string{ptytest.End, ptytest.Enter}, see: []string{"> Account000", "> Account029"}, want: 29},
		"Home comes back":                  {keys: []string{ptytest.End, ptytest.Home, ptytest.Enter}, see: []string{"> Account000", "> Account029", "> Account000"}, want: 0},
		"a page is ten rows":               {keys: []string{ptytest.PageDown, ptytest.Enter}, see: []string{"> Account000", "> Account010"}, want: 10},
		"typing filters":                   {keys: []string{"a17@", ptytest.Enter}, see: []string{"> Account000", "> Account017"}, want: 17},
		"words match in any order":         {keys: []string{"017 ACCOUNT", ptytest.Enter}, see: []string{"> Account000", "1 of 30"}, want: 17},
		"Enter does nothing without a row": {keys: []string{"zzz" + ptytest.Enter, ptytest.Escape, ptytest.Enter}, see: []string{"> Account000", "Nothing matches", "30 of 30"}, want: 0},
		"Escape clears the filter":         {keys: []string{"a17@", ptytest.Escape, ptytest.Enter}, see: []string{"> Account000", "1 of 30", "30 of 30"}, want: 17},
	} {
		t.Run(name, func(t *testing.T) {
			s := ptytest.New(t, 80, 24)
			term := terminalOn(s, nil, false)
			done := ask(func(ctx context.Context) (int, error) { return term.Pick(ctx, accounts(30)) })
			for i, k := range tc.keys {
				s.See(tc.see[i])
				s.Type(k)
			}
			got, err := answerOf(t, done)
			if err != nil || got != tc.want {
				t.Errorf("got %d, %v; want %d", got, err, tc.want)
			}
			s.WaitFor("the list wiped out", func() bool { return s.Text() == "" })
		})
	}
}

func TestPickerShowsTenRows(t *testing.T) {
	s := ptytest.New(t, 60, 24)
	term := terminalOn(s, nil, false)
	done := ask(func(ctx context.Context) (int, error) { return term.Pick(ctx, accounts(30)) })
	s.See("30 of 30")
	if n := strings.Count(s.Text(), "Account0"); n != 10 {
		t.Errorf("%d rows are shown, want 10:\n%s", n, s.Text())
	}
	s.Type(ptytest.CtrlC)
	if _, err := answerOf(t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("Ctrl-C gave %v, want context.Canceled", err)
	}
}
