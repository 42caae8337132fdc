// Package batch starts programs so that their arguments arrive as they are,
// also where the program is a batch file of Windows, as npm.cmd and az.cmd are.
//
// CreateProcess hands a batch file to cmd.exe, which reads the command line by
// rules of its own: a & in an argument would begin another command. Go's os/exec
// quotes for programs alone, so whoever starts a program that a person or a
// setting named does it by Command.
package batch

import (
	"errors"
	"fmt"
	"strings"
)

// Is reports whether Windows would hand the file at path to cmd.exe.
func Is(path string) bool {
	// Blanks and dots at the end of a name mean nothing to Windows.
	path = strings.ToLower(strings.TrimRight(path, ". "))
	return strings.HasSuffix(path, ".bat") || strings.HasSuffix(path, ".cmd")
}

// Line is the command line by which cmd.exe runs the batch file at path with
// args: /d without the registry's AutoRun, /e:on with the extensions that
// percent relies on, /v:off without a meaning for exclamation marks. /s makes
// cmd.exe take exactly the outer quotes away.
//
// The error tells what cannot be written for cmd.exe, which reads one line;
// nothing is left out or changed silently.
func Line(path string, args []string) (string, error) {
	if strings.ContainsAny(path, "\"\r\n\x00") {
		return "", fmt.Errorf("%q is no name of a batch file", path)
	}
	var l line
	for _, a := range args {
		switch {
		case strings.ContainsAny(a, "\r\n"):
			return "", errors.New("a batch file takes no argument with a line break in it")
		case strings.Contains(a, "\x00"):
			return "", errors.New("an argument cannot hold a NUL")
		}
		l.add(a)
	}
	return `cmd.exe /d /e:on /v:off /s /c "` + percent(`"`+path+`"`+l.text.String()) + `"`, nil
}

// percent keeps cmd.exe from replacing %NAME% by a variable's value. No way to
// quote a percent sign is known on its command line, so an empty expansion
// follows each: %cd:~,% is the first 0 characters of the current folder, and
// the sign before it is left without a partner.
func percent(s string) string { return strings.ReplaceAll(s, "%", "%%cd:~,%") }
