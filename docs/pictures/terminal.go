package main

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
)

// session is a program in a terminal of a fixed size.
type session struct {
	cmd    *exec.Cmd
	file   *os.File
	ended  chan struct{}
	result error // how it ended; to be read once ended is closed

	mu     sync.Mutex
	screen vt10x.Terminal
}

// startSession runs argv in a terminal of cols by rows.
func startSession(ctx context.Context, env []string, cols, rows int, argv ...string) (*session, error) {
	s := &session{cmd: exec.CommandContext(ctx, argv[0], argv[1:]...), ended: make(chan struct{})}
	s.cmd.Env = env
	f, err := pty.StartWithSize(s.cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
	if err != nil {
		return nil, fmt.Errorf("start %s in a terminal: %w", argv[0], err)
	}
	s.file = f
	s.screen = vt10x.New(vt10x.WithSize(cols, rows), vt10x.WithWriter(f))
	go s.read()
	return s, nil
}

func (s *session) read() {
	buf := make([]byte, 4096)
	for {
		n, err := s.file.Read(buf)
		s.mu.Lock()
		_, _ = s.screen.Write(buf[:n])
		s.mu.Unlock()
		if err != nil {
			break
		}
	}
	s.result = s.cmd.Wait()
	close(s.ended)
}

// wait blocks until the screen shows text.
func (s *session) wait(ctx context.Context, text string) error {
	for {
		s.mu.Lock()
		shown := s.screen.String()
		s.mu.Unlock()
		if strings.Contains(shown, text) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the screen never showed %q:\n%s", text, shown)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// settle waits until the screen has stopped changing.
func (s *session) settle(ctx context.Context) error {
	for before := ""; ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
		now := s.text()
		if now == before {
			return nil
		}
		before = now
	}
}

func (s *session) typeText(keys string) error {
	_, err := io.WriteString(s.file, keys)
	return err
}

// end waits for the program; its exit code must be 0.
func (s *session) end() error {
	defer func() { _ = s.file.Close() }()
	<-s.ended
	return s.result
}

// leave ends a program whose picture has been taken, as a person would: by
// Ctrl-C, so that it cleans up behind itself.
func (s *session) leave() error {
	defer func() { _ = s.file.Close() }()
	if err := s.typeText("\x03"); err != nil {
		return err
	}
	<-s.ended // its exit code tells of the Ctrl-C
	return nil
}

// Sizes of a character cell and of the frame, in pixels.
const (
	cellWidth, cellHeight = 8.43, 18
	margin                = 16
)

// svg draws the rows [from, to) of the screen; to 0 means up to the last row
// that is not blank.
func (s *session) svg(from, to int) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	cols, rows := s.screen.Size()
	if to == 0 {
		to = lastRow(s.screen, rows)
	}
	var b bytes.Buffer
	width, height := float64(cols)*cellWidth+2*margin, (to-from)*cellHeight+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" width="%.0f" height="%d" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", background)
	for y := from; y < to; y++ {
		drawRow(&b, s.screen, y, cols, float64(margin+(y-from)*cellHeight))
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func lastRow(screen vt10x.Terminal, rows int) int {
	lines := strings.Split(screen.String(), "\n")
	for y := min(rows, len(lines)); y > 0; y-- {
		if strings.TrimSpace(lines[y-1]) != "" {
			return y
		}
	}
	return 0
}

// drawRow writes runs of equal style, each placed by its column, so that a
// font of another width keeps the table straight.
func drawRow(b *bytes.Buffer, screen vt10x.Terminal, y, cols int, top float64) {
	for x := 0; x < cols; {
		start, g := x, screen.Cell(x, y)
		var text strings.Builder
		for ; x < cols && sameStyle(screen.Cell(x, y), g); x++ {
			c := screen.Cell(x, y).Char
			if c == 0 {
				c = ' '
			}
			text.WriteRune(c)
		}
		left := margin + float64(start)*cellWidth
		if bg := colour(g.BG, ""); bg != "" {
			fmt.Fprintf(b, `<rect x="%.2f" y="%.1f" width="%.2f" height="%d" fill="%s"/>`, left, top, float64(x-start)*cellWidth, cellHeight, bg)
		}
		shown := strings.TrimRight(text.String(), " ")
		if shown == "" {
			continue
		}
		weight := ""
		if g.Mode&boldAttr != 0 {
			weight = ` font-weight="bold"`
		}
		fmt.Fprintf(b, `<text x="%.2f" y="%.1f" fill="%s"%s xml:space="preserve" textLength="%.2f">%s</text>`+"\n",
			left, top+13.5, colour(g.FG, foreground), weight, float64(len([]rune(shown)))*cellWidth, html.EscapeString(shown))
	}
}

// boldAttr is vt10x's bit for bold text, which it does not export.
const boldAttr = 1 << 2

func sameStyle(a, b vt10x.Glyph) bool {
	return a.FG == b.FG && a.BG == b.BG && a.Mode&boldAttr == b.Mode&boldAttr
}

const background, foreground = "#16181d", "#d7dae0"

// colour names a terminal colour; other is for the terminal's default.
func colour(c vt10x.Color, other string) string {
	names := []string{
		"#3b4048", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0",
		"#7f848e", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#ffffff",
	}
	switch {
	case c == vt10x.DefaultBG && other == "":
		return ""
	case c == vt10x.DefaultFG && other == "":
		return foreground
	case c == vt10x.DefaultBG:
		return background
	case int(c) < len(names):
		return names[c]
	case c < 232:
		c -= 16
		level := func(v vt10x.Color) int {
			if v == 0 {
				return 0
			}
			return 55 + 40*int(v)
		}
		return fmt.Sprintf("#%02x%02x%02x", level(c/36), level(c/6%6), level(c%6))
	case c < 256:
		v := 8 + 10*int(c-232)
		return fmt.Sprintf("#%02x%02x%02x", v, v, v)
	case c < 1<<24:
		return fmt.Sprintf("#%06x", uint32(c))
	}
	return other
}
