package sandboxapp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/app"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/sandboxapp/home"
)

// hostile holds one of each kind of character that must not reach a terminal.
const hostile = "a\x1b[2J\x1b]0;title\a\b\x7f\u0085\u009b31m\u202eb\u2066\u200f\u061cc\u2028d\u2029e\rf\ng\th"

// hostileControl is a control API in whose answers every text is hostile.
func hostileControl(t *testing.T, status int) (env []string) {
	t.Helper()
	q, _ := json.Marshal(hostile)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		if strings.HasSuffix(r.URL.Path, "/mfa-code") || strings.HasSuffix(r.URL.Path, "/web-identity-token") {
			fmt.Fprintf(w, `{"error":%s,"code":%[1]s,"token":%[1]s}`, q)
			return
		}
		fmt.Fprintf(w, `{"error":%s,"calls":{%[1]s:{"total":1,"peak":1,"faults":{%[1]s:1}}},"rotation":%[1]s,"advanced":%[1]s,"id":1,"ended":1,
			"faults":[{"id":1,"kind":%[1]s,"operation":%[1]s}],
			"assumedRoles":[{"arn":%[1]s,"by":%[1]s,"sourceIdentity":%[1]s,"mfa":true,"tags":[{"key":%[1]s,"value":%[1]s}]}]}`, q)
	}))
	t.Cleanup(s.Close)
	return []string{home.ControlVar + "=" + s.URL + "/control/", home.SecretVar + "=secret"}
}

// controlLines are lines for every command that prints an answer.
func controlLines(file string) [][]string {
	return [][]string{
		{"--help"},
		{},
		{"exec", "--help"},
		{"completion", "bash"},
		{"__complete", "c"},
		{"calls"},
		{"calls", "-o", "json"},
		{"calls", "--reset"},
		{"fault", "list"},
		{"fault", "list", "-o", "json"},
		{"fault", "set", "status=500"},
		{"fault", "clear"},
		{"assumed-roles"},
		{"assumed-roles", "-o", "json"},
		{"mfa-code"},
		{"web-identity-token", "me"},
		{"rotation"},
		{"rotation", "off"},
		{"advance", "1h"},
		{"end-session"},
		{"init", file},
		{"visit", "http://127.0.0.1:1/"},
		{"browse", "http://127.0.0.1:1/"},
		{"calls", "-o", hostile},
		{"advance", hostile},
		{"rotation", hostile},
		{"fault", "set", hostile},
		{"visit", hostile},
		{"end-session", hostile},
		{"mfa-code", hostile},
		{hostile},
		{"init", "/nowhere/" + hostile},
		{"exec", "--user", hostile, "--", "true"},
		{"serve", "--org", hostile},
		{"shell", "--org", hostile},
		{"tour", "--generate", hostile},
	}
}

func TestNoCommandLetsTextSteerTheTerminal(t *testing.T) {
	for _, status := range []int{http.StatusOK, http.StatusBadRequest} {
		env := hostileControl(t, status)
		for _, words := range controlLines(filepath.Join(t.TempDir(), "org.yaml")) {
			for _, terminal := range []bool{false, true} {
				var out, talk bytes.Buffer
				w := &world{stdin: strings.NewReader(""), stdout: output.New(&out), stderr: output.New(&talk), environ: env, self: "fob-sandbox", now: time.Now}
				w.stdout.OnTerminal = func() bool { return terminal }
				exitCode(w, execute(t.Context(), w, words))
				if !terminal && len(words) > 0 && (words[0] == "mfa-code" || words[0] == "web-identity-token") {
					out.Reset() // a program reads it
				}
				for _, got := range []string{out.String(), talk.String()} {
					if i := strings.IndexFunc(got, steers); i >= 0 {
						t.Errorf("fob-sandbox %q: %q", words, got[max(0, i-20):min(len(got), i+20)])
					}
				}
				if isTable := strings.Contains("calls fault list assumed-roles", strings.Join(words, " ")); isTable && strings.Contains(out.String(), "f\ng") {
					t.Errorf("fob-sandbox %q: a line break got through:\n%s", words, out.String())
				}
			}
		}
	}
}

// steers reports whether a terminal could be steered by r, or a reader misled.
func steers(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp)
}

func TestEveryCommandIsGivenHostileText(t *testing.T) {
	root := newRoot(&world{})
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			visit(sub)
		}
		path := strings.TrimPrefix(c.CommandPath(), sandboxName+" ")
		for _, words := range controlLines("file") {
			if strings.HasPrefix(strings.Join(words, " ")+" ", path+" ") {
				return
			}
		}
		if !c.HasSubCommands() {
			t.Errorf("no line for fob-sandbox %s", path)
		}
	}
	visit(root)
}

// full is a disk that takes nothing more.
type full struct{}

var errFull = errors.New("no space left on device")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestAnAnswerThatCannotBeWrittenIsAFailure(t *testing.T) {
	env := hostileControl(t, http.StatusOK)
	for _, words := range controlLines(filepath.Join(t.TempDir(), "org.yaml"))[:20] {
		var talk bytes.Buffer
		w := &world{stdin: strings.NewReader(""), stdout: output.New(full{}), stderr: output.New(&talk), environ: env, self: "fob-sandbox", now: time.Now}
		code := exitCode(w, app.Written(w.stdout, execute(t.Context(), w, words)))
		if code != 1 || !strings.Contains(talk.String(), "Error: the answer cannot be written to standard output: no space left on device.") {
			t.Errorf("fob-sandbox %q: exit code %d\n%s", words, code, talk.String())
		}
	}
}

// The program itself, too; a server whose address nobody learns does not stay.
func TestAServerWhoseAddressIsLostEnds(t *testing.T) {
	needSh(t)
	b := newBench(t)
	program := filepath.Join(b.home, sandboxName) // it goes by its name
	if err := os.Symlink(b.command(t.Context()).Path, program); err != nil {
		t.Fatal(err)
	}
	for _, redirect := range []string{">/dev/full", ">&-"} {
		if redirect == ">&-" && runtime.GOOS != "linux" {
			continue // Go's runtime leaves no trace of it elsewhere
		}
		for _, words := range [][]string{{"serve", "--addr", "127.0.0.1:0", "--key-file", filepath.Join(b.home, "key")}, {"--help"}} {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			c := b.command(ctx, words...)
			script := `"$0" "$@" ` + redirect + ` & trap "kill $!" TERM; wait $!`
			c.Args, c.Path = append([]string{"sh", "-c", script, program}, words...), "/bin/sh"
			c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) } // a server that stays is ended, too
			b.end(c).wants(t, 1, "cannot be written to standard output")
			cancel()
		}
	}
}
