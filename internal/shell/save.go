package shell

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// SaveLine is the line that makes the switch at the start of every new shell.
//
// Windows PowerShell reads a file without a byte-order mark in the code page of
// the machine, so there the line is ASCII whatever the name is.
func SaveLine(k Kind, s Switch) string {
	ascii := strings.IndexFunc(s.Profile, func(r rune) bool { return r >= 0x80 }) < 0
	if !k.IsPowerShell() || ascii {
		return UseLine(k, s, nil)
	}
	var codes []string
	for _, u := range utf16.Encode([]rune(s.Profile)) {
		codes = append(codes, strconv.Itoa(int(u)))
	}
	parts := []string{"$env:AWS_PROFILE = -join [char[]](" + strings.Join(codes, ", ") + ")"}
	for _, v := range s.variables()[1:] {
		parts = append(parts, set(k, v[0], v[1]))
	}
	return strings.Join(parts, "; ")
}
