package interop_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"
)

// What the guide does not come by: each part in a fresh home, all in one prefix.
func TestTheWindowsProgramHoldsItsPromises(t *testing.T) {
	t.Parallel()
	for _, part := range []struct {
		name string
		run  func(*windows)
	}{
		{"populate keeps CRLF", (*windows).populateKeepsCRLF},
		{"many at once fetch once", (*windows).manyFetchOnce},
		{"paths may be long and have blanks", (*windows).oddPaths},
		{"arguments arrive", (*windows).argumentsArrive},
		{"Ctrl-C", (*windows).ctrlC},
		{"a killed config writer", (*windows).killedConfigWriter},
		{"a killed renewal", (*windows).killedRenewal},
	} {
		t.Run(part.name, func(t *testing.T) { part.run(newWindows(t)) })
	}
}

// signedIn writes the guide's file, as Windows' editors do, and signs in.
func (w *windows) signedIn() {
	w.t.Helper()
	w.write(".aws/config", strings.ReplaceAll(guideConfig, "\n", "\r\n"))
	w.signIn("login", session, "--use-device-code", "--no-browser")
}

func (w *windows) populateKeepsCRLF() {
	w.signedIn()
	before := w.read(".aws/config")
	w.fobExe("configure", "populate", "--sso-session", session, "--region", "eu-west-1", "--yes")
	got := w.read(".aws/config")
	if !strings.HasPrefix(got, strings.TrimRight(before, "\r\n")) {
		w.t.Errorf("what was there has changed:\n%s", got)
	}
	if n := strings.Count(got, "[profile "); n < 4 {
		w.t.Errorf("populate wrote no profiles:\n%s", got)
	}
	if bare := regexp.MustCompile(`[^\r]\n`).FindAllString(got, -1); bare != nil {
		w.t.Errorf("%d lines end without CR: %q", len(bare), got)
	}
}

// manyFetchOnce starts processes of SDKs at once: one fetches, by a lock of
// Windows, and all have the same keys.
func (w *windows) manyFetchOnce() {
	w.signedIn()
	w.sandbox.ResetCalls()
	const processes = 12
	answers := make([]ran, processes)
	var all sync.WaitGroup
	for i := range processes {
		all.Go(func() {
			answers[i] = w.run(nil, w.line("credential-process", "--profile", "my-dev-account")...)
		})
	}
	all.Wait()
	for i, r := range answers {
		if r.code != 0 || r.stdout != answers[0].stdout {
			w.t.Errorf("process %d of %d differs or failed, exit code %d: %s", i, processes, r.code, r.stderr)
		}
	}
	if n := w.sandbox.Calls()["GetRoleCredentials"].Total; n != 1 {
		w.t.Errorf("GetRoleCredentials was called %d times, want once", n)
	}
}

