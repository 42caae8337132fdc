package ui

import (
	"os"

	"golang.org/x/sys/windows"
)

// enableSequences makes the old Windows console understand escape sequences;
// Windows Terminal does by itself. What is no console is left alone.
func enableSequences(f *os.File) {
	var mode uint32
	handle := windows.Handle(f.Fd())
	if windows.GetConsoleMode(handle, &mode) == nil {
		// Where it is refused, as before Windows 10, plain mode is what helps.
		_ = windows.SetConsoleMode(handle, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING)
	}
}
