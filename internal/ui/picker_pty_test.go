//go:build unix

package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/cli"
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
		"Enter takes the first row":        {keys: []string{enter}, see: []string{"> Account000"}, want: 0},
		"down moves":                       {keys: []string{down, down, enter}, see: []string{"> Account000", "> Account001", "> Account002"}, want: 2},
		"up stops at the top":              {keys: []string{up, down, enter}, see: []string{"> Account000", "> Account000", "> Account001"}, want: 1},
		"End goes to the last row":         {keys: []string{end, enter}, see: []string{"> Account000", "> Account029"}, want: 29},
		"Home comes back":                  {keys: []string{end, home, enter}, see: []string{"> Account000", "> Account029", "> Account000"}, want: 0},
		"a page is ten rows":               {keys: []string{pageDown, enter}, see: []string{"> Account000", "> Account010"}, want: 10},
		"typing filters":                   {keys: []string{"a17@", enter}, see: []string{"> Account000", "> Account017"}, want: 17},
		"words match in any order":         {keys: []string{"017 ACCOUNT", enter}, see: []string{"> Account000", "1 of 30"}, want: 17},
		"Enter does nothing without a row": {keys: []string{"zzz" + enter, escape, enter}, see: []string{"> Account000", "Nothing matches", "30 of 30"}, want: 0},
		"Escape clears the filter":         {keys: []string{"a17@", escape, enter}, see: []string{"> Account000", "1 of 30", "30 of 30"}, want: 17},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t, 80, 24)
			term := s.terminal(nil, false)
			done := ask(func(ctx context.Context) (int, error) { return term.Pick(ctx, accounts(30)) })
			for i, k := range tc.keys {
				s.see(tc.see[i])
				s.keys(k)
			}
			got, err := answerOf(t, done)
			if err != nil || got != tc.want {
				t.Errorf("got %d, %v; want %d", got, err, tc.want)
			}
			s.waitFor("the list wiped out", func(text string) bool { return text == "" })
		})
	}
}

func TestPickerShowsTenRows(t *testing.T) {
	s := newScreen(t, 60, 24)
	term := s.terminal(nil, false)
	done := ask(func(ctx context.Context) (int, error) { return term.Pick(ctx, accounts(30)) })
	s.see("30 of 30")
	if n := strings.Count(s.text(), "Account0"); n != 10 {
		t.Errorf("%d rows are shown, want 10:\n%s", n, s.text())
	}
	s.keys(ctrlC)
	if _, err := answerOf(t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("Ctrl-C gave %v, want context.Canceled", err)
	}
}
