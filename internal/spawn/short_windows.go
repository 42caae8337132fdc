package spawn

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// ShortPath returns the name of eight letters and three, without blanks, that
// Windows keeps for a file: C:\PROGRA~1\fob\fob.exe. Where the volume keeps
// none it is path itself.
func ShortPath(path string) (string, error) {
	long, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return "", fmt.Errorf("short name of %s: %w", path, err)
	}
	buffer := make([]uint16, len(path)+windows.MAX_PATH)
	n, err := windows.GetShortPathName(long, &buffer[0], uint32(len(buffer)))
	if err != nil {
		return "", fmt.Errorf("short name of %s: %w", path, err)
	}
	return windows.UTF16ToString(buffer[:n]), nil
}
