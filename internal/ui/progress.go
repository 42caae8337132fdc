package ui

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/cli"
)

const (
	progressDelay = 300 * time.Millisecond // work that ends sooner shows nothing
	progressEvery = 100 * time.Millisecond
	maxBar        = 24
)

// Progress shows long work, as cli.Screen says.
func (t *Terminal) Progress(title string) cli.Progress {
	columns := t.Width(t.err)
	if columns == 0 || t.plain {
		return noProgress{}
	}
	return startProgress(t.err, columns, escaped(title))
}

type noProgress struct{}

func (noProgress) Set(int, int) {}
func (noProgress) Done()        {}

// progress redraws one line until it is done, then wipes it out. It uses no
// escape sequence, so it works on consoles that know none.
type progress struct {
	w       io.Writer
	columns int
	title   shown
	begun   time.Time
	stop    chan struct{}
	ended   sync.WaitGroup
	once    sync.Once

	mu          sync.Mutex
	done, total int
}

func startProgress(w io.Writer, columns int, title shown) *progress {
	p := &progress{w: w, columns: columns, title: title, begun: time.Now(), stop: make(chan struct{})}
	p.ended.Go(p.run)
	return p
}

// Set tells how much is done, and of how many; a total of 0 is not known yet.
// It is safe for use by many goroutines.
func (p *progress) Set(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.total = done, total
}

// Done wipes the line out. It may be called twice.
func (p *progress) Done() {
	p.once.Do(func() { close(p.stop) })
	p.ended.Wait()
}

func (p *progress) run() {
	wait := time.NewTimer(progressDelay)
	defer wait.Stop()
	drawn := 0
	for {
		select {
		case <-p.stop:
			if drawn > 0 {
				fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", drawn))
			}
			return
		case now := <-wait.C:
			p.mu.Lock()
			line := progressLine(p.title, p.done, p.total, now.Sub(p.begun), p.columns-1)
			p.mu.Unlock()
			w := width(line)
			fmt.Fprintf(p.w, "\r%s%s", line, strings.Repeat(" ", max(0, drawn-w)))
			drawn = w
			wait.Reset(progressEvery)
		}
	}
}

// progressLine says what is going on in at most columns:
// "my-sso: reading accounts  ━━━━━━━━────  120/214  20/s  5 s left".
func progressLine(title shown, done, total int, spent time.Duration, columns int) shown {
	var facts []string
	if total > 0 {
		facts = append(facts, fmt.Sprintf("%d/%d", done, total))
	}
	if rate := float64(done) / spent.Seconds(); done > 0 && rate >= 1 {
		facts = append(facts, fmt.Sprintf("%.0f/s", rate))
	}
	if left := timeLeft(done, total, spent); left != "" {
		facts = append(facts, left)
	}
	tail := strings.Join(facts, "  ")
	if room := columns - width(title) - width(tail) - 4; total > 0 && room >= 5 {
		tail = bar(done, total, min(room, maxBar)) + "  " + tail
	}
	return clip(shown(strings.TrimRight(string(title)+"  "+tail, " ")), columns)
}

// timeLeft reckons from the pace so far; empty until there is some pace.
func timeLeft(done, total int, spent time.Duration) string {
	if done <= 0 || total <= done || spent < time.Second {
		return ""
	}
	left := time.Duration(float64(spent) / float64(done) * float64(total-done)).Round(time.Second)
	switch {
	case left < time.Second:
		return ""
	case left < time.Minute:
		return fmt.Sprintf("%d s left", int(left.Seconds()))
	}
	return fmt.Sprintf("%d min left", int(left.Round(time.Minute).Minutes()))
}

func bar(done, total, columns int) string {
	full := min(max(done, 0), total) * columns / total
	return strings.Repeat("━", full) + strings.Repeat("─", columns-full)
}
