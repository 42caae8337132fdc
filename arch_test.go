package fob_test

import (
	"os"
	"testing"
)

// The rules of docs/architecture.md, which says what each package is for.
// Change both together. arch_check_test.go holds the checks, and
// arch_selftest_test.go proves that they cannot be fooled.
//
// Packages are named by their path below internal/, or below the module where
// they are not internal; a name covers the folders below it, unless a longer
// name does. "fob" is the package at the module's root.
var rules = architecture{
	// A package may import packages of a lower layer, those of its own layer
	// that allowed names, and the folders below the same name.
	layers: [][]string{
		0: {"ident", "fault", "batch", "output"},
		1: {"inifile", "fsx", "paths", "browser", "partition", "wire", "loopback", "pattern", "wsl", "rcfile", "winenv"},
		2: {"awsconfig", "cache", "profile", "oidc", "portal", "sts", "s3", "shell"},
		3: {"vend", "login", "populate", "share", "spawn", "endpoint", "startup"},
		4: {"cli", "ui", "sandbox"},
		5: {"app", "sandboxapp", "fob"},
		6: {"cmd", "bench", "release", "interop", "docs"},
	},
	allowed: map[string][]string{
		"browser":    {"paths", "wsl"},
		"wsl":        {"paths"},
		"profile":    {"awsconfig", "cache"},
		"ui":         {"cli"},
		"sandboxapp": {"app"},
		"docs":       {"interop"},
	},
	forbidden: []forbidden{
		{"cmd/fob", "sandbox/", "a credential tool ships no emulator"},
		{"cmd/fob", "github.com/aws/aws-sdk-go-v2/config", "3,000 allocations at every start"},
		{"cmd/fob", "github.com/aws/aws-sdk-go-v2/service/", "the SDK's clients are initialised at every start"},
		{"cmd/fob", "github.com/goccy/go-yaml", "YAML belongs to the sandbox"},
		{"cmd/fob", "html/template", "one static page needs no template engine at every start"},
		{"cmd/fob", "testing", "test helpers do not belong in the program"},
		{"cmd/fob", "charm.land/", "it queries the terminal at every start, which takes half as long as a whole hello-world"},
		{"cmd/fob", "github.com/dlclark/regexp2/", "200 allocations at every start for an option of one command"},
		{"cmd/fob", "golang.org/x/text/cases", "57 allocations at every start for an option of one command"},
		{"sandbox", "oidc", "client and sandbox test each other, so they share no protocol code"},
		{"sandbox", "portal", "client and sandbox test each other, so they share no protocol code"},
		{"sandbox", "sts", "client and sandbox test each other, so they share no protocol code"},
		{"sandbox", "wire", "client and sandbox test each other, so they share no protocol code"},
		{"sandbox", "cache", "client and sandbox test each other, so they share no protocol code"},
		{"sandbox", "awsconfig", "client and sandbox test each other, so they share no protocol code"},
		{"sandbox/org", "net/http", "the organisation is data"},
		{"vend", "browser", "fetching credentials never opens a browser"},
		{"vend", "ui", "fetching credentials never prompts"},
		{"endpoint", "vend", "the caller passes in the source of credentials"},
		{"login", "golang.org/x/term", "terminals belong to ui"},
		{"cli", "golang.org/x/term", "terminals belong to ui"},
		{"awsconfig", "net/http", "reading files needs no network"},
		{"profile", "net/http", "resolving a profile needs no network"},
		{"shell", "os/exec", "it writes text for shells and runs nothing"},
		{"inifile", "os", "bytes in, bytes out"},
		{"wsl", "net/http", "data in, facts out"},
		{"rcfile", "os", "bytes in, bytes out"},
		{"startup", "os/exec", "it edits files; what a shell answers is passed in"},
		{"ident", "github.com/", "the basic types use the standard library only"},
		{"fob", "github.com/spf13/", "programs that import fob need no commands"},
		{"fob", "golang.org/x/term", "it never prompts"},
		{"fob", "cli", "it prints nothing: it returns errors and calls a function with warnings"},
		{"fob", "ui", "it never prompts"},
		{"fob", "login", "it never signs in"},
		{"fob", "browser", "it never opens a browser"},
		{"fob", "sandbox/", "programs that import fob need no emulator"},
		{"fob", "github.com/aws/aws-sdk-go-v2/config", "it depends on the SDK's core only"},
		{"fob", "github.com/aws/aws-sdk-go-v2/credentials", "it depends on the SDK's core only"},
		{"fob", "github.com/aws/aws-sdk-go-v2/service/", "it depends on the SDK's core only"},
	},
	// The protocols of the sandbox do not know each other; they meet in sandbox.
	strangers: "sandbox/",
	shared:    []string{"sandbox/org", "sandbox/sigv4"},
}

// TestArchitecture reads the packages of every platform, so that an import in
// a file for Windows is found on Linux too.
func TestArchitecture(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	if err := readSources("."); err != nil {
		t.Fatal(err)
	}
	all, err := listPackages(".", outside)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range rules.violations(all, string(doc)) {
		t.Error(v)
	}
}
