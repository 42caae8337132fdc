package interop_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/sandbox/visitor"
)

// The Windows program does the guide's steps, with Windows' paths, locks and
// way to replace files, as far as wine shows them.
func TestTheWindowsProgramGoesThroughTheGuide(t *testing.T) {
	t.Parallel()
	w := newWindows(t)

	if got := w.fobExe("version").stdout; !strings.HasPrefix(got, "fob") {
		t.Errorf("version said %q", got)
	}
	w.crlfIsKept()

	w.write(".aws/config", strings.ReplaceAll(guideConfig, "\n", "\r\n"))
	w.signIn("login", session, "--use-device-code", "--no-browser")
	w.fobExe("configure", "sso", "--sso-session", session, "--sso-account-id", prodAccount, "--sso-role-name", admin,
		"--region", "eu-west-1", "--output", "json", "--profile", "made-on-windows")
	if got := w.fobExe("configure", "list-profiles").text(); !strings.Contains(got, "my-dev-account") || !strings.Contains(got, "made-on-windows") {
		t.Errorf("profiles: %q", got)
	}
	w.userEnvironment()
	var id identity
	if r := w.fobExe("whoami", "-o", "json", "--profile", "made-on-windows"); json.Unmarshal([]byte(r.stdout), &id) != nil || id.Account != prodAccount {
		t.Errorf("whoami: %s", r)
	}
	first := w.fobExe("credential-process", "--profile", "my-dev-account").stdout
	if again := w.fobExe("credential-process", "--profile", "my-dev-account").stdout; again != first {
		t.Error("the second keys are not the first: nothing was cached")
	}
	if r := w.fobExeEnds(7, "exec", "--profile", "my-dev-account", "--", "cmd.exe", "/c", "echo %AWS_ACCESS_KEY_ID%& exit 7"); !strings.HasPrefix(r.stdout, "ASIA") {
		t.Errorf("exec: %s", r)
	}

	w.fobExe("logout")
	w.fobExeEnds(3, "credential-process", "--profile", "my-dev-account")
	w.signIn("login", session, "--no-browser") // by way of the browser, this time
	w.fobExe("whoami", "--profile", "my-dev-account")
}

// crlfIsKept changes one value of a file as Windows' editors write it, and
// takes the change back.
func (w *windows) crlfIsKept() {
	w.t.Helper()
	const before = "# notes\r\n[profile p]\r\nregion = us-east-1\r\noutput = json\r\n"
	w.write(".aws/config", before)
	w.fobExe("configure", "set", "region", "eu-west-1", "--profile", "p")
	if got, want := w.read(".aws/config"), strings.Replace(before, "us-east-1", "eu-west-1", 1); got != want {
		w.t.Errorf("after configure set: %q, want %q", got, want)
	}
	if got := w.fobExe("configure", "get", "region", "--profile", "p").text(); got != "eu-west-1" {
		w.t.Errorf("configure get says %q", got)
	}
	w.fobExe("configure", "undo")
	if got := w.read(".aws/config"); got != before {
		w.t.Errorf("after undo: %q, want %q", got, before)
	}
}

// windows is a world in which fob is the Windows program, under wine.
type windows struct {
	*world
	loader, exe string
}

// newWindows makes a wine prefix for this test alone; its folder of the user is
// the world's home.
func newWindows(t *testing.T) *windows {
	t.Helper()
	loader := needWine(t)
	w := &windows{world: newWorld(t), loader: loader, exe: filepath.Join(t.TempDir(), "fob.exe")}
	if err := build(w.exe, "windows"); err != nil {
		t.Fatal(err)
	}
	prefix := t.TempDir()
	w.vars["WINEPREFIX"] = prefix
	w.vars["WINEDEBUG"] = "-all"
	// No .NET, no HTML engine, no entries in the desktop's menu: none is needed,
	// and each makes the first start slower.
	w.vars["WINEDLLOVERRIDES"] = "mscoree=;mshtml=;winemenubuilder.exe="
	w.boot(prefix)
	dll := filepath.Join(prefix, "drive_c", "windows", "system32", "bcryptprimitives.dll")
	if err := os.WriteFile(dll, forwarderDLL(), 0o644); err != nil {
		t.Fatal(err)
	}
	w.home = w.userFolder(prefix)
	delete(w.vars, "BROWSER") // a Linux program, which fob.exe cannot start
	return w
}

// boot starts the prefix's server, which stays until the test ends, and lets it
// make the prefix.
func (w *windows) boot(prefix string) {
	w.t.Helper()
	server := filepath.Join(filepath.Dir(w.loader), "wineserver64")
	run := func(argv ...string) error {
		// No streams: what these leave running would hold them.
		c := w.command(context.Background(), nil, argv...)
		return c.Run()
	}
	w.t.Cleanup(func() {
		_ = run(server, "-k", "-w") // it ends by itself when nothing runs any more
	})
	if err := run(server, "-p"); err != nil {
		w.t.Fatalf("start wine's server: %v", err)
	}
	if err := run(w.loader, "wineboot", "--init"); err != nil {
		w.t.Fatalf("make a wine prefix in %s: %v", prefix, err)
	}
}

// needWine finds wine's loader, which Debian keeps off PATH.
func needWine(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("wine takes its time; run without -short")
	}
	for _, path := range []string{"/usr/lib/wine/wine64", "/usr/lib/x86_64-linux-gnu/wine/wine64", "/usr/local/bin/wine64"} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	if path, err := exec.LookPath("wine64"); err == nil {
		return path
	}
	t.Skip("wine is not installed: on Debian, apt-get install --no-install-recommends wine64")
	return ""
}

// userFolder is what the Windows program takes for the person's home.
func (w *windows) userFolder(prefix string) string {
	w.t.Helper()
	users, err := filepath.Glob(filepath.Join(prefix, "drive_c", "users", "*"))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, u := range users {
		if filepath.Base(u) != "Public" {
			return u
		}
	}
	w.t.Fatalf("no user in %v", users)
	return ""
}

func (w *windows) fobExe(args ...string) ran {
	w.t.Helper()
	return w.fobExeEnds(0, args...)
}

func (w *windows) fobExeEnds(code int, args ...string) ran {
	w.t.Helper()
	r := w.run(nil, append([]string{w.loader, w.exe}, args...)...)
	if r.code != code {
		w.t.Fatalf("exit code %d, want %d\n%s", r.code, code, r)
	}
	return r
}

// signIn runs a command that prints an address to visit, and visits it.
func (w *windows) signIn(args ...string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	c := w.command(ctx, nil, append([]string{w.loader, w.exe}, args...)...)
	stderr, err := c.StderrPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		w.t.Fatal(err)
	}
	said := visitFirst(ctx, stderr)
	if err := c.Wait(); err != nil {
		w.t.Fatalf("%v: %v\n%s", args, err, said)
	}
}

// visitFirst reads to the end, visits the first address on the way that signs
// in, and returns all that was read.
func visitFirst(ctx context.Context, r io.Reader) string {
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+/\S*(user_code|client_id)=\S+`)
	var said strings.Builder
	visited := false
	for lines := bufio.NewScanner(r); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if found := address.FindString(lines.Text()); found != "" && !visited {
			visited = true
			ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
			o, err := visitor.Visitor{}.Visit(ctx, found)
			cancel()
			said.WriteString("visited: " + o.Landed + errorText(err) + "\n")
		}
	}
	return said.String()
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return ", " + err.Error()
}
