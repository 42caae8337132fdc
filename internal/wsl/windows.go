package wsl

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
)

// Windows is the Windows around this WSL.
type Windows struct {
	Facts Facts
	Read  func(file string) ([]byte, error)
	// Has reports whether a program can be run: a name on PATH, or a path.
	Has func(program string) bool
	// Output runs a program in a folder and returns what it wrote to stdout,
	// also with an error. Empty for the folder means this process's own.
	Output func(ctx context.Context, dir string, argv ...string) ([]byte, error)
}

// Home is the person's home directory on Windows, by its two names.
type Home struct {
	Windows string // C:\Users\me
	Here    string // /mnt/c/Users/me
}

// ErrNoInterop means that no program of Windows can be started.
var ErrNoInterop = errors.New("no program of Windows can be started from here (interop is off)")

// Home asks Windows for the home directory.
func (w Windows) Home(ctx context.Context) (Home, error) {
	// `set` shows a value as it is, where echo would act on an & in a name.
	// /u answers in UTF-16: the code page has not all letters.
	out, err := w.Run(ctx, "cmd.exe", "/d", "/u", "/c", "set USERPROFILE")
	if err != nil {
		return Home{}, fmt.Errorf("ask Windows for your home directory: %w", err)
	}
	for l := range strings.Lines(decode(out)) {
		name, value, _ := strings.Cut(strings.TrimRight(l, "\r\n"), "=")
		if !strings.EqualFold(name, "USERPROFILE") || value == "" {
			continue
		}
		here, err := w.Here(ctx, value)
		return Home{Windows: value, Here: here}, err
	}
	return Home{}, errors.New("ask Windows for your home directory: it does not say USERPROFILE")
}

// Here translates a path of Windows into one of this side.
func (w Windows) Here(ctx context.Context, windows string) (string, error) {
	return w.translate(ctx, "-u", windows)
}

// There translates a path of this side, which exists, into one of Windows.
func (w Windows) There(ctx context.Context, here string) (string, error) {
	return w.translate(ctx, "-w", here)
}

func (w Windows) translate(ctx context.Context, way, path string) (string, error) {
	out, err := w.Output(ctx, "", "wslpath", way, path)
	if err != nil {
		return "", fmt.Errorf("translate the path %s: %w", path, err)
	}
	return strings.TrimRight(string(out), "\r\n"), nil
}

// Run runs a program of Windows in a folder that Windows has a name for: cmd
// warns about any other.
func (w Windows) Run(ctx context.Context, program string, args ...string) ([]byte, error) {
	p := w.Facts.Program(program, w.Has)
	if !w.Facts.Interop {
		return nil, ErrNoInterop
	}
	if p == "" {
		return nil, fmt.Errorf("%s is not to be found", program)
	}
	dir := ""
	if len(w.Facts.Drives) > 0 {
		dir = w.Facts.Drives[0].Mount
	}
	return w.Output(ctx, dir, append([]string{p}, args...)...)
}

// decode reads text of cmd /u, UTF-16 in little endian; what is no such text
// stays as it is.
func decode(b []byte) string {
	if len(b)%2 != 0 || len(b) < 2 || b[1] != 0 {
		return string(b)
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i < len(b); i += 2 {
		units = append(units, binary.LittleEndian.Uint16(b[i:]))
	}
	return string(utf16.Decode(units))
}
