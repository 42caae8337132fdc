package cache

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
)

const childHome = "FOB_TEST_WRITER_HOME"

// TestMain lets the test binary be the process that is killed while it writes.
func TestMain(m *testing.M) {
	if home := os.Getenv(childHome); home != "" {
		if err := writeForEver(home); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// writeForEver saves one numbered token after the other and says so once.
func writeForEver(home string) error {
	p, err := paths.Locate(paths.FromMap("linux", map[string]string{"HOME": home}))
	if err != nil {
		return err
	}
	s := Store{Paths: p}
	for n := 0; ; n++ {
		if err := s.SaveToken(corp, numbered(n)); err != nil {
			return err
		}
		if n == 0 {
			fmt.Println("writing")
		}
	}
}

// numbered is a token whose parts all tell n; it is longer than one page.
func numbered(n int) Token {
	text := ident.Secret(strings.Repeat(fmt.Sprintf("%08d.", n), 600))
	return Token{AccessToken: text, RefreshToken: text, ClientID: text.Reveal()[:8], ExpiresAt: time.Unix(1_800_000_000, 0).UTC()}
}

func TestAKilledWriterLeavesTheOldTokenOrTheNewOne(t *testing.T) {
	kills := 200
	if testing.Short() {
		kills = 20
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := newStore(t)
	for range kills {
		killOneWriter(t, self, s.Paths.Home)
		got, err := s.Token(corp)
		if err != nil {
			t.Fatalf("after kill -9: %v", err)
		}
		n := strings.Repeat(got.ClientID+".", 600)
		if got.AccessToken.Reveal() != n || got.RefreshToken.Reveal() != n {
			t.Fatal("after kill -9 the file is a mixture")
		}
	}
	// What a killed writer was about to write lies around as a file of its
	// own; it is no token to anybody.
	if all, err := s.AllTokens(); err != nil || len(all) != 1 {
		t.Errorf("tokens in the folder: %d, %v; want 1", len(all), err)
	}
}

// killOneWriter starts a writer, waits for its first token, and kills it at
// some moment within the next few writes.
func killOneWriter(t *testing.T, self, home string) {
	t.Helper()
	c := exec.Command(self)
	c.Env = append(os.Environ(), childHome+"="+home)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Errorf("the writer did not begin: %v", err)
	}
	time.Sleep(time.Duration(rand.Int64N(int64(2 * time.Millisecond)))) // a random moment, waiting for nothing
	if err := c.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = c.Wait() // "signal: killed" is what was asked for
}
