package awsconfig_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
)

// Whatever stands in the files, reading never panics, the ways of reading
// agree, and one edit changes one line: it reads back as it was meant, and all
// other values read as before.
func FuzzOneEditChangesOneLine(f *testing.F) {
	for _, seed := range []string{
		"", "[default]\nregion = x\n", "[profile \"a b\"]\nk = v # c\n", "[profile default]\r\ns3 =\r\n  a = b\r\n[default]\r\n",
		"[profile a]\nk = 1\n  2\nK = 3\n[profile  a]\nk=4", "\xef\xbb\xbf[ profile a ]\n", "[profile a b]\n[profile 'a b']\n[profile a\\ b]", "x\n[a\n",
		"[profile a]\nk: 1\n  2\nl:\n  m = 3\n  # c\n[profile b]\n  k = 4\n    5\n  l : 6\n", "[profile a] b\nk =\n  # c\n  l = 1\nm = # d\n  e\n", "[default]\rk = 1\r  2\r",
		"[sso-session s]\nsso_region = x\n[services s]\n", "[profile a] ]\n  [profile b]\nk =\n# c\n\n", "[DEFAULT]\n[profile it's]\n[]\n",
	} {
		for _, name := range []string{"default", "a", "a b", "it's"} {
			f.Add([]byte(seed), name, "k", "v")
		}
	}
	f.Fuzz(func(t *testing.T, config []byte, name, key, value string) {
		e, p := newEditor(t)
		write(t, p.Config, string(config))
		before := mustRead(t, e)
		view := before.View()
		_, _ = view.Warnings(), before.ProfileNames()
		writable := before.Writable(awsconfig.ConfigFile)
		if unread := slices.ContainsFunc(view.Errors(), func(p awsconfig.Problem) bool { return !p.Read }); unread != (writable != nil) {
			t.Fatalf("View says %v, Writable says %v", view.Errors(), writable)
		}
		sameOneByOne(t, before, view)

		edit := awsconfig.Edit{Type: awsconfig.TypeProfile, Name: name, Key: key, Value: value}
		c, err := e.Preview(awsconfig.Plan{edit})
		if err != nil || c.Empty() {
			return
		}
		if writable != nil {
			t.Fatal("a file with a line that nothing reads was edited")
		}
		after := before
		after.Config = c.Files[0].After
		checkPlanDone(t, awsconfig.Plan{edit}, view, after)
		_ = c.Diff()
		wantFewLinesChanged(t, config, after.Config)
		if again := previewAgain(t, e, p.Config, after.Config, edit); !again.Empty() {
			t.Fatalf("set twice changes twice:\n%s", again.Diff())
		}
	})
}

// wantFewLinesChanged checks that the lines of before that are missing after
// are those of one value: one line, or more where it was continued or where
// two readers look in two places.
func wantFewLinesChanged(t *testing.T, before, after []byte) {
	t.Helper()
	kept := 0
	rest := bytes.SplitAfter(after, []byte("\n"))
	lines := bytes.SplitAfter(before, []byte("\n"))
	if len(lines) == 1 { // an old Mac's line ends, or one line
		lines, rest = bytes.SplitAfter(before, []byte("\r")), bytes.SplitAfter(after, []byte("\r"))
	}
	for _, l := range lines {
		for i, r := range rest {
			if bytes.Equal(bytes.TrimRight(l, "\r\n"), bytes.TrimRight(r, "\r\n")) {
				rest = rest[i+1:]
				kept++
				break
			}
		}
	}
	continued := 0
	for _, l := range lines {
		if strings.HasPrefix(string(l), " ") || strings.HasPrefix(string(l), "\t") {
			continued++
		}
	}
	if gone := len(lines) - kept; gone > 2+2*continued {
		t.Fatalf("%d of %d lines are gone:\n%s", gone, len(lines), cmp.Diff(string(before), string(after)))
	}
}

func previewAgain(t *testing.T, e *awsconfig.Editor, path string, data []byte, edit awsconfig.Edit) awsconfig.Change {
	t.Helper()
	write(t, path, string(data))
	c, err := e.Preview(awsconfig.Plan{edit})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
