package sandboxapp

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
)

// tourWorld is a world whose program is this test program.
func tourWorld(t *testing.T) (*world, *bytes.Buffer) {
	t.Helper()
	b := newBench(t)
	t.Setenv("TMPDIR", b.tmp)
	t.Setenv("TMP", b.tmp)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	return &world{stdout: output.New(&out), stderr: output.New(&out), environ: b.env, self: self, now: time.Now, windows: os.PathSeparator == '\\'}, &out
}

func TestTheTourPassesAndShowsEveryStep(t *testing.T) {
	w, out := tourWorld(t)
	from := time.Now()
	if err := runTour(t.Context(), w, tourOptions{}, orgOptions{}); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if took := time.Since(from); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	for _, want := range []string{
		"\n0  Know\n", "\n1  Install\n", "\n2a  Set up by the wizard\n", "\n2b  Set up by hand\n", "\n3  Sign in\n", "\n4  Verify\n", "\n5  Default profile\n",
		"\n6  Several profiles\n", "\n7  Dozens of accounts\n", "\n8  Expiry\n", "\n9  Sign out\n", "\n10  Trouble\n",
		"» The built-in visitor signed in as you@example.com and allowed", "All 12 steps went right: ", "Nothing was left behind.", "fob sandbox shell",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	if regexp.MustCompile(`(?m)[ \t]+$`).FindString(out.String()) != "" {
		t.Error("lines end in blanks")
	}
}

// The production account's role is taken away: the steps that need it go
// wrong, and the tour says which.
func TestAWrongStepFailsTheTour(t *testing.T) {
	w, out := tourWorld(t)
	file := filepath.Join(t.TempDir(), "org.yaml")
	text := sample(t, newBench(t))
	write(t, file, strings.Replace(text, `accounts: ["111122223333", "444455556666"]`, `accounts: ["111122223333"]`, 1))
	err := runTour(t.Context(), w, tourOptions{}, orgOptions{File: file})
	if fault.CodeOf(err) != fault.Failed {
		t.Fatalf("got %v", err)
	}
	if !strings.Contains(out.String(), "WRONG: the output lacks") || strings.Contains(out.String(), "went right") {
		t.Errorf("the tour says\n%s", out)
	}
	var f *fault.Error
	f, _ = err.(*fault.Error)
	if f == nil || !strings.Contains(strings.Join(f.Detail, "\n"), "4 Verify") || strings.Contains(strings.Join(f.Detail, "\n"), "1 Install") {
		t.Errorf("the steps named are %q", f.Detail)
	}
}
