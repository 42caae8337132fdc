package fob_test

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// A misspelt step must not run a program of that name, or report success.
func TestTheTestScriptRejectsUnknownSteps(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed: the steps of ./test were not checked")
	}
	for _, words := range [][]string{{"uname"}, {"quick", "vet"}, {"format", "true"}} {
		out, err := exec.Command(bash, append([]string{"./test"}, words...)...).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 2 {
			t.Errorf("./test %s: %v, want exit code 2\n%s", strings.Join(words, " "), err, out)
		}
		if !strings.Contains(string(out), "there is no step") || !strings.Contains(string(out), "  race ") {
			t.Errorf("./test %s: the output does not list the steps:\n%s", strings.Join(words, " "), out)
		}
	}
}
