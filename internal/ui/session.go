package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/fobcli/fob/internal/paths"
)

// settle is how long a finished question still collects keys: what was typed
// ahead and already read belongs to the next question.
const settle = 15 * time.Millisecond

// ahead is what was typed or pasted after the end of a question.
type ahead []tea.Msg

// prompt is one question being asked: a little machine without a terminal, so
// that it is tested without one.
type prompt interface {
	key(k tea.Key)
	paste(text string)
	// frame draws the question; once it has ended, what stays on the screen.
	frame(columns, rows int) (content string, cursor *tea.Cursor)
	ended() bool
}

// session runs a prompt as a bubbletea program.
type session struct {
	prompt      prompt
	columns     int
	rows        int
	interrupted bool
	after       ahead
}

type settled struct{}

func (s *session) Init() tea.Cmd { return s.next() }

func (s *session) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	switch m := m.(type) {
	case tea.WindowSizeMsg:
		s.columns, s.rows = m.Width, m.Height
	case tea.KeyPressMsg, tea.PasteMsg:
		if s.over() {
			s.after = append(s.after, m)
			return s, nil
		}
		if k, ok := m.(tea.KeyPressMsg); ok && k.Keystroke() == "ctrl+z" {
			return s, tea.Suspend
		}
		s.take(m)
		return s, s.next()
	case settled:
		return s, tea.Quit
	}
	return s, nil
}

// take hands a key or pasted text to the prompt.
func (s *session) take(m tea.Msg) {
	switch m := m.(type) {
	case tea.KeyPressMsg:
		if m.Keystroke() == "ctrl+c" {
			s.interrupted = true
			return
		}
		s.prompt.key(m.Key())
	case tea.PasteMsg:
		s.prompt.paste(m.Content)
	}
}

func (s *session) over() bool { return s.interrupted || s.prompt.ended() }

func (s *session) next() tea.Cmd {
	if !s.over() {
		return nil
	}
	return tea.Tick(settle, func(time.Time) tea.Msg { return settled{} })
}

func (s *session) View() tea.View {
	content, cursor := s.prompt.frame(s.columns, s.rows)
	v := tea.NewView(content)
	if !s.over() {
		v.Cursor = cursor
	}
	return v
}

// run asks one question. It returns context.Canceled when the person pressed
// Ctrl-C, and ctx's own error when ctx ended first.
func (t *Terminal) run(ctx context.Context, p prompt) error {
	lipgloss.EnableLegacyWindowsANSI(t.err)
	s := &session{prompt: p, columns: defaultWidth, rows: 24}
	if w := t.Width(t.err); w > 0 {
		s.columns = w
	}
	for i, m := range t.ahead {
		if s.over() {
			s.after = append(s.after, t.ahead[i:]...)
			break
		}
		s.take(m)
	}
	_, err := tea.NewProgram(s, tea.WithContext(ctx), tea.WithInput(t.in), tea.WithOutput(quiet{t.err}),
		tea.WithEnvironment(t.env), tea.WithoutSignalHandler(), tea.WithWindowSize(s.columns, s.rows)).Run()
	t.ahead = s.after
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case s.interrupted || errors.Is(err, tea.ErrInterrupted):
		return context.Canceled
	case err != nil:
		return fmt.Errorf("ask on the terminal: %w", err)
	}
	return nil
}

// quiet is the terminal without what bubbletea would negotiate with it: richer
// key reports and a cursor of its own. Nothing here needs them, some terminals
// take them for something else, and an answer that comes late would end up in
// the person's shell.
type quiet struct{ *os.File }

// Write writes p, which always holds whole sequences: bubbletea writes frames.
func (q quiet) Write(p []byte) (int, error) {
	kept := p
	for _, sequence := range []string{
		"\x1b[>4;2m", "\x1b[>4m", // modifyOtherKeys
		"\x1b[>1u", "\x1b[<1u", "\x1b[?u", // kitty keyboard
		"\x1b[1 q", "\x1b[0 q", // shape of the cursor
	} {
		kept = bytes.ReplaceAll(kept, []byte(sequence), nil)
	}
	if _, err := q.File.Write(kept); err != nil {
		return 0, err
	}
	return len(p), nil
}

// teaEnv is what bubbletea may know: the kind of terminal and its colours.
// SSH_TTY is set whatever the truth, since it keeps bubbletea from asking the
// terminal what it can do: a late reply would end up in the person's shell.
func teaEnv(e paths.Environ) []string {
	env := []string{"SSH_TTY=1"}
	for _, name := range []string{"TERM", "COLORTERM", "NO_COLOR", "COLUMNS", "LINES"} {
		if v := e.Get(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}
