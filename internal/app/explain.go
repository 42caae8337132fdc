package app

import (
	"errors"
	"os"
	"runtime"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/paths"
)

// explain turns any error into one for people. Commands explain what they know
// more about; the causes that every command can meet are explained here:
//
//   - a file that cannot be read or written, by the error number (fsx.Explain);
//   - the network and an answer of AWS that blames AWS, by the typed errors of
//     wire, which errors.As turns into a *fault.Error.
//
// What is left is a fault of fob: all of it is shown, with the place to report it.
func explain(err error) *fault.Error {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f
	}
	if f, ok := fsx.Explain(err, shortPath); ok {
		return f
	}
	return &fault.Error{
		Summary: err.Error(),
		Hint:    "If this looks like a fault of fob, report it with the output of --debug:",
		Remedy:  issues,
	}
}

// shortPath writes a path with ~ in place of the home directory.
func shortPath(path string) string {
	home, err := paths.Environ{GOOS: runtime.GOOS, Lookup: os.LookupEnv, All: os.Environ}.Home()
	if err != nil {
		return path
	}
	return paths.Paths{Home: home}.Short(path)
}
