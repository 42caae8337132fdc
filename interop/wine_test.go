package interop_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
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

func (w *windows) fobExe(args ...string) ran {
	w.t.Helper()
	return w.fobExeEnds(0, args...)
}

func (w *windows) fobExeEnds(code int, args ...string) ran {
	w.t.Helper()
	r := w.run(nil, w.line(args...)...)
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
	c := w.command(ctx, nil, w.line(args...)...)
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
