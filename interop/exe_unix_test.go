//go:build unix

package interop_test

// exe is what the name of a program ends with on this machine.
const exe = ""
