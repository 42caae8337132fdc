//go:build unix

package sandboxapp

import (
	"os"
	"strings"
	"syscall"
)

func signalOf(name string) os.Signal {
	switch {
	case strings.HasPrefix(name, "interrupt"):
		return syscall.SIGINT
	case strings.HasPrefix(name, "hang up"):
		return syscall.SIGHUP
	}
	return syscall.SIGTERM
}
