//go:build unix

package app_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// examplesThatAsk need a terminal; without one they name the flag to pass.
var examplesThatAsk = map[string]string{
	"fob configure sso": "--sso-account-id",
	"fob configure sso --sso-session my-sso --profile my-prod-account": "--sso-account-id",
	"fob configure sso-session":                                        "--sso-session",
}

// examplesThatServe run until they are interrupted.
var examplesThatServe = []string{
	"fob serve -p my-dev-account",
	"fob serve -p 'my-*' --each --allow 'ReadOnly*' --port 9911",
}

// examplesElsewhere have tests of their own, which need a PowerShell, a WSL, a
// shell with the hook, or the sandbox's own program.
var examplesElsewhere = []string{
	"fob init --install pwsh --file $PROFILE.CurrentUserAllHosts",
	"fob configure wsl", "fob configure wsl --share windows --dry-run", "fob configure wsl --undo",
	"fob sandbox tour", "fob sandbox shell", "fob sandbox exec -- aws s3 ls",
}

// examplesBefore are lines that an example builds on.
var examplesBefore = map[string]string{
	"fob credentials clear":                   "fob credentials write my-dev-account --as default",
	"fob credentials clear default":           "fob credentials write my-dev-account --as default",
	"fob configure undo":                      "fob configure set region eu-west-1 --profile my-dev-account",
	"fob init --uninstall":                    "fob init --install",
	"fob use -":                               "fob use my-dev-account; fob use my-prod-account",
	"fob use --unset --save":                  "fob use my-dev-account --save",
	"fob whoami":                              "export AWS_PROFILE=my-dev-account",
	"fob prompt":                              "export AWS_PROFILE=my-dev-account",
	"fob configure get region":                "export AWS_PROFILE=my-dev-account",
	"fob configure unset s3.addressing_style": "export AWS_PROFILE=my-dev-account; fob configure set s3.addressing_style path",
}

// TestEveryExampleOfTheHelpRuns pastes each example into a shell with the hook,
// in a home of its own where my-sso is signed in.
func TestEveryExampleOfTheHelpRuns(t *testing.T) {
	w := newWorld(t)
	bin := programsForExamples(t)
	var seen []string
	for _, page := range helpPages(w) {
		for _, example := range examplesOf(w.must(append([]string{"help"}, page...)...).stdout) {
			if slices.Contains(seen, example) || slices.Contains(examplesElsewhere, example) {
				seen = append(seen, example)
				continue
			}
			seen = append(seen, example)
			t.Run(example, func(t *testing.T) {
				t.Parallel()
				runExample(t, bin, example)
			})
		}
	}
	for _, list := range [][]string{examplesElsewhere, examplesThatServe, keysOf(examplesThatAsk), keysOf(examplesBefore)} {
		for _, example := range list {
			if !slices.Contains(seen, example) {
				t.Errorf("no help page has the example %q", example)
			}
		}
	}
}

func keysOf(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

// examplesOf returns the examples of a page, those over several lines joined.
func examplesOf(page string) []string {
	_, text, ok := strings.Cut(page, "\nExamples:\n")
	if !ok {
		return nil
	}
	text, _, _ = strings.Cut(text, "\n\n")
	var examples []string
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", "")) {
		examples = append(examples, strings.Join(strings.Fields(line), " "))
	}
	return examples
}

// programsForExamples is a folder with fob, a browser that allows everything, and
// stand-ins for the programs that the examples run.
func programsForExamples(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	for name, script := range map[string]string{
		"fob":       asFob + `=1 exec "` + self + `" "$@"`,
		"browser":   asBrowser + `=1 exec "` + self + `" "$@"`,
		"aws":       `[ -n "$AWS_ACCESS_KEY_ID" ] && echo "aws $*"`,
		"terraform": `[ -n "$AWS_ACCESS_KEY_ID$AWS_CONTAINER_CREDENTIALS_FULL_URI" ] && echo "terraform $*"`,
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return bin
}

func runExample(t *testing.T, bin, example string) {
	t.Helper()
	w := newWorld(t)
	w.signIn()
	// The shell ignores a failure within eval "$(...)", a test does not.
	line := strings.Replace(example, `eval "$(`, `eval "$(set -e; trap 'c=$?; [ $c = 0 ] || echo "exit $c"' EXIT; `, 1)
	serves := slices.Contains(examplesThatServe, example)
	if serves {
		line = "exec " + line // so that Ctrl-C reaches fob
	}
	script := "eval \"$(fob init bash)\"\nset -e\n" + examplesBefore[example] + "\n" + line + "\n"
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, "bash", "-c", script)
	c.Dir, c.WaitDelay = w.home, 10*time.Second
	c.Env = []string{
		"HOME=" + w.home, "PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "TERM=dumb", "SHELL=/bin/bash",
		"AWS_ENDPOINT_URL=" + w.sandbox.URL(), "BROWSER=" + filepath.Join(bin, "browser"),
	}
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if serves {
		c.Stderr = &interruptAt{c: c, text: "Serving ", buffer: &errs}
	}
	err := c.Run()
	code := c.ProcessState.ExitCode()
	want, wantText := 0, ""
	switch {
	case examplesThatAsk[example] != "":
		want, wantText = 2, examplesThatAsk[example]
	case serves:
		want, wantText = 130, "Serving "
	}
	if code != want || !strings.Contains(errs.String(), wantText) {
		t.Errorf("%v, exit %d, want %d and %q\nstdout:\n%s\nstderr:\n%s", err, code, want, wantText, &out, &errs)
	}
	if strings.Contains(errs.String(), "report it") {
		t.Errorf("an error that fob does not know:\n%s", &errs)
	}
}

// interruptAt sends Ctrl-C once the text has been written.
type interruptAt struct {
	c      *exec.Cmd
	text   string
	buffer *bytes.Buffer
	done   bool
}

func (i *interruptAt) Write(p []byte) (int, error) {
	n, err := i.buffer.Write(p)
	if !i.done && strings.Contains(i.buffer.String(), i.text) {
		i.done = true
		if err := i.c.Process.Signal(os.Interrupt); err != nil {
			return n, fmt.Errorf("interrupt: %w", err)
		}
	}
	return n, err
}
