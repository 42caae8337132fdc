package ui

import (
	"os"

	"golang.org/x/sys/windows"
)

// enableSequences makes the old Windows console understand escape sequences;
// Windows Terminal does by itself. It reports whether what is written to f may
// hold some: not where a console refuses, as before Windows 10 and in its
// "legacy console" mode. What is no console is left alone.
func enableSequences(f *os.File) bool {
	handle := windows.Handle(f.Fd())
	return enableMode(
		func(mode *uint32) error { return windows.GetConsoleMode(handle, mode) },
		func(mode uint32) error { return windows.SetConsoleMode(handle, mode) },
	)
}

func enableMode(get func(*uint32) error, set func(uint32) error) bool {
	const wanted = windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING
	var mode uint32
	if get(&mode) != nil || mode&wanted != 0 {
		return true
	}
	return set(mode|wanted) == nil
}
