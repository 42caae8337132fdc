package spawn

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fault"
)

// report is what the program that was run tells about itself.
type report struct {
	PID       int
	Args, Env []string
}

// TestMain lets the test binary be fob and the program it runs: as "run" it
// calls Exec with what it was given, as "tell" it reports and ends with 42, as
// "wait" it never ends by itself.
func TestMain(m *testing.M) {
	switch os.Getenv("FOB_TEST_ROLE") {
	case "run":
		env := []string{"FOB_TEST_ROLE=tell", "SystemRoot=" + os.Getenv("SystemRoot"), "KEY=a secret with = and \"quotes\""}
		exit, err := Exec(context.Background(), append([]string{os.Getenv("FOB_TEST_PROGRAM")}, os.Args[1:]...), env)
		if err != nil {
			fmt.Println(err)
			exit = int(fault.CodeOf(err))
		}
		os.Exit(exit)
	case "tell":
		_ = json.NewEncoder(os.Stdout).Encode(report{os.Getpid(), os.Args[1:], os.Environ()})
		os.Exit(42)
	case "wait": // for whoever ends it
		fmt.Println("started")
		time.Sleep(time.Hour)
	}
	os.Exit(m.Run())
}

// run starts a process that calls Exec for program with args.
func run(t *testing.T, program string, args ...string) (out []byte, exit, pid int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, args...)
	c.Env = append(os.Environ(), "FOB_TEST_ROLE=run", "FOB_TEST_PROGRAM="+program)
	out, err = c.Output()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return out, c.ProcessState.ExitCode(), c.ProcessState.Pid()
}

func TestArgumentsAndEnvironmentArriveAsTheyAreAndTheCodeComesBack(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"", " ", "two words", `back\slash\`, `"quoted"`, `\"`, "$HOME", "%PATH%", "a'b", "*", "ü€🔑", "--", "-p", "line\nbreak", "tab\t"}
	out, exit, pid := run(t, self, args...)
	if exit != 42 {
		t.Fatalf("exit code %d, want the program's own 42; it said %s", exit, out)
	}
	var got report
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(args, got.Args); diff != "" {
		t.Error(diff)
	}
	var env []string
	for _, v := range got.Env {
		if name, _, _ := strings.Cut(v, "="); !strings.EqualFold(name, "SystemRoot") && name != "FOB_TEST_ROLE" && name != "WINEPREFIX" {
			env = append(env, v)
		}
	}
	if want := []string{"KEY=a secret with = and \"quotes\""}; runtime.GOOS != "windows" && !cmp.Equal(want, env) {
		t.Error(cmp.Diff(want, env))
	}
	if runtime.GOOS != "windows" && got.PID != pid {
		t.Errorf("the program has process id %d, fob had %d: it did not become the program", got.PID, pid)
	}
}

func TestAProgramThatIsNotThereGivesTheCodeOfAShell(t *testing.T) {
	out, exit, _ := run(t, "no-such-program-anywhere")
	if exit != 127 || !strings.Contains(string(out), `there is no program "no-such-program-anywhere"`) {
		t.Errorf("exit code %d, output %s", exit, out)
	}
	out, exit, _ = run(t, filepath.Join(t.TempDir(), "absent"))
	if exit != 127 {
		t.Errorf("exit code %d, output %s", exit, out)
	}
}

func TestAFileThatIsNoProgramGivesTheCodeOfAShell(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission to run")
	}
	path := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, exit, _ := run(t, path); exit != 126 {
		t.Errorf("exit code %d, output %s", exit, out)
	}
}

func TestNothingStartsAfterAnInterruption(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Exec(ctx, []string{"no-such-program"}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRunGivesTheOutputAndTheCode(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	exit, err := Run(t.Context(), []string{self, "a b"}, []string{"FOB_TEST_ROLE=tell", "SystemRoot=" + os.Getenv("SystemRoot")}, &stdout, &stderr)
	if err != nil || exit != 42 || !strings.Contains(stdout.String(), `"Args":["a b"]`) {
		t.Errorf("exit code %d, %v, it said %s%s", exit, err, stdout.String(), stderr.String())
	}
	if exit, err := Run(t.Context(), []string{"no-such-program-anywhere"}, nil, &stdout, &stderr); fault.CodeOf(err) != 127 {
		t.Errorf("exit code %d, %v", exit, err)
	}
}

func TestRunEndsTheProgramWithItsContext(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	started := writerFunc(func([]byte) { cancel() })
	exit, err := Run(ctx, []string{self}, []string{"FOB_TEST_ROLE=wait", "SystemRoot=" + os.Getenv("SystemRoot")}, started, io.Discard)
	if err != nil || exit == 0 {
		t.Errorf("exit code %d, %v", exit, err)
	}
	if want := 128 + 15; runtime.GOOS != "windows" && exit != want {
		t.Errorf("exit code %d, want %d", exit, want)
	}
}

// writerFunc is told of what is written.
type writerFunc func([]byte)

func (f writerFunc) Write(p []byte) (int, error) { f(p); return len(p), nil }
