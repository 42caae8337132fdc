package fsx

import (
	"fmt"
	"io/fs"
	"runtime"
	"syscall"
	"testing"
)

func TestCausesOnEveryPlatform(t *testing.T) {
	for _, tc := range []struct {
		goos   string
		number syscall.Errno
		want   Cause
	}{
		{"linux", 28, diskFull},
		{"linux", 30, readOnly},
		{"linux", 13, permission},
		{"linux", 1, permission},
		{"linux", 122, overQuota},
		{"linux", 24, tooMany},
		{"linux", 5, ioError},
		{"darwin", 28, diskFull},
		{"darwin", 30, readOnly},
		{"darwin", 69, overQuota},
		{"windows", 5, permission},
		{"windows", 19, readOnly},
		{"windows", 32, inUse},
		{"windows", 33, inUse},
		{"windows", 112, diskFull},
		{"windows", 39, diskFull},
		{"windows", 1295, overQuota},
		{"linux", 9999, Cause{}},
		{"windows", 28, Cause{}}, // there it means that the printer is out of paper
	} {
		if got, ok := causeOf(tc.goos, tc.number); got != tc.want || ok != (tc.want != Cause{}) {
			t.Errorf("%s %d: %+v", tc.goos, tc.number, got)
		}
	}
}

func TestCauseIsFoundBelowWrapping(t *testing.T) {
	number := syscall.Errno(28)
	if runtime.GOOS == "windows" {
		number = 112
	}
	err := fmt.Errorf("save: %w", &fs.PathError{Op: "write", Path: "x", Err: number})
	if got, ok := CauseOf(err); !ok || got != diskFull {
		t.Errorf("got %+v", got)
	}
	if got, ok := CauseOf(fmt.Errorf("it is read-only: %w", fs.ErrPermission)); !ok || got != permission {
		t.Errorf("got %+v", got)
	}
	if _, ok := CauseOf(fs.ErrClosed); ok {
		t.Error("an unknown error has a cause")
	}
	if _, ok := CauseOf(nil); ok {
		t.Error("no error has a cause")
	}
}
