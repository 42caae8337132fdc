package shell

import (
	"embed"
	"strings"
)

// The texts for each shell, by part and shell: hook.bash and so on. `fob` is
// found on PATH at each call, as if no hook were loaded.
//
//go:embed *.bash *.zsh *.fish *.nu *.ps1 *.cmd
var texts embed.FS

// Load says what a shell takes besides the hook, when it loads it.
type Load struct {
	AWS    bool // completion of `aws --profile`, too
	Prompt bool // the prompt tells account and role
}

// Hook is the code that a shell loads so that `fob use` switches it, followed
// by what else there is for that shell and was asked for. It is fixed text: no
// value of this machine stands in it.
func Hook(k Kind, l Load) string {
	parts := []string{"hook", "complete"}
	if l.AWS {
		parts = append(parts, "aws")
	}
	if l.Prompt {
		parts = append(parts, "prompt")
	}
	var b strings.Builder
	for _, part := range parts {
		if text, err := texts.ReadFile(part + "." + k.extension()); err == nil {
			b.Write(text)
		}
	}
	text := b.String()
	for _, part := range []string{"use", "tab"} { // only PowerShell has them apart
		inner, _ := texts.ReadFile(part + "." + k.extension())
		text = strings.ReplaceAll(text, "{{"+part+"}}", string(inner))
	}
	text = strings.ReplaceAll(text, "{{contrary}}", k.list(Contrary()))
	if k == Cmd {
		text = strings.ReplaceAll(text, "\n", "\r\n") // with bare line feeds cmd misses labels
	}
	return text
}

// extension is what the names of the shell's texts end in.
func (k Kind) extension() string {
	if k.IsPowerShell() {
		return "ps1"
	}
	return string(k)
}

// list writes names as the shell's list of words.
func (k Kind) list(names []string) string {
	if k.IsPowerShell() {
		return "'" + strings.Join(names, "', '") + "'"
	}
	return strings.Join(names, " ")
}
