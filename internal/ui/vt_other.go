//go:build !windows

package ui

import "os"

// enableSequences does nothing: terminals understand escape sequences.
func enableSequences(*os.File) bool { return true }
