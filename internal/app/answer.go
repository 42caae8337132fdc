package app

import (
	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/paths"
)

// failure is an error as FOB_ERRORS asks for it: one object on one line, the
// last one that is written. Fields are added, never renamed. It holds what a
// person is shown, and the cause only under --debug, as there.
type failure struct {
	Error failureFacts `json:"error"`
}

type failureFacts struct {
	Code    fault.Code `json:"code"`    // the exit code
	Summary string     `json:"summary"` // what happened
	Detail  []string   `json:"detail"`  // further lines
	Hint    string     `json:"hint"`    // the words before the remedy
	Remedy  string     `json:"remedy"`  // the lines to type; empty when there are none
	Cause   string     `json:"cause,omitempty"`
}

// reporter prints an error as this run is asked to: for a person, or as an
// object for the program that started fob. Such a program may leave stderr to
// the person, who has questions to answer there, and read errors from stdout.
func reporter(e *cli.Env, errorsTo string) func(error) int {
	w, debug := e.Stderr, e.Global.Debug
	switch errorsTo {
	case paths.ErrorsJSON:
	case paths.ErrorsOnStdout:
		w = e.Stdout
	default:
		return func(err error) int { return report(w, screenWidth(w), debug, err) }
	}
	return func(err error) int { return reportJSON(w, debug, err) }
}

// reportJSON writes err as a failure, and returns its exit code. An interrupt
// says nothing, as for a person.
func reportJSON(w *output.Stream, debug bool, err error) int {
	code := exitCode(err)
	if code == fault.OK || code == fault.Interrupted {
		return int(code)
	}
	f := explain(err)
	facts := failureFacts{Code: code, Summary: sentence(f.Summary), Detail: append([]string{}, f.Detail...), Hint: hint(f), Remedy: f.Remedy}
	if cause := cause(f); debug && cause != nil {
		facts.Cause = cause.Error()
	}
	_ = w.JSON(failure{facts}, "") // whoever closed the stream still has the exit code
	return int(code)
}
