package tour

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/output"
)

// How long one command may take: by itself, and where a person signs in.
const (
	patience       = 30 * time.Second
	personPatience = 15 * time.Minute
)

// ran is a command that has ended.
type ran struct {
	line string
	out  string // both streams
	code int
}

// fob runs fob, and shows the command and what it prints.
func (g *guide) fob(words ...string) ran { return g.fobWith(nil, nil, words...) }

// fobWith is fob with more variables, and with an ear on each line.
func (g *guide) fobWith(env []string, onOut func(string), words ...string) ran {
	if g.over() {
		return ran{code: -1}
	}
	line := typed(append([]string{"fob"}, words...), g.PowerShell)
	g.prompt(line)
	return g.run(line, env, onOut, g.Program, words...)
}

// signingIn is fob for a command that opens the browser.
func (g *guide) signingIn(words ...string) ran {
	if g.OwnBrowser {
		g.say("(Your browser opens. Sign in and allow it there.)")
	}
	r := g.fob(words...)
	g.showVisits(true)
	return r
}

// run runs a program in the private home. Without input, so that nothing can
// be asked.
func (g *guide) run(line string, env []string, onOut func(string), program string, words ...string) ran {
	limit := patience
	if g.OwnBrowser {
		limit = personPatience
	}
	ctx, cancel := context.WithTimeout(g.ctx, limit)
	defer cancel()
	c := exec.CommandContext(ctx, program, words...)
	c.Args[0] = "fob"
	c.Env = append(g.Env[:len(g.Env):len(g.Env)], env...)
	s := &screen{g: g, onOut: onOut}
	c.Stdout, c.Stderr = s, s // one pipe: the lines come in the order they were written
	c.WaitDelay = time.Second // the visitor may live a moment longer
	err := c.Run()
	out := s.end()
	g.result.Commands++
	if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended && !errors.Is(err, exec.ErrWaitDelay) {
		g.stop(err)
		return ran{line: line, out: out, code: -1}
	}
	code := c.ProcessState.ExitCode()
	if code != 0 && !g.over() {
		g.line(output.Faint, "(exit code "+itoa(code)+")")
	}
	return ran{line: line, out: out, code: code}
}

// over reports whether the tour was interrupted: nothing is shown or judged
// any more.
func (g *guide) over() bool { return g.ctx.Err() != nil || g.broken != nil }

// has checks a command: its exit code, and that its output has every part.
func (g *guide) has(r ran, code int, parts ...string) {
	if g.over() {
		return
	}
	g.result.Checks++
	if r.code != code {
		g.mistake("the exit code is %d, want %d", r.code, code)
	}
	for _, p := range parts {
		if !strings.Contains(r.out, p) {
			g.mistake("the output lacks %q", p)
		}
	}
}

// fileHas checks a file below the home.
func (g *guide) fileHas(name string, parts ...string) {
	if g.over() {
		return
	}
	g.result.Checks++
	data, err := os.ReadFile(g.path(name))
	if err != nil {
		g.mistake("%s: %v", name, err)
		return
	}
	for _, p := range parts {
		if !strings.Contains(string(data), p) {
			g.mistake("~/%s lacks %q", name, p)
		}
	}
}
