package awsconfig

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
)

// utf16 refuses a file in UTF-16, which Windows PowerShell's > writes and which
// neither the AWS CLI nor any SDK reads. It is known by its byte order mark.
func utf16(p paths.Paths, path string, data []byte) error {
	order := ""
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		order = "little-endian"
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		order = "big-endian"
	default:
		return nil
	}
	return &fault.Error{
		Summary: fmt.Sprintf("%s is in UTF-16 (%s), which neither the AWS CLI nor fob reads", p.Short(path), order),
		Detail:  []string{"fob does not write to it either. Nothing was changed."},
		Hint:    "Convert it to UTF-8" + in(p) + ":",
		Remedy:  convert(p, path),
	}
}

// in names the shell that the commands are for, where there are several.
func in(p paths.Paths) string {
	if p.GOOS == "windows" {
		return " in PowerShell"
	}
	return ""
}

// convert is the command that makes UTF-8 of a file, whichever its byte order.
// It keeps the file's permissions, and shows its content to nobody else on the
// way. It is made for PowerShell on Windows, else for a POSIX shell.
func convert(p paths.Paths, path string) string {
	if p.GOOS == "windows" {
		name := quotePowerShell(path)
		return "[IO.File]::WriteAllText(" + name + ", [IO.File]::ReadAllText(" + name + "))"
	}
	from, to := quotePOSIX(p, path), quotePOSIX(p, path+".utf8")
	return "(umask 077; iconv -f UTF-16 -t UTF-8 " + from + " > " + to + " && cat " + to + " > " + from + " && rm " + to + ")"
}

// removeDirectory is the command that removes an empty directory.
func removeDirectory(p paths.Paths, path string) string {
	if p.GOOS == "windows" {
		return "rmdir " + quotePowerShell(path)
	}
	return "rmdir " + quotePOSIX(p, path)
}

// quotePowerShell writes a word for PowerShell.
func quotePowerShell(word string) string { return "'" + strings.ReplaceAll(word, "'", "''") + "'" }

// quotePOSIX writes a path for a POSIX shell, in short where that needs no quotes.
func quotePOSIX(p paths.Paths, path string) string {
	if short := p.Short(path); strings.Trim(short, plainPath) == "" {
		return short
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// plainPath are the characters of paths that mean nothing to a shell; a ~ only
// stands at the start, for the home directory.
const plainPath = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-~+@%:,"
