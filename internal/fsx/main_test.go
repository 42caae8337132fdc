package fsx_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/fsx"
)

// child is the variable that turns this test program into a writer that runs
// until it is killed.
const child = "FOB_TEST_WRITE_FOREVER"

// holdChild is the variable that turns it into one that holds a lock.
const holdChild = "FOB_TEST_HOLD_LOCK"

// counter is the variable that turns it into one that counts under a lock.
const counter = "FOB_TEST_COUNT_UNDER_LOCK"

func TestMain(m *testing.M) {
	if path := os.Getenv(counter); path != "" {
		countUnderLock(path)
	}
	if path := os.Getenv(child); path != "" {
		writeForever(path)
	}
	if path := os.Getenv(holdChild); path != "" {
		holdForever(path)
	}
	os.Exit(m.Run())
}

// writeForever replaces the file at path again and again by versions that can
// be told from torn ones, and says a byte after each.
func writeForever(path string) {
	for i := 0; ; i++ {
		if err := fsx.ReplaceFile(path, version(i%10), 0o600); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		_, _ = os.Stdout.Write([]byte{'.'})
	}
}

// holdForever takes the lock at path and says a byte when it has it.
func holdForever(path string) {
	if _, err := fsx.Lock(context.Background(), path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	_, _ = os.Stdout.Write([]byte{'.'})
	time.Sleep(time.Hour) // it is killed long before
}

// countUnderLock reads a number and writes the next, again and again; without
// a lock that excludes other processes, counts are lost.
func countUnderLock(path string) {
	for range counts {
		unlock, err := fsx.Lock(context.Background(), filepath.Join(filepath.Dir(path), "locks", "count.lock"))
		if err == nil {
			var b []byte
			if b, err = os.ReadFile(path); err == nil {
				n, _ := strconv.Atoi(string(b))
				err = os.WriteFile(path, []byte(strconv.Itoa(n+1)), 0o600)
			}
			unlock()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(0)
}

// counts is how often each process counts.
const counts = 25

// version is a file of 64 KiB and a bit, all of one digit, with an end mark.
func version(n int) []byte {
	return []byte(strings.Repeat(fmt.Sprint(n), 64<<10+n*97) + "end")
}

func isVersion(b []byte) bool {
	return len(b) > 0 && b[0] >= '0' && b[0] <= '9' && bytes.Equal(b, version(int(b[0]-'0')))
}
