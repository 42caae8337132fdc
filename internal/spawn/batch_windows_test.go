package spawn

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/windows"
)

// tool writes a batch file as npm makes them: it hands its arguments on to a
// program, which is this test.
func tool(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "my tool.cmd")
	if err := os.WriteFile(path, []byte("@echo off\r\n\""+self+"\" %*\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestArgumentsOfABatchFileArriveAsTheyAreAndTheCodeComesBack(t *testing.T) {
	args := []string{
		"", " ", "two words", `C:\dir\`, `C:\two words\`, `"quoted"`, `say "hi" now`, `\"`, `\\"`, "&echo injected", `"&echo injected`, "|more", "<in", ">out",
		`" & "`, `a" b`, "^", "a^b", "!PATH!", "(x)", "ü€🔑", "--", "a=b", "a,b;c", "@x", "'", "`", "~",
	}
	wantArrive(t, args...)
	for _, alone := range []string{"", `"&echo injected`, `C:\two words\`, `" & "`} {
		wantArrive(t, alone)
	}
}

func TestPercentSignsOfABatchFileArriveAsTheyAre(t *testing.T) {
	if windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil {
		t.Skip("wine's cmd.exe does not know the empty expansion by which Windows' own is told to leave a percent sign alone")
	}
	wantArrive(t, "%PATH%", "%FOB_TEST_ROLE%", "100%", "%", "%%", "a%20b")
}

// wantArrive runs the batch file with args, one process for all.
func wantArrive(t *testing.T, args ...string) {
	t.Helper()
	out, exit, _ := run(t, tool(t), args...)
	if exit != 42 {
		t.Fatalf("exit code %d, want the program's own 42; it said %s", exit, out)
	}
	var got report
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if diff := cmp.Diff(args, got.Args); diff != "" {
		t.Error(diff)
	}
}

func TestALineBreakForABatchFileIsRefusedWithAReason(t *testing.T) {
	out, exit, _ := run(t, tool(t), "one\r\ntwo")
	if exit != 126 || !strings.Contains(string(out), "line break") {
		t.Errorf("exit code %d, output %s", exit, out)
	}
}
