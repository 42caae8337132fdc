package shell

import "github.com/fobcli/fob/internal/ident"

// Switch is what `fob use` decided.
type Switch struct {
	Profile string       // empty: no profile is selected any more
	Region  ident.Region // empty: the region variables stay as they are
}

// UseLine is the line to paste where no hook is loaded.
func UseLine(k Kind, s Switch, clear []string) string { return "" }

// Hook is the code that a shell loads so that `fob use` switches it. program is
// the command that runs fob.
func Hook(k Kind, program string) string { return "" }
