package fsx

import (
	"bytes"
	"io"
	"os"
)

// MaxFileSize is the most that ReadFile reads, in bytes: 64 MiB. A config with
// 100,000 profiles has about 20.
const MaxFileSize = 64 << 20

// ReadFile is os.ReadFile for files of at most MaxFileSize bytes. A larger one,
// or one without an end such as /dev/zero, is ErrTooLarge.
func ReadFile(path string) ([]byte, error) { return ReadAtMost(path, MaxFileSize) }

// readAll reads f to its end, or to the limit.
func readAll(f *os.File, path string, limit int64) ([]byte, error) {
	var size int64
	if info, err := f.Stat(); err == nil {
		size = info.Size() // a hint: a pipe has none
	}
	if size > limit {
		return nil, newError("read", path, ErrTooLarge)
	}
	data := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	if _, err := data.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
		return nil, newError("read", path, err)
	}
	if int64(data.Len()) > limit {
		return nil, newError("read", path, ErrTooLarge)
	}
	return data.Bytes(), nil
}
