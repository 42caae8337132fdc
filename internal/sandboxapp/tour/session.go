package tour

import (
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/fobcli/fob/internal/output"
)

// itoa is for exit codes.
func itoa(n int) string { return strconv.Itoa(n) }

// path is a file below the home.
func (g *guide) path(name string) string { return filepath.Join(g.Home, filepath.FromSlash(name)) }

// shellKind is a shell that fob has a hook for, and how to run lines in it.
type shellKind struct {
	name string   // as fob init calls it
	argv []string // the lines follow as one more argument
	load string   // the line that loads the hook
	mark string   // prints the mark between two lines' outputs, with the exit code
}

// between parts the outputs of two lines. No program prints it by chance.
const between = "\x1e"

// shellHere finds a shell on this machine that fob can switch; ok is false
// where there is none.
func (g *guide) shellHere() (k shellKind, ok bool) {
	kinds := []shellKind{
		{"bash", []string{"bash", "--norc", "--noprofile", "-c"}, `eval "$(fob init bash)"`, `printf '\036%s\n' $?`},
		{"zsh", []string{"zsh", "-f", "-c"}, `eval "$(fob init zsh)"`, `printf '\036%s\n' $?`},
	}
	if g.PowerShell {
		load := "fob init pwsh | Out-String | Invoke-Expression"
		mark := `[Console]::Out.WriteLine([string][char]0x1e + $(if ($null -eq $LASTEXITCODE) { 0 } else { $LASTEXITCODE }))`
		kinds = []shellKind{
			{"pwsh", []string{"pwsh", "-NoLogo", "-NoProfile", "-NonInteractive", "-Command"}, load, mark},
			{"pwsh", []string{"powershell", "-NoLogo", "-NoProfile", "-NonInteractive", "-Command"}, load, mark},
		}
	}
	for _, k := range kinds {
		if path, err := exec.LookPath(k.argv[0]); err == nil {
			k.argv[0] = path
			return k, true
		}
	}
	return k, false
}

// inShell types lines into one real shell, after loading fob's hook there, and
// returns how each went. ok is false, and nothing was shown, when there is no
// shell, or it does not run scripts: a company's policy can forbid that.
func (g *guide) inShell(lines ...string) (did []ran, ok bool) {
	k, ok := g.shellHere()
	if !ok || g.over() {
		return nil, false
	}
	parts := g.runInShell(k, lines)
	if len(parts) < 2 {
		return nil, false
	}
	g.say("This line belongs into " + startFile(k) + ", once:")
	g.prompt(k.load)
	if before := strings.TrimSpace(parts[0]); before != "" {
		g.mistake("loading the hook printed %q", before)
	}
	for i, l := range lines {
		r := ran{line: l, code: -1}
		if i+2 < len(parts) { // else the shell ended early
			_, r.out, _ = strings.Cut(parts[i+1], "\n")
			code, _, _ := strings.Cut(parts[i+2], "\n")
			if n, err := strconv.Atoi(code); err == nil {
				r.code = n
			}
		}
		g.prompt(l)
		g.result.Commands++
		s := &screen{g: g}
		_, _ = s.Write([]byte(r.out)) // it never fails
		s.end()
		did = append(did, r)
	}
	return did, true
}

// runInShell runs the lines and returns what was printed before each mark; the
// parts after the first begin with the exit code of the line before.
func (g *guide) runInShell(k shellKind, lines []string) []string {
	script := k.load + "\n"
	for _, l := range lines {
		script += k.mark + "\n" + l + "\n"
	}
	script += k.mark + "\n"
	quiet := *g
	quiet.Out = output.New(io.Discard)
	r := quiet.run("", nil, nil, k.argv[0], append(k.argv[1:], script)...)
	g.stop(quiet.broken)
	return strings.Split(strings.ReplaceAll(r.out, "\r\n", "\n"), between)
}

func startFile(k shellKind) string {
	switch k.name {
	case "pwsh":
		return "$PROFILE"
	case "zsh":
		return "~/.zshrc"
	}
	return "~/.bashrc"
}
