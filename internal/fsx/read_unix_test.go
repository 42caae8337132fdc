//go:build unix

package fsx

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestReadFileReadsAsOSDoes(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, path := range []string{
		write("empty", nil), write("some", []byte("text\n")), write("much", bytes.Repeat([]byte("0123456789abcdef"), 1<<16)),
		filepath.Join(dir, "absent"), dir, "/proc/self/status",
	} {
		got, err := ReadFile(path)
		want, wantErr := os.ReadFile(path)
		if path == "/proc/self/status" {
			got, want = got[:5], want[:5] // whose size is told as 0, and which changes
		}
		if !bytes.Equal(got, want) || (err == nil) != (wantErr == nil) || errors.Is(err, fs.ErrNotExist) != errors.Is(wantErr, fs.ErrNotExist) {
			t.Errorf("%s: %d bytes, %v; os reads %d, %v", path, len(got), err, len(want), wantErr)
		}
	}
}

// AWS_CONFIG_FILE=<(command) is a pipe, which has to be waited for.
func TestReadFileWaitsForAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("no pipe can be made here: %v", err)
	}
	done := make(chan error, 1)
	go func() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteString("through the pipe")
			err = errors.Join(err, f.Close())
		}
		done <- err
	}()
	data, err := ReadFile(path)
	if err := errors.Join(err, <-done); err != nil || string(data) != "through the pipe" {
		t.Errorf("%q, %v", data, err)
	}
}
