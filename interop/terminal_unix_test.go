//go:build unix

package interop_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/fobcli/fob/internal/ui/ptytest"
)

// atShell is a person at a real shell in a terminal. Its prompt is
// the code of the last line, "ready" and the number of lines that were typed; what a line did is told in a
// file by tell, which every shell of these tests has.
type atShell struct {
	*ptytest.Screen
	w     *world
	lines int
}

// told is the file that tell appends to, with a NUL behind each fact.
const told = "told"

// sit starts a shell with its start-up file in place.
func sit(t *testing.T, w *world, more []string, argv ...string) *atShell {
	t.Helper()
	s := &atShell{Screen: ptytest.New(t, 200, 50), w: w}
	c := w.command(t.Context(), append([]string{"TERM=xterm"}, more...), argv...)
	c.Stdin, c.Stdout, c.Stderr = s.TTY, s.TTY, s.TTY
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait() // killed, so its code tells nothing
	})
	s.See("ready0> ")
	return s
}

// enter types a line, TABs and all, and waits for the next prompt.
func (s *atShell) enter(line string) {
	s.Type(line + ptytest.Enter)
	s.lines++
	s.See(s.prompt())
}

// facts are what tell has told so far.
func (s *atShell) facts() []string {
	return strings.Split(strings.TrimSuffix(readOrBlank(s.w.path(told)), "\x00"), "\x00")
}

// terminalShells are the shells that are driven through a terminal, under the
// strictest settings that each of them has. HOOK stands
// where it is loaded, twice.
var terminalShells = []struct {
	name  string
	start func(t *testing.T) []string
	file  string
	rc    string
	vars  []string
}{
	{"bash", inPath("bash", "--noprofile", "--rcfile", "rc.bash", "-i"), "rc.bash", `
n=0
tell() { printf '%s\0' "$@" >>"$HOME/told"; }
PROMPT_COMMAND='s=$?; PS1="st$s ready$n> "; n=$((n + 1))'
HOOK
HOOK
set -euo pipefail
`, nil},
	{"zsh", inPath("zsh", "-i"), "zrc/.zshrc", `
n=-1
tell() { printf '%s\0' "$@" >>"$HOME/told"; }
precmd() { s=$?; n=$((n + 1)); PROMPT="st$s ready$n> "; }
unsetopt prompt_sp
HOOK
HOOK
autoload -Uz compinit; compinit -u -d "$HOME/zrc/dump"
setopt no_unset
`, []string{"ZDOTDIR=zrc"}},
	{"fish", inPath("fish", "-i"), ".config/fish/config.fish", `
set -g n -1
set -g fish_greeting
function tell; printf '%s\0' $argv >>$HOME/told; end
function fish_prompt; set -l s $status; set -g n (math $n + 1); echo "st$s ready$n> "; end
HOOK
HOOK
`, nil},
}

// eachTerminal runs a test in each shell that there is; options are those of
// `fob init`, rc comes before the hook.
func eachTerminal(t *testing.T, options, rc string, prepare func(w *world), deeds func(t *testing.T, s *atShell)) {
	for _, sh := range terminalShells {
		t.Run(sh.name, func(t *testing.T) {
			argv := sh.start(t)
			w := newShellWorld(t)
			w.vars["XDG_CONFIG_HOME"] = w.path(".config")
			hook := `eval "$(fob init ` + sh.name + " " + options + `)"`
			if sh.name == "fish" {
				hook = "fob init fish " + options + " | source"
			}
			w.write(sh.file, rc+strings.ReplaceAll(sh.rc, "HOOK", hook))
			prepare(w)
			vars := slices.Clone(sh.vars)
			for i, v := range vars {
				vars[i] = strings.ReplaceAll(v, "=", "="+w.home+"/")
			}
			deeds(t, sit(t, w, vars, argv...))
		})
	}
}

