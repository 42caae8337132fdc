package ui

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/output"
)

// hostile holds one of each kind of character that must not reach a terminal.
const hostile = "a\x1b[2J\a\x7f\u0085\u009b31m\u202eb\u2066\u061cc\u2028d\u2029e\rf\ng\th\xff"

// wantSafe checks that a drawn line holds nothing from outside that steers.
func wantSafe(t *testing.T, what, line string) {
	t.Helper()
	for _, look := range []output.Style{output.Bold, output.Faint, output.Accent, output.Alarm} {
		line = strings.ReplaceAll(line, "\x1b["+string(look)+"m", "")
	}
	line = strings.ReplaceAll(line, "\x1b[m", "")
	if i := strings.IndexFunc(line, func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp)
	}); i >= 0 || !output.Clean(line) {
		t.Errorf("%s: %q", what, line)
	}
}

func TestQuestionsAreDrawnEscaped(t *testing.T) {
	term, _ := plainTerminal(t, "")
	term.colour = true
	pick := newPicker(cli.Choice{Title: hostile, Items: []cli.Item{{Label: hostile, Detail: hostile}, {Label: "b" + hostile}}}, term.style)
	ask := &question{Question: cli.Question{
		Label: hostile, Default: hostile, Suggestions: []string{hostile, "x" + hostile},
		Note:     func(string) string { return hostile },
		Validate: func(string) error { return errors.New(hostile) },
	}, style: term.style}
	tab := &question{Question: cli.Question{Label: "Name", Suggestions: []string{hostile, "x" + hostile}}, style: term.style}
	keys := []key{{}, {text: hostile}, {name: "tab"}, {name: "enter"}, {name: "left"}, {name: "down"}}
	for name, p := range map[string]prompt{"picker": pick, "question": ask, "suggestions": tab} {
		for _, k := range keys {
			if !p.ended() {
				p.take(k)
			}
			for _, columns := range []int{20, 80, 400} {
				for _, line := range p.frame(columns, 24).lines {
					wantSafe(t, name+" after "+k.name, string(line))
				}
			}
		}
	}
}

func TestPlainModeIsEscaped(t *testing.T) {
	choice := cli.Choice{Title: hostile, Items: []cli.Item{{Label: hostile, Detail: hostile}, {Label: "other"}}}
	for name, ask := range map[string]func(*Terminal) error{
		"a choice":      func(term *Terminal) error { _, err := term.Pick(context.Background(), choice); return err },
		"a part of one": func(term *Terminal) error { _, err := term.Pick(context.Background(), choice); return err },
		"a question": func(term *Terminal) error {
			_, err := term.Ask(context.Background(), cli.Question{Label: hostile, Default: hostile})
			return err
		},
		"a confirmation": func(term *Terminal) error { _, err := term.Confirm(context.Background(), hostile, true); return err },
		"a refusal": func(term *Terminal) error {
			_, err := term.Ask(context.Background(), cli.Question{Label: "Name", Validate: func(string) error { return errors.New(hostile) }})
			return err
		},
	} {
		term, text := plainTerminal(t, "no\x1b[2Jthing\nJ\n1\n")
		_ = ask(term) // the input may end first
		for line := range strings.Lines(text()) {
			wantSafe(t, name, strings.TrimSuffix(line, "\n"))
		}
		if !strings.Contains(text(), output.Line(hostile)) {
			t.Errorf("%s: %q", name, text())
		}
	}
}

func TestProgressIsEscaped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := startProgress(&out, 200, escaped(hostile))
		time.Sleep(2 * progressDelay) // in the bubble's time
		p.Done()
		if !strings.Contains(out.String(), output.Line(hostile)) {
			t.Errorf("%q", out.String())
		}
		wantSafe(t, "progress", strings.ReplaceAll(out.String(), "\r", ""))
	})
}
