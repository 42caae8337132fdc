package app_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/cli"
)

// answerLines are lines of every command that prints an answer on stdout.
func answerLines() []string {
	return []string{
		"version", "version -o json", "--version", "--help", "help", "help exit-codes", "help configure set", "config --help", "configure", "login --help",
		"profiles", "profiles -o json", "profiles --query [].name", "configure list-profiles", "accounts", "accounts -o json", "roles",
		"status", "status -o json", "login my-sso -o json", "whoami -p my-dev-account", "whoami -p my-dev-account -o json", "sts get-caller-identity -p my-dev-account",
		"explain my-dev-account", "explain my-dev-account -o json", "s3 ls -p my-dev-account",
		"configure list -p my-dev-account", "configure get region -p my-dev-account", "configure populate --dry-run --region us-east-1 -o json",
		"configure export-credentials -p my-dev-account",
		"config dump", "config dump -o json", "credentials list", "credentials list -o json",
		"use my-dev-account --shell bash", "env -p my-dev-account", "env -p my-dev-account --format json", "token my-sso", "token my-sso -o json",
		"credential-process -p my-dev-account", "credential-process -p my-dev-account --plain",
		"prompt --format x --shell bash -p my-dev-account", "init bash", "exec -p my-dev-account,my-prod-account --each -- sh -c echo", "exec -p my-dev-account,my-prod-account -o json -- true",
		"complete fish fob use |", "__complete use |", "__completeNoDesc use |", "completion bash", "logout my-sso",
	}
}

// silentCommands print nothing on stdout, or end in another program that does.
func silentCommands() []string {
	return []string{
		"configure sso", "configure sso-session", "configure set", "configure unset", "configure undo", "configure wsl", "configure credential-process",
		"credentials write", "credentials clear", "serve", "sandbox",
	}
}

func TestEveryCommandIsRunWithoutStdout(t *testing.T) {
	lines := append(answerLines(), silentCommands()...)
	root := cli.NewRoot(&cli.Env{Global: &cli.Global{}})
	root.InitDefaultCompletionCmd()
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			visit(sub)
		}
		path := strings.TrimPrefix(c.CommandPath(), "fob ")
		if c.HasSubCommands() || strings.HasPrefix(path, "completion ") {
			return
		}
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l+" ", path+" ") }) {
			t.Errorf("no line for fob %s", path)
		}
	}
	visit(root)
}

// An answer that is lost ends every command with exit code 1, whether the disk
// is full or stdout was closed.
func TestAnAnswerThatCannotBeWrittenIsAFailure(t *testing.T) {
	for name, tc := range map[string]struct{ redirect, reason string }{
		"a full disk":   {">/dev/full", "no space left on device"},
		"closed stdout": {">&-", "it is closed"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.signIn()
			w.env = append(w.env, "AWS_PROFILE=my-dev-account")
			for _, line := range answerLines() {
				words := strings.Fields(line)
				for i := range words {
					words[i] = strings.TrimSuffix(words[i], "|")
				}
				r := w.runInShell(`"$@" `+tc.redirect+"; exit $?", words...)
				want := "the answer cannot be written to standard output: " + tc.reason + "."
				if r.code != 1 || !strings.Contains(r.stderr, want) || strings.Count(r.stderr, "Error:") > 1 {
					t.Errorf("fob %s: exit %d\n%s", line, r.code, r.stderr)
				}
			}
			// At every prompt an error would be in the way.
			if r := w.runInShell(`"$@" `+tc.redirect+"; exit $?", "prompt", "--format", "x"); r.code != 1 || r.stderr != "" {
				t.Errorf("fob prompt: exit %d, %s", r.code, r.stderr)
			}
			// Nothing is lost of what says nothing.
			if r := w.runInShell(`"$@" `+tc.redirect+"; exit $?", "configure", "set", "output", "json"); r.code != 0 {
				t.Errorf("fob configure set: exit %d, %s", r.code, r.stderr)
			}
		})
	}
}

// runInShell runs a script of sh whose arguments are fob and words.
func (w *world) runInShell(script string, words ...string) ran {
	w.t.Helper()
	c := w.command(words...)
	c.Args = append([]string{"sh", "-c", script, "sh", c.Path}, words...)
	c.Path = "/bin/sh"
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	_ = c.Run() // the exit code tells all
	return ran{stdout.String(), stderr.String(), c.ProcessState.ExitCode()}
}

// Programs hand over /dev/null on purpose, open for reading and writing, too:
// Python's subprocess.DEVNULL is such.
func TestDevNullAsStdoutIsNoFailure(t *testing.T) {
	w := newWorld(t)
	w.writeConfig(guideConfig)
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	c := w.command("profiles")
	c.Stdout = null
	if err := c.Run(); err != nil {
		t.Errorf("handed over by a program: %v", err)
	}
	c = w.command()
	c.Args, c.Path, c.Stdout = []string{"sh", "-c", `"$0" profiles; exit $?`, c.Path}, "/bin/sh", null
	if err := c.Run(); err != nil {
		t.Errorf("through a shell that has no other: %v", err)
	}
	if r := w.runInShell(`"$@" >/dev/null; exit $?`, "profiles"); r.code != 0 {
		t.Errorf("a shell's >/dev/null: exit %d, %s", r.code, r.stderr)
	}
}

func TestAnErrorIsNotHiddenByALostAnswer(t *testing.T) {
	w := newWorld(t)
	w.writeConfig(guideConfig)
	w.env = append(w.env, "AWS_PROFILE=nobody")
	// The first rows are lost before the profile is found missing.
	r := w.runInShell(`"$@" >/dev/full; exit $?`, "configure", "list")
	if r.code != 5 || !strings.Contains(r.stderr, `there is no profile "nobody"`) {
		t.Errorf("exit %d, %s", r.code, r.stderr)
	}
	r = w.runInShell(`FOB_ERRORS=json-stdout "$@" >/dev/full; exit $?`, "whoami", "-p", "my-dev-account")
	if r.code != 3 {
		t.Errorf("exit %d, %s", r.code, r.stderr)
	}
}

func TestALostErrorKeepsItsExitCode(t *testing.T) {
	w := newWorld(t)
	w.writeConfig(guideConfig)
	for _, redirect := range []string{"2>/dev/full", "2>&-"} {
		if r := w.runInShell(`"$@" `+redirect+"; exit $?", "whoami", "-p", "my-dev-account"); r.code != 3 {
			t.Errorf("%s: exit %d", redirect, r.code)
		}
		if r := w.runInShell(`"$@" `+redirect+"; exit $?", "profiles"); r.code != 0 {
			t.Errorf("%s: exit %d", redirect, r.code)
		}
	}
}