// nastyNames are profiles whose names begin with a number of their own, so that
// a TAB behind that completes them, and go on with what shells give a meaning.
func nastyNames(w *world, n int) []string {
	chars := []rune("'\"`$!^&|;<>(){}[*?~#=,@\\/ -+.:a19_äß€‘’‚“”\u00a0😀%")
	random := rand.New(rand.NewPCG(3, 4))
	tails := []string{"it's", "a:b:c", "x=y", "$HOME", "`id`", "$(id)", `q"q`, "a b", "#x", "*", "!!", "‘q’", "a,b", "~", `\`, " x", "--flag", `q"`, "q'", "!"}
	for len(tails) < n {
		word := make([]rune, 1+random.IntN(8))
		for i := range word {
			word[i] = chars[random.IntN(len(chars))]
		}
		tails = append(tails, string(word))
	}
	var config strings.Builder
	for i, tail := range tails {
		name := fmt.Sprintf("p%02d%s", i, tail)
		fmt.Fprintf(&config, "[profile '%s']\nregion = us-east-1\n", strings.ReplaceAll(name, "'", `'"'"'`))
	}
	w.write(".aws/config", config.String())
	// What the AWS CLI does not read in such a header is no profile. Behind some
	// characters fish expects more, and leaves a quote open.
	var names []string
	for _, name := range strings.Split(w.must(nil, fobPath, "configure", "list-profiles").text(), "\n") {
		if strings.HasPrefix(name, "p") && strings.TrimSpace(name) == name && !strings.ContainsAny(name[len(name)-1:], "/=@:.,-") {
			names = append(names, name)
		}
	}
	return names
}

// counted puts a program before fob that counts how often it is asked.
func counted(w *world) {
	w.write("bin/fob", "#!/bin/sh\nprintf '%s\\n' \"$1\" >>\"$HOME/calls\"\nexec '"+fobPath+"' \"$@\"\n")
}

// A TAB completes every name so that the line means it: bare, behind an open
// quote, and as the value of a flag; each TAB starts one process.
func TestATabMeansThatVeryName(t *testing.T) {
	var names []string
	prepare := func(w *world) {
		names = nastyNames(w, 34)
		if err := os.Remove(w.path("bin", "fob")); err != nil {
			w.t.Fatal(err)
		}
		counted(w)
		if err := os.Chmod(w.path("bin", "fob"), 0o755); err != nil {
			w.t.Fatal(err)
		}
	}
	eachTerminal(t, "", "", prepare, func(t *testing.T, s *atShell) {
		if len(names) < 25 {
			t.Fatalf("only %d names are left", len(names))
		}
		var want []string
		for _, name := range names {
			for _, line := range []string{"fob use " + name[:3], "fob use '" + name[:3], `fob use "` + name[:3], "fob use -p " + name[:3]} {
				s.enter(line + ptytest.Tab + `&& tell "$AWS_PROFILE"`)
				want = append(want, name)
			}
		}
		if got := s.facts(); !slices.Equal(got, want) {
			for i := range want {
				if i >= len(got) || got[i] != want[i] {
					t.Fatalf("%d: got %q, want %q; the screen:\n%s", i, at(got, i), want[i], s.Text())
				}
			}
		}
		if n := strings.Count(readOrBlank(s.w.path("calls")), "complete\n"); n != len(want) {
			t.Errorf("%d processes for %d TABs", n, len(want))
		}
	})
}

// What else a TAB completes, and that the completions of others stay.
func TestATabBehindOtherWords(t *testing.T) {
	prepare := func(w *world) {
		w.write("some file", "")
		w.write("bin/other-tool", "#!/bin/sh\n")
		// The AWS CLI's own completer answers by COMP_LINE.
		w.write("bin/aws_completer", "#!/bin/sh\ncase $COMP_LINE in *' s3a') echo s3api;; esac\n")
		w.write("bin/aws", "#!/bin/sh\nprintf '%s\\0' \"$@\" >>\"$HOME/told\"\n")
		w.write("bin/recorder", "#!/bin/sh\nprintf '%s\\0' \"$@\" >>\"$HOME/told\"\n")
		for _, name := range []string{"other-tool", "aws_completer", "aws", "recorder"} {
			if err := os.Chmod(w.path("bin", name), 0o755); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	eachTerminal(t, "--aws", "", prepare, func(t *testing.T, s *atShell) {
		aws := map[string]string{
			"bash": "complete -C aws_completer aws; eval \"$(fob init bash --aws)\"",
			"zsh":  "autoload -Uz bashcompinit; bashcompinit; unset _comps'[aws]'; complete -C aws_completer aws; eval \"$(fob init zsh --aws)\"",
			"fish": "complete -c aws -f -a '(begin; set -lx COMP_LINE (commandline -cp); aws_completer; end)'",
		}[strings.TrimPrefix(t.Name(), "TestATabBehindOtherWords/")]
		s.enter(aws)
		for _, line := range []string{
			"recorder fo" + ptytest.Tab, // names of files, which fob has no part in
			"recorder som" + ptytest.Tab,
			"aws --profile my-" + ptytest.Tab + "end",
			"aws s3 ls --profile 'it" + ptytest.Tab + "end",
			"aws s3a" + ptytest.Tab + "end",
			"fob exec -p stat" + ptytest.Tab + "-- recorde" + ptytest.Tab + "som" + ptytest.Tab,
			"fob --ca-bundle som" + ptytest.Tab + "version --outp" + ptytest.Tab + "te" + ptytest.Tab + "&& tell version",
			"fob configure get --prof" + ptytest.Tab + "my-" + ptytest.Tab + "reg" + ptytest.Tab + "&& tell region",
		} {
			s.enter(line)
		}
		want := []string{
			"fo", "some file", "--profile", "my-dev-account", "end", "s3", "ls", "--profile", "it's mine", "end",
			"s3api", "end", "some file", "version", "region",
		}
		if got := s.facts(); !slices.Equal(got, want) {
			t.Errorf("got\n%q, want\n%q; the screen:\n%s", got, want, s.Text())
		}
	})
}

// The prompt tells the profile as it is called, whatever the name would mean in
// a prompt; the prompt that was there is asked as before, and sees the same code.
func TestTheProfileInThePromptOfATerminal(t *testing.T) {
	const name = "a\\w$(id)`id`%n!x ${x} ü"
	prepare := func(w *world) {
		w.vars["AWS_PROFILE"], w.vars["FOB_PRODUCTION"] = name, "b*,a?w*"
		w.vars["FOB_PROMPT"] = "[production?{red}! {reset}]{profile}"
	}
	eachTerminal(t, "--prompt", "", prepare, func(t *testing.T, s *atShell) {
		s.See("! " + name + " st0 ready0> ")
		unset := "unset AWS_PROFILE"
		switch {
		case strings.HasSuffix(t.Name(), "bash"):
			s.enter("set +e") // else the next line ends the shell
		case strings.HasSuffix(t.Name(), "zsh"):
			s.enter("setopt prompt_subst prompt_bang")
			s.See("! " + name + " st0 ready1> ")
		default:
			unset = "set -e AWS_PROFILE"
			s.enter("true")
		}
		s.enter("sh -c 'exit 3'")
		s.See("! " + name + " st3 ready2> ")
		s.enter(unset)
		s.See("\nst0 ready3> ")
		s.enter("fob use my-dev-account")
		s.See("\nmy-dev-account st0 ready4> ")
	})
}
