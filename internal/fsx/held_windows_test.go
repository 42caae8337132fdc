package fsx_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/windows"

	"github.com/fobcli/fob/internal/fsx"
)

// holder is the variable that turns this test program into one that holds the
// file of that name open, as a virus scanner or an editor does: nobody else may
// read or replace it meanwhile.
const holder = "FOB_TEST_HOLD"

func init() {
	if path := os.Getenv(holder); path != "" {
		if err := hold(path); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

// hold says when it has the file, and lets go a good while after a word on
// stdin: so many looks at the folder that whoever needs the file has tried.
func hold(path string) error {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return err
	}
	fmt.Println("held")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	for range 500 {
		if _, err := os.ReadDir(filepath.Dir(path)); err != nil {
			return err
		}
	}
	return windows.CloseHandle(h)
}

// whileHeld runs act while another process holds a file and then lets it go.
func whileHeld(t *testing.T, act func(path string) error) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "config")
	write(t, path, "old")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holder+"="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "held\n" {
		t.Fatalf("the holder said %q, %v", line, err)
	}
	if _, err := os.ReadFile(path); !errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
		t.Fatalf("the file is not held: %v", err)
	}
	if _, err := fmt.Fprintln(in, "let go"); err != nil {
		t.Fatal(err)
	}
	if err := act(path); err != nil {
		t.Errorf("while another process held the file: %v", err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the holder: %v", err)
	}
	return path
}

func TestAFileThatIsHeldOpenIsReplacedOnceItIsLetGo(t *testing.T) {
	path := whileHeld(t, func(path string) error { return fsx.ReplaceFile(path, []byte("new"), 0o600) })
	wantContent(t, path, "new")
}

func TestAFileThatIsHeldOpenIsReadOnceItIsLetGo(t *testing.T) {
	whileHeld(t, func(path string) error {
		b, err := fsx.ReadFile(path)
		if err == nil && string(b) != "old" {
			err = fmt.Errorf("read %q", b)
		}
		return err
	})
}

// Readers that come while a writer replaces the file see whole versions, and no
// error; between two reads they do something else, as readers do.
func TestReadersAndWritersDoNotDisturbEachOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config")
	write(t, path, string(version(0)))
	done := make(chan error, 1)
	go func() {
		for i := range 100 {
			if err := fsx.ReplaceFile(path, version(i%10), 0o600); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for {
		b, err := fsx.ReadFile(path)
		if err != nil || !isVersion(b) {
			t.Fatalf("read %d bytes, %v", len(b), err)
		}
		for range 5 {
			_ = namesIn(t, filepath.Dir(path))
		}
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			return
		default:
		}
	}
}
