//go:build unix

package interop_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/ui/ptytest"
)

// What a person has in a terminal with the hook loaded: a program that runs
// under fob has the terminal and gets the Ctrl-C, and `fob use` alone asks.
func TestTheTerminalIsThePersonsWithTheHookLoaded(t *testing.T) {
	eachTerminal(t, "", "", prepareTerminal, func(t *testing.T, s *atShell) {
		env := `"$AWS_PROFILE"`
		if strings.HasSuffix(t.Name(), "bash") {
			s.enter("set +e") // else a program that is interrupted ends the shell
		}
		terminalDeeds(s, "tell", env)
		if strings.HasSuffix(t.Name(), "fish") {
			fishsBackground(s)
		}
	})
	t.Run("PowerShell", func(t *testing.T) {
		// The host of the engine that is used here hangs at one Ctrl-C of some
		// forty, hook or no hook: then another one is sat down at.
		for range 5 {
			s := sitAtPowerShell(t)
			s.enter("fob exec -p static -- terminal")
			s.interrupt()
			if s.Shows(s.prompt()) {
				deedsAfterInterrupt(s, "tell", "$env:AWS_PROFILE")
				return
			}
			t.Log("this PowerShell does not come back from Ctrl-C")
		}
		t.Error("no PowerShell came back from Ctrl-C")
	})
}

func sitAtPowerShell(t *testing.T) *atShell {
	t.Helper()
	argv := powerShell(t)
	w := newShellWorld(t)
	prepareTerminal(w)
	w.write("rc.ps1", `$global:n = -1
function prompt { $s = [int]$LASTEXITCODE; $global:n++; "st$s ready$global:n> " }
fob init pwsh | Out-String | Invoke-Expression
`)
	return sit(t, w, nil, argv[0], "-NoProfile", "-NoExit", "-Command", ". ./rc.ps1")
}

// prepareTerminal puts two programs on PATH: one waits for Ctrl-C, one tells.
func prepareTerminal(w *world) {
	for name, text := range map[string]string{
		"waits":    "#!/bin/sh\necho \"now it waits\" $1\nexec sleep 600\n",
		"terminal": "#!/bin/sh\ntest -t 0 && test -t 1 && test -t 2 && printf 'terminal\\0' >>\"$HOME/told\"\n",
		"tell":     "#!/bin/sh\nprintf '%s\\0' \"$@\" >>\"$HOME/told\"\n",
	} {
		w.write("bin/"+name, text)
		if err := os.Chmod(w.path("bin", name), 0o755); err != nil {
			w.t.Fatal(err)
		}
	}
}

func terminalDeeds(s *atShell, tell, profile string) {
	s.enter("fob exec -p static -- terminal")
	s.interrupt()
	s.See(s.prompt())
	deedsAfterInterrupt(s, tell, profile)
}

// interrupt presses Ctrl-C while a program runs that only waits for it.
func (s *atShell) interrupt() {
	s.Type("fob exec -p static -- waits" + ptytest.Enter)
	s.See("now it waits")
	s.Type("\x03")
	s.lines++
}

// prompt is the one that comes next.
func (s *atShell) prompt() string { return fmt.Sprintf("ready%d> ", s.lines) }

func deedsAfterInterrupt(s *atShell, tell, profile string) {
	s.Type("fob use" + ptytest.Enter)
	s.See("Use which profile?")
	s.Type("mine")
	s.See("> it's mine")
	s.enter("")
	s.enter(tell + " " + profile)
	s.enter("fob use -")
	s.enter("fob use nobody")
	if !strings.Contains(s.Text(), "st5 ready") {
		s.w.t.Errorf("no exit code of fob use:\n%s", s.Text())
	}
	if got, want := s.facts(), []string{"terminal", "it's mine"}; !slices.Equal(got, want) {
		s.w.t.Errorf("told %q, want %q; the screen:\n%s", got, want, s.Text())
	}
	if !strings.Contains(s.Text(), "st130 ready") {
		s.w.t.Errorf("no Ctrl-C came:\n%s", s.Text())
	}
}

// fish runs functions in the foreground, and yet a line that ends in & comes
// back at once. (It then says that the function has ended, and shows its
// prompt anew, so prompts cannot be counted here.)
func fishsBackground(s *atShell) {
	const wait = "fob exec -p static -- sh -c 'exec sleep 60' "
	for i, line := range []string{
		wait + "'a;b' &", wait + ">$HOME/log 2>&1 &", wait + "&>$HOME/log &", "A=b " + wait + "&", wait + "'fob' & true",
	} {
		s.Type(line + ptytest.Enter)
		s.Type(fmt.Sprintf("kill (jobs -p) 2>$HOME/log; echo 'back ''%d'%s", i, ptytest.Enter))
		s.See(fmt.Sprintf("back %d", i))
	}
	// Of two, the & may be the other's: both stay in the foreground.
	before := s.facts()
	s.Type("fob exec -p static -- tell one; fob exec -p static -- true &" + ptytest.Enter)
	s.Type("fob exec -p static -- tell two && fob exec -p static -- tell three &" + ptytest.Enter)
	s.Type("echo 'the ''end'" + ptytest.Enter)
	s.See("the end")
	if got, want := s.facts()[len(before):], []string{"one", "two", "three"}; !slices.Equal(got, want) {
		s.w.t.Errorf("told %q, want %q; the screen:\n%s", got, want, s.Text())
	}
}
