package shell

import "strings"

// Variable is a variable of the environment.
type Variable struct{ Name, Value string }

// Lines are the commands that a shell runs to get variables into its
// environment and the names in clear out of it, one a line. Refusal says which
// values cannot be written.
func Lines(k Kind, clear []string, vars []Variable) string {
	var parts []string
	if len(clear) > 0 {
		parts = unsetAll(k, clear)
	}
	for _, v := range vars {
		parts = append(parts, set(k, v.Name, v.Value))
	}
	return strings.Join(parts, "\n") + "\n"
}

// Comment begins a line that the shell passes over.
func Comment(k Kind) string {
	if k == Cmd {
		return "rem"
	}
	return "#"
}