// oddPaths lets fob.exe lie in a folder with blanks, as a credential_process
// that other programs call, and the person have a home of 300 characters with a
// blank in it: config, caches, locks and their replacement all lie below.
func (w *windows) oddPaths() {
	programs := filepath.Join(w.prefix, "drive_c", "Program Files", "My Tools")
	home := w.path("Jane Doe", strings.Repeat("long", 50), strings.Repeat("path", 20))
	for _, dir := range []string{programs, filepath.Join(home, ".aws")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			w.t.Fatal(err)
		}
	}
	w.t.Cleanup(func() { _ = os.RemoveAll(w.path("Jane Doe")) })
	program, err := os.ReadFile(w.exe)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(programs, "fob.exe"), program, 0o755); err != nil {
		w.t.Fatal(err)
	}
	config := strings.ReplaceAll(guideConfig, "\n", "\r\n") + "\r\n[profile other]\r\nregion = us-east-1\r\n" +
		`credential_process = "C:\Program Files\My Tools\fob.exe" credential-process --profile my-dev-account` + "\r\n"
	if err := os.WriteFile(filepath.Join(home, ".aws", "config"), []byte(config), 0o600); err != nil {
		w.t.Fatal(err)
	}
	// wine sets USERPROFILE by itself, so it is changed where Windows programs run.
	w.write("fob.cmd", "@set USERPROFILE="+w.windowsPath(home)+"\r\n@\"C:\\Program Files\\My Tools\\fob.exe\" %*\r\n")
	w.start = []string{w.loader, "cmd.exe", "/c", w.windowsPath(w.path("fob.cmd"))}

	w.signIn("login", session, "--use-device-code", "--no-browser")
	var id identity
	if r := w.fobExe("whoami", "-o", "json", "--profile", "other"); json.Unmarshal([]byte(r.stdout), &id) != nil || id.Account != devAccount {
		w.t.Errorf("whoami: %s", r)
	}
	w.fobExe("configure", "set", "region", "eu-west-3", "--profile", "other")
	w.fobExe("configure", "undo")
	w.fobExe("configure", "set", "region", "eu-north-1", "--profile", "other")
	if got := w.fobExe("configure", "get", "region", "--profile", "other").text(); got != "eu-north-1" {
		w.t.Errorf("region is %q", got)
	}
	for _, pattern := range []string{".aws/sso/cache/*.json", ".aws/cli/cache/*.json", ".aws/fob/locks/*.lock", ".aws/fob/undo/*/change.json"} {
		if found, err := filepath.Glob(filepath.Join(home, pattern)); err != nil || found == nil {
			w.t.Errorf("no %s in the long home, %v", pattern, err)
		}
	}
	if _, err := os.Stat(w.path(".aws")); !os.IsNotExist(err) {
		w.t.Errorf("something was written into the other home: %v", err)
	}
}

// windowsPath is how Windows programs call a file of the prefix.
func (w *windows) windowsPath(file string) string {
	below := strings.TrimPrefix(file, filepath.Join(w.prefix, "drive_c"))
	return "C:" + strings.ReplaceAll(below, "/", "\\")
}

