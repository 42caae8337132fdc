package home

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// services are the ids of AWS_ENDPOINT_URL_<ID>. Older SDKs know these and not
// the variable for all.
var services = []string{"SSO", "SSO_OIDC", "STS", "S3"}

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
	e.prepend("NO_PROXY", "127.0.0.1,localhost", ",")
	if !windows { // where it is another variable, and some clients read it alone
		e.prepend("no_proxy", "127.0.0.1,localhost", ",")
	}
	e.set("AWS_ENDPOINT_URL", s.Origin)
	for _, id := range services {
		e.set("AWS_ENDPOINT_URL_"+id, s.Origin)
	}
	// Without keys, SDKs would look for a cloud machine's, on the network.
	e.set("AWS_EC2_METADATA_DISABLED", "true")
	e.set(ControlVar, s.Control)
	e.set(SecretVar, s.Secret)
	e.set(HomeVar, h.Dir())
	return e.vars
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
