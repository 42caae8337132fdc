package awsconfig_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
)

// utf16Files are a file in UTF-16 in both byte orders.
var utf16Files = map[string]string{
	"little-endian": "\xff\xfe[\x00d\x00e\x00f\x00a\x00u\x00l\x00t\x00]\x00\r\x00\n\x00",
	"big-endian":    "\xfe\xff\x00[\x00d\x00e\x00f\x00a\x00u\x00l\x00t\x00]\x00\r\x00\n",
}

// A file in UTF-16 is told with the command that converts it on that system,
// and never written.
func TestUTF16IsToldWithTheCommandThatConvertsIt(t *testing.T) {
	for order, text := range utf16Files {
		for _, tc := range []struct{ goos, hint, remedy string }{
			{"linux", "Convert it to UTF-8:", "(umask 077; iconv -f UTF-16 -t UTF-8 ~/.aws/config > ~/.aws/config.utf8 && cat ~/.aws/config.utf8 > ~/.aws/config && rm ~/.aws/config.utf8)"},
			{"darwin", "Convert it to UTF-8:", "(umask 077; iconv -f UTF-16 -t UTF-8 ~/.aws/config > ~/.aws/config.utf8 && cat ~/.aws/config.utf8 > ~/.aws/config && rm ~/.aws/config.utf8)"},
			{"windows", "Convert it to UTF-8 in PowerShell:", "[IO.File]::WriteAllText('PATH', [IO.File]::ReadAllText('PATH'))"},
		} {
			e, p := newEditor(t)
			p.GOOS, e.Paths.GOOS = tc.goos, tc.goos
			write(t, p.Config, text)
			_, readErr := awsconfig.Read(p)
			_, previewErr := e.Preview(setRegion("default", "x"))
			_, applyErr := e.Apply(t.Context(), setRegion("default", "x"))
			for _, err := range []error{readErr, previewErr, applyErr} {
				fe, ok := errors.AsType[*fault.Error](err)
				if !ok {
					t.Fatalf("%s on %s: error %v", order, tc.goos, err)
				}
				if want := "~/.aws/config is in UTF-16 (" + order + "), which neither the AWS CLI nor fob reads"; fe.Summary != want {
					t.Errorf("%s on %s: %q, want %q", order, tc.goos, fe.Summary, want)
				}
				if want := strings.ReplaceAll(tc.remedy, "PATH", p.Config); fe.Hint != tc.hint || fe.Remedy != want {
					t.Errorf("%s on %s: %q %q, want %q", order, tc.goos, fe.Hint, fe.Remedy, want)
				}
			}
			if got := read(t, p.Config); got != text {
				t.Errorf("%s on %s: the file was written: %q", order, tc.goos, got)
			}
		}
	}
}

func TestTheCredentialsFileInUTF16IsNeverWritten(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Credentials, utf16Files["little-endian"])
	_, err := e.Apply(t.Context(), awsconfig.Plan{{Target: awsconfig.CredentialsFile, Name: "a", Key: "aws_access_key_id", Value: "A"}})
	for _, err := range []error{err, e.WriteKeys(t.Context(), []awsconfig.Keys{{Section: "a", Profile: "a"}})} {
		if fe, ok := errors.AsType[*fault.Error](err); !ok || !strings.HasPrefix(fe.Summary, "~/.aws/credentials is in UTF-16") {
			t.Errorf("error %v", err)
		}
	}
	if got := read(t, p.Credentials); got != utf16Files["little-endian"] {
		t.Errorf("the file is %q", got)
	}
}

// The command is for a shell, whatever the path holds.
func TestTheConvertingCommandQuotesThePath(t *testing.T) {
	for _, tc := range []struct{ goos, name, want string }{
		{"linux", "it's $here", `'DIR/it'\''s $here'`},
		{"windows", "it's $here", `'DIR/it''s $here'`},
	} {
		dir := t.TempDir()
		p := paths.Paths{GOOS: tc.goos, Config: filepath.Join(dir, tc.name), Credentials: filepath.Join(dir, "none")}
		write(t, p.Config, utf16Files["big-endian"])
		_, err := awsconfig.Read(p)
		fe, ok := errors.AsType[*fault.Error](err)
		if !ok || !strings.Contains(fe.Remedy, strings.ReplaceAll(tc.want, "DIR/", dir+string(filepath.Separator))) {
			t.Errorf("%s: error %v, remedy %q", tc.goos, err, fe.Remedy)
		}
	}
}

// A directory in the place of a file is told as one, on every system, and a file
// that may not be read is no missing one.
func TestWhatIsThereAndNoReadableFileIsNotTakenForMissing(t *testing.T) {
	for _, tc := range []struct{ goos, remedy string }{{"linux", "rmdir ~/.aws/credentials"}, {"windows", "rmdir 'PATH'"}} {
		_, p := newEditor(t)
		p.GOOS = tc.goos
		if err := os.Mkdir(p.Credentials, 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := awsconfig.Read(p)
		fe, ok := errors.AsType[*fault.Error](err)
		if !ok || fe.Summary != "~/.aws/credentials is a directory, not a file" || fe.Remedy != strings.ReplaceAll(tc.remedy, "PATH", p.Credentials) {
			t.Errorf("%s: error %v, remedy %q", tc.goos, err, fe.Remedy)
		}
	}
}

// NUL bytes are what some file systems leave behind after a crash.
func TestNULBytesAreToldAsThat(t *testing.T) {
	f := files("[profile a]\nregion = x\n\x00\x00\x00\x00", "")
	errs := f.View().Errors()
	if len(errs) != 1 || errs[0].Read || !strings.Contains(errs[0].Message, "NUL") || strings.Contains(errs[0].Text, "\x00") {
		t.Errorf("errors %+v", errs)
	}
}

// A line of a megabyte is read like any other, and not shown whole.
func TestALongLineIsReadAndShownInPart(t *testing.T) {
	long := strings.Repeat("long ", 200_000)
	f := files("[profile a]\nk = "+long+"x\n[profile b]\nregion: "+long+"\n[profile c]\n"+long+"\n", "")
	s, ok := f.ViewOf("a").Profile("a")
	if !ok || s.Get("k") != long+"x" {
		t.Error("the value was not read")
	}
	errs := f.View().Errors()
	if len(errs) != 2 || !errs[0].Read || errs[1].Read {
		t.Fatalf("%d errors", len(errs))
	}
	for _, p := range errs {
		if n := len(f.Tell(p)); n > 1000 {
			t.Errorf("line %d is told in %d bytes", p.Pos.Line, n)
		}
	}
}