// argumentsArrive compares what a program gets through `fob exec` with what
// was given, and its exit code. That fob.exe itself reads its command line so
// is a part of the proof.
func (w *windows) argumentsArrive() {
	teller := w.program("teller")
	w.write(".aws/config", staticConfig)
	args := []string{
		"", " ", "two words", `C:\dir\`, `C:\two words\`, `"quoted"`, `say "hi"`, `\"`, `\\"`, `a\\b`, "&", "|", "<", ">", "^", "%PATH%", "!x!",
		"ü€🔑", "--", "-p", "--profile", "a=b", "a,b", "'", "*", "?", "@file",
	}
	line := w.line(append([]string{"exec", "--profile", "static", "--", teller}, args...)...)
	r := w.run([]string{"TELLER_CODE=77"}, line...)
	if r.code != 77 {
		w.t.Fatalf("exit code %d, want the program's own 77\n%s", r.code, r)
	}
	var got []string
	if err := json.Unmarshal([]byte(r.stdout), &got); err != nil {
		w.t.Fatalf("%v\n%s", err, r)
	}
	if diff := cmp.Diff(args, got); diff != "" {
		w.t.Error(diff)
	}
}

// staticConfig is a profile that needs no sign-in.
const staticConfig = "[profile static]\r\nregion = us-east-1\r\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\r\naws_secret_access_key = not-a-secret\r\n"

// ctrlC types Ctrl-C in a console: fob that waits for a sign-in ends with 130,
// and a program that fob runs decides for itself, however often it is typed.
func (w *windows) ctrlC() {
	w.write(".aws/config", staticConfig+strings.ReplaceAll(guideConfig, "\n", "\r\n"))
	if code, said := w.interrupt(1, "http", nil, "login", session, "--no-browser", "--plain"); code != 130 {
		w.t.Errorf("login ended with %d, want 130: %s", code, said)
	}
	waiting := []string{"TELLER_WAIT=2", "TELLER_CODE=5"}
	code, said := w.interrupt(2, "ü€", waiting, "exec", "--profile", "static", "--", w.program("teller"), "ü€")
	if code != 5 || strings.Count(said, "interrupted") != 2 {
		w.t.Errorf("the program ended with %d, want 5 after two Ctrl-C: %s", code, said)
	}
}

// interrupt runs fob.exe in a console, and types Ctrl-C so often: first when it
// has shown sign, then whenever something has answered.
func (w *windows) interrupt(times int, sign string, more []string, args ...string) (code int, said string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	c := w.command(ctx, append(more, "TERM=xterm"), w.line(args...)...)
	terminal, err := pty.StartWithSize(c, &pty.Winsize{Rows: 40, Cols: 200})
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }()
	var all strings.Builder
	r := bufio.NewReader(io.TeeReader(terminal, &all))
	for i := range times {
		if i > 0 {
			sign = "interrupted"
		}
		for from := all.Len(); !strings.Contains(all.String()[from:], sign); {
			if _, err := r.ReadByte(); err != nil {
				w.t.Fatalf("%v ended before it showed %q: %v\n%s", args, sign, err, all.String())
			}
		}
		if _, err := terminal.Write([]byte{3}); err != nil {
			w.t.Fatal(err)
		}
	}
	_, _ = io.Copy(io.Discard, r) // to its end: a pty answers that with an error
	_ = c.Wait()                  // its code tells
	return c.ProcessState.ExitCode(), all.String()
}

// killsOnWindows is fewer than elsewhere: a start under wine takes its time.
const killsOnWindows = 40

func (w *windows) killedConfigWriter() {
	w.write(".aws/config", strings.ReplaceAll(guideConfig, "\n", "\r\n"))
	set := func(region string) []string {
		return w.line("configure", "set", "region", region, "--profile", "my-dev-account")
	}
	lasts := w.lasting(set("us-east-2"))
	old := w.read(".aws/config")
	changed := 0
	for i := range killsOnWindows {
		region := fmt.Sprintf("eu-test-%d", i)
		want := regexp.MustCompile(`(us-east-2|eu-test-\d+)`).ReplaceAllString(old, region)
		w.kill(lasts, set(region))
		switch got := w.read(".aws/config"); got {
		case old:
		case want:
			old, changed = want, changed+1
		default:
			w.t.Fatalf("kill %d left\n%s", i, got)
		}
	}
	w.t.Logf("%d of %d killed writers had written already", changed, killsOnWindows)
	w.fobExe("configure", "set", "region", "eu-west-1", "--profile", "my-dev-account") // no lock is left held
	w.noLitter(".aws", "config", "fob")
}

func (w *windows) killedRenewal() {
	w.signedIn()
	argv := w.line("credential-process", "--profile", "my-dev-account")
	w.forceRenewal()
	lasts := w.lasting(argv)
	renewed := 0
	for i := range killsOnWindows {
		w.forceRenewal()
		before := w.token()
		w.kill(lasts, argv)
		var token struct{ AccessToken, RefreshToken, ExpiresAt string }
		got := w.token()
		if err := json.Unmarshal([]byte(got), &token); err != nil || token.AccessToken == "" || token.RefreshToken == "" || token.ExpiresAt == "" {
			w.t.Fatalf("kill %d left a broken token: %v\n%s", i, err, redact(got))
		}
		if got != before {
			renewed++
		}
		for _, f := range w.roleFiles() {
			if b, err := os.ReadFile(f); err != nil || !json.Valid(b) {
				w.t.Fatalf("kill %d left broken keys: %v\n%s", i, err, redact(string(b)))
			}
		}
	}
	w.t.Logf("%d of %d killed renewals had saved their token already", renewed, killsOnWindows)
	w.forceRenewal()
	w.fobExe("whoami", "--profile", "my-dev-account")
	w.fobExe("logout", "--all")
	w.noLitter(".aws/cli/cache")
}
