package awsconfig_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/paths"
)

// child is the variable that turns this test program into an editor of the
// files in HOME: "forever" edits until it is killed, anything else is the name
// of the profile that it adds.
const child = "FOB_TEST_EDITOR"

func TestMain(m *testing.M) {
	if name := os.Getenv(child); name != "" {
		if err := editAsChild(name); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func editAsChild(name string) error {
	p, err := paths.Locate(paths.FromMap("linux", map[string]string{"HOME": os.Getenv("HOME")}))
	if err != nil {
		return err
	}
	e := &awsconfig.Editor{Paths: p, Now: newClock}
	if name != "forever" {
		_, err := e.Apply(context.Background(), setRegion(name, "x"))
		return err
	}
	for i := 0; ; i++ {
		// Both files change in one plan, to the same digit.
		v := fmt.Sprint(i % 10)
		_, err := e.Apply(context.Background(), awsconfig.Plan{
			{Name: "dev", Key: "region", Value: v},
			{Target: awsconfig.CredentialsFile, Name: "dev", Key: "aws_access_key_id", Value: v},
		})
		if err != nil {
			return err
		}
		_, _ = os.Stdout.Write([]byte{'.'})
	}
}

func startChild(t *testing.T, home, name string) (*exec.Cmd, io.Reader) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = []string{child + "=" + name, "HOME=" + home}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

func TestEditorsInManyProcessesLoseNothing(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "# mine\r\n[default]\r\nregion = a\r\n")
	const editors = 12
	var wg sync.WaitGroup
	for i := range editors {
		cmd, _ := startChild(t, p.Home, fmt.Sprint("p", i))
		wg.Go(func() {
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if names := mustRead(t, e).ProfileNames(); len(names) != 1+editors {
		t.Errorf("profiles %q", names)
	}
	if got := read(t, p.Config); !strings.HasPrefix(got, "# mine\r\n[default]\r\nregion = a\r\n\r\n[profile p") {
		t.Errorf("file is %q", got)
	}
}

// A killed editor leaves either file as it was or as it was to be, and what it
// kept for undo can be read; 100 kills here, as many in fsx.
func TestAKilledEditorLeavesWholeFiles(t *testing.T) {
	e, p := newEditor(t)
	filler := strings.Repeat("# filler\n", 5000)
	configOf := func(v string) string { return filler + "[profile dev]\nregion = " + v + "\n" }
	credentialsOf := func(v string) string { return "[dev]\naws_access_key_id = " + v + "\n" + filler }
	write(t, p.Config, configOf("0"))
	write(t, p.Credentials, credentialsOf("0"))
	for range 100 {
		cmd, out := startChild(t, p.Home, "forever")
		_, err := io.ReadFull(out, make([]byte, 1+rand.IntN(2)))
		for n := rand.IntN(500_000); n > 0; n-- { // a random moment, not a wait
			_ = rand.Uint64()
		}
		if killErr := cmd.Process.Kill(); killErr != nil || err != nil {
			t.Fatal(killErr, err)
		}
		_ = cmd.Wait()
		v := mustRead(t, e).ViewOf("dev")
		s, _ := v.Profile("dev")
		if got, want := read(t, p.Config), configOf(s.Get("region")); got != want {
			t.Fatalf("torn config: %d bytes", len(got))
		}
		if got, want := read(t, p.Credentials), credentialsOf(s.Get("aws_access_key_id")); got != want {
			t.Fatalf("torn credentials: %d bytes", len(got))
		}
	}
	mustApply(t, e, setRegion("dev", "end")) // the lock is free, and leftovers go
	wantFiles(t, p.Home+"/.aws", "config", "credentials", "fob")
	if _, err := e.Undo(t.Context()); err != nil {
		t.Error(err)
	}
}

// What an editor that was killed had begun to write is removed by the next
// edit, of whichever file: it may hold keys.
func TestLeftoversOfBothFilesAreRemoved(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "[default]\nregion = a\n")
	write(t, p.Credentials, "[default]\naws_access_key_id = a\n")
	write(t, p.Home+"/.aws/.credentials.fob-tmp-1", "secret")
	write(t, p.Home+"/.aws/.config.fob-tmp-1", "half")
	mustApply(t, e, setRegion("default", "b"))
	wantFiles(t, p.Home+"/.aws", "config", "credentials", "fob")
}
