package home

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/sandbox"
)

// The variables by which programs inside a private home find the sandbox.
const (
	ControlVar = "FOB_SANDBOX_CONTROL" // the control API's address
	SecretVar  = "FOB_SANDBOX_SECRET"  // its secret
	HomeVar    = "FOB_SANDBOX_HOME"    // the private home, whose cache files age
	UserVar    = "FOB_SANDBOX_USER"    // whom the built-in visitor signs in as
	VisitsVar  = "FOB_SANDBOX_VISITS"  // the file that gets a line for each visit
	PersonVar  = "FOB_SANDBOX_PERSON"  // the person's own environment, for a real browser
)

// Environ returns the environment of a program inside the home, made from the
// person's: base is as os.Environ gives it, windows tells how names compare.
//
// Of the person's it keeps what has nothing to do with AWS, the home, or start
// files of shells that could bring such things back.
func (h *Home) Environ(base []string, windows bool, s Sandbox) []string {
	e := environ{windows: windows}
	for _, kv := range base {
		name, value, _ := strings.Cut(kv, "=")
		if !e.foreign(name) {
			e.set(name, value)
		}
	}
	e.set("HOME", h.Dir())
	e.set("USERPROFILE", h.Dir())
	e.set("XDG_CONFIG_HOME", h.Path(".config"))
	e.set("XDG_CACHE_HOME", h.Path(".cache"))
	e.set("XDG_DATA_HOME", h.Path(".local", "share"))
	e.set("XDG_STATE_HOME", h.Path(".local", "state"))
	e.prepend("PATH", h.Bin(), string(filepath.ListSeparator))
	e.pointAt(s)
	e.passProxy()
	e.set(HomeVar, h.Dir())
	return e.vars
}

// Pointers returns the variables that point programs outside of a home at the
// sandbox, made from the person's environment: base is as os.Environ gives it,
// windows tells how names compare. models is a folder that WriteModels filled,
// for AWS CLIs older than 2.13.
func Pointers(base []string, windows bool, s Sandbox, models string) []string {
	person := environ{windows: windows, vars: base}
	e := environ{windows: windows}
	e.pointAt(s)
	e.set("AWS_DATA_PATH", person.value("AWS_DATA_PATH"))
	e.prepend("AWS_DATA_PATH", models, string(filepath.ListSeparator))
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"} {
		if person.value(name) == "" && person.value(strings.ToLower(name)) == "" {
			continue
		}
		e.set("NO_PROXY", person.value("NO_PROXY"))
		if !windows {
			e.set("no_proxy", person.value("no_proxy"))
		}
		e.passProxy()
		break
	}
	return e.vars
}

// pointAt makes AWS clients and the commands of fob-sandbox find the sandbox.
func (e *environ) pointAt(s Sandbox) {
	for _, kv := range sandbox.Environ(s.Origin) {
		name, value, _ := strings.Cut(kv, "=")
		e.set(name, value)
	}
	e.set(ControlVar, s.Control)
	e.set(SecretVar, s.Secret)
}

// passProxy keeps calls to this machine away from a proxy.
func (e *environ) passProxy() {
	e.prepend("NO_PROXY", "127.0.0.1,localhost", ",")
	if !e.windows { // where it is another variable, and some clients read it alone
		e.prepend("no_proxy", "127.0.0.1,localhost", ",")
	}
}

// environ is an environment being made. A name stands in it once.
type environ struct {
	windows bool // names compare without case
	vars    []string
}

// shellFiles are variables that name start or history files outside the home.
var shellFiles = []string{"BASH_ENV", "ENV", "ZDOTDIR", "HISTFILE"}

// foreign reports whether a variable of the person's stays outside.
func (e *environ) foreign(name string) bool {
	upper := name
	if e.windows {
		upper = strings.ToUpper(name)
	}
	switch {
	case upper == "FOB_PLAIN":
		return false // how the person wants screens to be is no setup of AWS
	case strings.HasPrefix(upper, "AWS_"), strings.HasPrefix(upper, "_AWS_"), strings.HasPrefix(upper, "FOB_"), strings.HasPrefix(upper, "__FOB_"):
		return true
	case upper == "BOTO_CONFIG", upper == "BROWSER":
		return true
	}
	return slices.Contains(shellFiles, upper)
}

func (e *environ) index(name string) int {
	return slices.IndexFunc(e.vars, func(kv string) bool {
		n, _, _ := strings.Cut(kv, "=")
		return n == name || e.windows && strings.EqualFold(n, name)
	})
}

// value is that of a variable, empty when it is not set.
func (e *environ) value(name string) string {
	i := e.index(name)
	if i < 0 {
		return ""
	}
	_, value, _ := strings.Cut(e.vars[i], "=")
	return value
}

func (e *environ) set(name, value string) {
	if i := e.index(name); i >= 0 && name != "" {
		e.vars[i] = name + "=" + value
		return
	}
	e.vars = append(e.vars, name+"="+value)
}

// prepend puts value before what a list has; sep stands between them.
func (e *environ) prepend(name, value, sep string) {
	if i := e.index(name); i >= 0 {
		var old string
		name, old, _ = strings.Cut(e.vars[i], "=")
		if old != "" {
			value += sep + old
		}
	}
	e.set(name, value)
}

// SavePerson keeps the person's own environment in a private file, so that a
// real browser can be started as the person would start it. It returns the
// file's path, for PersonVar.
func (h *Home) SavePerson(base []string) (string, error) {
	path := filepath.Join(h.root, "person")
	return path, os.WriteFile(path, []byte(strings.Join(base, "\x00")), 0o600)
}

// LoadPerson reads what SavePerson wrote.
func LoadPerson(path string) ([]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return strings.Split(string(data), "\x00"), nil
}
