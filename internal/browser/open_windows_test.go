package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/windows"

	"github.com/fobcli/fob/internal/paths"
)

// TestMain lets the test binary be the program that opens addresses: it writes
// down its command line, raw, which is what rundll32 hands on.
func TestMain(m *testing.M) {
	if file := os.Getenv("FOB_TEST_BROWSER"); file != "" {
		line := windows.UTF16PtrToString(windows.GetCommandLine())
		if err := os.WriteFile(file+".new", []byte(line), 0o600); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		if err := os.Rename(file+".new", file); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// nasty are addresses that would do something else, were there a shell on the
// way, or be changed by one.
var nasty = []string{
	page,
	"https://x.example/?a=1&calc.exe&b=%PATH%^&c=|<>()!",
	"https://x.example/%22%20&%0acalc",
	"https://x.example/'`$(calc)`;#--flag,x",
	`https://x.example/a\\b\`,
	"https://x.example/ü€",
}

// opened opens an address as plan says, but with program in the place of the
// plan's own, and returns the command line that it got.
func opened(t *testing.T, program string, argv []string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "line")
	t.Setenv("FOB_TEST_BROWSER", file)
	if err := Open(Plan{Argv: append([]string{program}, argv...)}); err != nil {
		t.Fatal(err)
	}
	for tries := 0; ; tries++ {
		b, err := os.ReadFile(file)
		if err == nil {
			return string(b)
		}
		if tries == 6000 {
			t.Fatalf("nothing was started in a minute: %v", err)
		}
		time.Sleep(10 * time.Millisecond) // nobody waits for a browser, so there is nothing to wait for
	}
}

func TestRundllGetsTheAddressAsItIs(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	m := Machine{Env: paths.FromMap("windows", nil), Has: func(string) bool { return false }}
	for _, address := range nasty {
		p := Choose(m, address)
		if p.Argv == nil {
			t.Errorf("%s: %s", address, p.Reason)
			continue
		}
		// rundll32 takes all that follows the function's name, quotes included.
		line := opened(t, self, p.Argv[1:])
		if _, got, _ := strings.Cut(line, " url.dll,FileProtocolHandler "); got != address {
			t.Errorf("rundll32 opens %s, not %s", got, address)
		}
	}
}

// BROWSER may name a batch file; the address must not become commands there.
func TestABatchFileGetsTheAddressAsItIs(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "my browser.cmd")
	if err := os.WriteFile(script, []byte("@\""+self+"\" --new %*\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{page, "https://x.example/?a=1&calc.exe&b=^|<>()!"} {
		line := opened(t, script, []string{address})
		_, got, _ := strings.Cut(line, " --new ")
		if strings.ReplaceAll(got, `"`, "") != address {
			t.Errorf("the batch file opens %s, not %s", got, address)
		}
	}
}
