//go:build !windows

package app

// consoleText gives s back: only Windows' consoles have code pages.
func consoleText(s string) (string, bool) { return s, true }
