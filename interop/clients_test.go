package interop_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A client is another program that reads the shared files.
type client struct {
	name string
	// argv is the command that prints who STS says a profile is, and the
	// variables it needs; it skips the test where the client is not installed.
	argv func(t *testing.T, profile string) (more, argv []string)
	// who reads that command's answer.
	who func(stdout string) (identity, error)
	// only names the one kind of profile that the client reads; empty is all.
	only string
	// wrote is how to see that the client wrote a token file; empty where it
	// writes as the AWS CLI does.
	wrote string
}

// identity is what STS says, and with which keys it was asked.
type identity struct{ Account, Arn, AccessKeyId string }

// whoami lets the client say who the profile is. It fails the test when the
// client does.
func (w *world) whoami(c client, profile string) identity {
	w.t.Helper()
	more, argv := c.argv(w.t, profile)
	r := w.must(more, argv...)
	id, err := c.who(r.stdout)
	if err != nil {
		w.t.Fatalf("%v\n%s", err, r)
	}
	return id
}

// awsCLI is AWS CLI v2.
var awsCLI = client{
	name: "AWS CLI v2",
	argv: func(t *testing.T, profile string) ([]string, []string) {
		return nil, []string{needAWS(t), "sts", "get-caller-identity", "--output", "json", "--profile", profile}
	},
	who: readJSON,
}

// fobItself answers like the others, for what all of them have to agree in.
var fobItself = client{
	name: "fob",
	argv: func(_ *testing.T, profile string) ([]string, []string) {
		return nil, []string{fobPath, "whoami", "-o", "json", "--profile", profile}
	},
	who: readJSON,
}

// sdks are the libraries that other people's programs are built on.
var sdks = []client{
	{
		name: "Go SDK v2",
		argv: func(t *testing.T, profile string) ([]string, []string) {
			return []string{roleVar + "=" + roleGo}, []string{self(t), profile}
		},
		who:   readJSON,
		wrote: `^\{"accessToken":"[^"]*","clientId":"[^"]*","clientSecret":"[^"]*","expiresAt":"`, // keys sorted, no blanks
	},
	{
		name: "boto3",
		argv: func(t *testing.T, profile string) ([]string, []string) {
			return nil, []string{needPython(t), here(t, "clients", "whoami.py"), profile}
		},
		who: readJSON,
	},
	{
		name: "JavaScript SDK v3",
		argv: func(t *testing.T, profile string) ([]string, []string) {
			node, modules := needNode(t)
			return []string{"NODE_PATH=" + modules}, []string{node, here(t, "clients", "whoami.cjs"), profile}
		},
		who:   readJSON,
		wrote: `"expiresAt": "[-0-9]+T[0-9:]+\.\d{3}Z"`,
	},
	{
		name: "JavaScript SDK v3, fromSSO",
		argv: func(t *testing.T, profile string) ([]string, []string) {
			node, modules := needNode(t)
			return []string{"NODE_PATH=" + modules}, []string{node, here(t, "clients", "whoami.cjs"), profile, "sso"}
		},
		who:   readJSON,
		wrote: `"expiresAt": "[-0-9]+T[0-9:]+\.\d{3}Z"`,
		only:  "sso",
	},
	{
		name: ".NET SDK v4",
		argv: func(t *testing.T, profile string) ([]string, []string) {
			return nil, []string{needDotNet(t), "whoami", profile}
		},
		who:   readDotNet,
		wrote: `(?s)^\{\s*\n\s+"accessToken": .*"expiresAt": "[-0-9]+T[0-9:]+\.\d{1,7}Z"`,
	},
}

func readJSON(stdout string) (id identity, err error) {
	err = json.Unmarshal([]byte(stdout), &id)
	return id, err
}

func readDotNet(stdout string) (identity, error) {
	var id identity
	for _, word := range strings.Fields(stdout) {
		switch {
		case strings.HasPrefix(word, "arn:"):
			id.Arn = word
		case len(strings.Trim(word, "0123456789")) == 0 && len(word) == 12:
			id.Account = word
		}
	}
	if id.Account == "" || id.Arn == "" {
		return id, errors.New("the answer names no account and ARN")
	}
	return id, nil
}

// needAWS finds AWS CLI v2, whatever else on PATH is called aws.
func needAWS(t *testing.T) string {
	t.Helper()
	path, _ := findAWS()
	if path == "" {
		t.Skip("AWS CLI v2 is not installed: on Debian, apt-get install awscli")
	}
	return path
}

// findAWS returns AWS CLI v2 and what it calls itself, such as
// "aws-cli/2.9.19 Python/…"; blanks when there is none.
func findAWS() (path, version string) {
	for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/bin", "/usr/local/bin") {
		path = filepath.Join(dir, "aws"+exe)
		if _, err := os.Stat(path); err != nil {
			continue
		}
		if version = versionOf(path); strings.HasPrefix(version, "aws-cli/2") {
			return path, version
		}
	}
	return "", ""
}

// versionOf asks a program for its version, once: the AWS CLI takes half a
// second to answer.
func versionOf(path string) string {
	if v, ok := versions.Load(path); ok {
		return v.(string)
	}
	c := exec.Command(path, "--version")
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.DevNull}
	out, err := c.CombinedOutput()
	if err != nil {
		out = nil // not one that works
	}
	versions.Store(path, string(out))
	return string(out)
}

var versions sync.Map

func needPython(t *testing.T) string {
	t.Helper()
	path := here(t, "..", ".cache", "venv", "bin", "python")
	if err := exec.Command(path, "-c", "import boto3").Run(); err != nil {
		t.Skip("boto3 is not there: run interop/setup.sh (it needs Python 3.10 or later and PyPI)")
	}
	return path
}

// needNode finds Node 20 or later, and the folder of its modules.
func needNode(t *testing.T) (node, modules string) {
	t.Helper()
	modules = here(t, "..", ".cache", "node", "node_modules")
	if _, err := os.Stat(filepath.Join(modules, "@aws-sdk", "client-sts")); err != nil {
		t.Skip("the JavaScript SDK is not there: run interop/setup.sh (it needs npm and its registry)")
	}
	own := filepath.Join(modules, ".bin", "node")
	if _, err := os.Stat(own); err == nil {
		return own, modules
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not there: run interop/setup.sh (it needs npm and its registry)")
	}
	return node, modules
}

func needDotNet(t *testing.T) string {
	t.Helper()
	path := here(t, "..", "..", "shared", "aws-dotnet", "aws-dotnet")
	if _, err := os.Stat(path); err != nil {
		t.Skip("the .NET client is not there: put a program that answers `aws-dotnet whoami PROFILE` at ../shared/aws-dotnet/aws-dotnet, beside this repository")
	}
	return path
}

// here is a path from this package's folder, absolute.
func here(t *testing.T, parts ...string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return path
}
