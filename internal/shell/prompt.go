package shell

import "strings"

// What a prompt shows comes from a file, and some shells read a prompt as code.
// So the hooks keep it in a variable that the prompt names: what a variable
// holds is not expanded again. zsh alone reads its % escapes after that.

// PromptText writes text so that a prompt of the shell shows it as it is, where
// the prompt gets it from a variable or by running `fob prompt`.
func PromptText(k Kind, s string) string {
	if k == Zsh {
		return strings.ReplaceAll(s, "%", "%%")
	}
	return s
}

// PromptStyle writes a style of terminals (SGR) by its number, with what tells
// the shell that it takes no room on the line.
func PromptStyle(k Kind, code string) string {
	sgr := "\x1b[" + code + "m"
	switch k {
	case Bash:
		return "\x01" + sgr + "\x02" // \[ and \] as they are within a variable
	case Zsh:
		return "%{" + sgr + "%}"
	}
	return sgr
}
