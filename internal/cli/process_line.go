package cli

import (
	"fmt"
	"path"
	"strings"

	"github.com/fobcli/fob/internal/fault"
)

// A credential_process line is read in two ways: the SDKs hand it to the
// platform's shell, the AWS CLI and boto3 split it into words themselves. On
// Unix single quotes mean the same to both. On Windows there is no quoting that
// all agree on: cmd.exe /C takes the first quote and the last one away, and the
// Go SDK puts a backslash before each. There a line must do without quotes.

// processHelper is the command of a credential_process line up to the profile:
// the path by which a shell finds this program, or what --command says.
func (e *Env) processHelper(command string) (string, error) {
	if command != "" {
		return command + " " + HotVerb, nil
	}
	program := e.OnPath()
	if e.Environ.GOOS == "windows" && !bareInProcess(program, true) {
		short, err := e.ShortPath(program)
		if err != nil || !bareInProcess(short, true) {
			return "", &fault.Error{
				Summary: program + " has a blank or a sign that no quotes hide from every SDK on Windows",
				Hint:    "Let them find fob on PATH, or install it where the path has none:",
				Remedy:  "fob configure credential-process --all --command fob",
				Code:    fault.Usage,
				Err:     err,
			}
		}
		program = short
	}
	return processWord(program, e.Environ.GOOS) + " " + HotVerb, nil
}

// processWord quotes a word of a credential_process line, where it needs that.
func processWord(word, goos string) string {
	switch {
	case bareInProcess(word, goos == "windows"):
		return word
	case goos == "windows":
		return `"` + word + `"`
	}
	return "'" + strings.ReplaceAll(word, "'", `'"'"'`) + "'"
}

// bareInProcess reports whether a word means itself without quotes to every
// reader of the line.
func bareInProcess(word string, windows bool) bool {
	for _, r := range word {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("@+=:./-_", r):
		case strings.ContainsRune("%,", r) && !windows:
		case strings.ContainsRune(`\~`, r) && windows:
		default:
			return false
		}
	}
	return word != ""
}

// isOurProcess reports whether a credential_process line calls fob.
func isOurProcess(line string) bool {
	program, _, found := strings.Cut(line, " "+HotVerb+" --profile ")
	name := strings.ToLower(path.Base(strings.ReplaceAll(strings.Trim(program, `'"`), `\`, "/")))
	return found && strings.TrimSuffix(name, ".exe") == "fob"
}

// processValue is the whole line for a profile.
func processValue(helper, profile, goos string) (string, error) {
	word := processWord(profile, goos)
	if goos == "windows" && word != profile {
		return "", fmt.Errorf("its name cannot be written without quotes, which no SDK on Windows reads alike")
	}
	return helper + " --profile " + word, nil
}
