package fob_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// floors is the plan of the house: a package may import what stands on a lower
// floor, and on its own floor only what sideways names. docs/architecture.md
// tells what each room is for; change both together.
var floors = [][]string{
	0: {"ident", "fault", "batch"},
	1: {"inifile", "fsx", "paths", "browser", "partition", "wire", "pattern", "wsl", "rcfile", "winenv"},
	2: {"awsconfig", "cache", "profile", "oidc", "portal", "sts", "s3", "shell"},
	3: {"vend", "login", "populate", "share", "spawn", "endpoint", "startup"},
	4: {"cli", "ui", "sandbox"},
	5: {"app", "sandboxapp", "fob"},
	6: {"cmd"},
}

// sideways are the imports allowed between rooms of one floor.
var sideways = map[string][]string{
	"wire":       {"paths"},
	"browser":    {"paths", "wsl"},
	"wsl":        {"paths"},
	"profile":    {"awsconfig", "cache"},
	"ui":         {"cli"},
	"sandboxapp": {"app"},
	"populate":   {"vend", "login"},
}

// never are promises that others rely on: what a package must not reach, not
// even through others. A trailing slash means everything below.
var never = []struct {
	from, what, why string
}{
	{"cmd/fob", "internal/sandbox/", "a credential tool ships no emulator"},
	{"cmd/fob", "github.com/aws/aws-sdk-go-v2/config", "3,000 allocations at every start"},
	{"cmd/fob", "github.com/aws/aws-sdk-go-v2/service/", "the SDK's clients cost their init at every start"},
	{"cmd/fob", "github.com/goccy/go-yaml", "YAML belongs to the sandbox"},
	{"cmd/fob", "html/template", "one static page needs no template engine at every start"},
	{"cmd/fob", "testing", "test helpers have no place in the program"},
	{"cmd/fob", "charm.land/", "it looks at the terminal at every start: half of a hello-world"},
	{"internal/sandbox", "internal/oidc", "client and sandbox prove each other, so they share words only"},
	{"internal/sandbox", "internal/portal", "client and sandbox prove each other, so they share words only"},
	{"internal/sandbox", "internal/sts", "client and sandbox prove each other, so they share words only"},
	{"internal/sandbox", "internal/wire", "client and sandbox prove each other, so they share words only"},
	{"internal/sandbox", "internal/cache", "client and sandbox prove each other, so they share words only"},
	{"internal/sandbox", "internal/awsconfig", "client and sandbox prove each other, so they share words only"},
	{"internal/sandbox/org", "net/http", "the organisation is data"},
	{"internal/vend", "internal/browser", "the door never opens a browser"},
	{"internal/vend", "internal/ui", "the door never talks to a person"},
	{"internal/endpoint", "internal/vend", "whoever serves says what is given"},
	{"internal/login", "golang.org/x/term", "a deed never touches a terminal"},
	{"internal/cli", "golang.org/x/term", "the terminal is ui's alone"},
	{"internal/awsconfig", "net/http", "reading files needs no network"},
	{"internal/profile", "net/http", "resolving is pure"},
	{"internal/shell", "os/exec", "it says what shells must be told and runs nothing"},
	{"cmd/fob", "github.com/dlclark/regexp2/", "200 allocations at every start for an option of one command"},
	{"cmd/fob", "golang.org/x/text/cases", "57 allocations at every start for an option of one command"},
	{"internal/inifile", "os", "bytes in, bytes out"},
	{"internal/wsl", "net/http", "it tells what there is: data in, facts out"},
	{"internal/rcfile", "os", "bytes in, bytes out"},
	{"internal/startup", "os/exec", "it edits files; what it asks a shell is handed in"},
	{"internal/ident", "github.com/", "the words use the standard library only"},
	{root, "github.com/spf13/", "programs that import it want no commands"},
	{root, "golang.org/x/term", "it never asks a person"},
	{root, "internal/cli", "it says nothing: errors and a function that hears warnings are all"},
	{root, "internal/ui", "it never asks a person"},
	{root, "internal/login", "it never signs in"},
	{root, "internal/browser", "it never opens one"},
	{root, "internal/sandbox/", "programs that import it want no emulator"},
	{root, "github.com/aws/aws-sdk-go-v2/config", "the SDK's core is all that it may weigh"},
	{root, "github.com/aws/aws-sdk-go-v2/credentials", "the SDK's core is all that it may weigh"},
	{root, "github.com/aws/aws-sdk-go-v2/service/", "the SDK's core is all that it may weigh"},
}

// root stands in the rules for the package at the module's root.
const root = ""

const module = "github.com/fobcli/fob/"

type goPackage struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func TestImportsRunDownward(t *testing.T) {
	for path, p := range packages(t) {
		from, floor := room(path)
		if floor < 0 {
			t.Errorf("%s stands on no floor: add it to the plan", path)
			continue
		}
		for _, imp := range p.Imports {
			if !strings.HasPrefix(imp, module) {
				continue
			}
			to, below := room(imp)
			if from == to || below < floor {
				continue
			}
			if below == floor && contains(sideways[from], to) {
				continue
			}
			t.Errorf("%s imports %s: floor %d may not use floor %d", path, imp, floor, below)
		}
	}
}

func TestNobodyReachesWhatIsForbidden(t *testing.T) {
	all := packages(t)
	for _, rule := range never {
		p, ok := all[strings.TrimSuffix(module+rule.from, "/")]
		if !ok {
			t.Errorf("%s is no package: mend the rule", rule.from)
			continue
		}
		for _, dep := range p.Deps {
			if matches(dep, rule.what) || matches(dep, module+rule.what) {
				t.Errorf("%s reaches %s: %s", rule.from, dep, rule.why)
			}
		}
	}
}

// Every room of the sandbox knows its own protocol; they meet in sandbox.
func TestRoomsOfTheSandboxDoNotKnowEachOther(t *testing.T) {
	for path, p := range packages(t) {
		room, ok := strings.CutPrefix(path, module+"internal/sandbox/")
		if !ok {
			continue
		}
		for _, imp := range p.Imports {
			other, ok := strings.CutPrefix(imp, module+"internal/sandbox/")
			if ok && other != "org" && other != "sigv4" && room != other {
				t.Errorf("sandbox/%s imports sandbox/%s", room, other)
			}
		}
	}
}

func matches(dep, what string) bool {
	if strings.HasSuffix(what, "/") {
		return strings.HasPrefix(dep, what)
	}
	return dep == what
}

// room names the part of the house that a package belongs to, and its floor.
func room(path string) (string, int) {
	if path+"/" == module {
		return "fob", slices.IndexFunc(floors, func(rooms []string) bool { return contains(rooms, "fob") })
	}
	name, ok := strings.CutPrefix(path, module+"internal/")
	if !ok {
		name = "cmd"
	}
	name, _, _ = strings.Cut(name, "/")
	for floor, rooms := range floors {
		if contains(rooms, name) {
			return name, floor
		}
	}
	return name, -1
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// packages lists what the module builds on every platform that it ships for.
func packages(t *testing.T) map[string]goPackage {
	t.Helper()
	c := exec.Command("go", "list", "-deps=false", "-json=ImportPath,Imports,Deps", ".", "./cmd/...", "./internal/...")
	c.Env = outside
	out, err := c.Output()
	if err != nil {
		t.Fatal(fmt.Errorf("go list: %w", err))
	}
	all := map[string]goPackage{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}
