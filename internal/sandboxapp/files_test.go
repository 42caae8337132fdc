package sandboxapp

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/fobcli/fob/internal/sandbox/org"
)

func TestInitWritesTheSampleAndNeverOverwrites(t *testing.T) {
	p := newPlace(t)
	file := filepath.Join(p.home, sampleName)
	if _, talk, code := p.run("init"); code != 0 {
		t.Fatalf("exit code %d: %s", code, talk)
	}
	data, err := os.ReadFile(file)
	if err != nil || string(data) != org.Sample() {
		t.Fatalf("%v: %q", err, data)
	}
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, talk, code := p.run("init")
	contains(t, talk, "is there already", sandboxName+" init FILE")
	if data, _ := os.ReadFile(file); code != 1 || string(data) != "mine" {
		t.Errorf("exit code %d, the file holds %q", code, data)
	}
	if _, talk, code := p.run("init", "other.yaml"); code != 0 {
		t.Errorf("exit code %d: %s", code, talk)
	}
}

func TestMistakesInTheOrganisationAndTheCommandLineNameTheRemedy(t *testing.T) {
	p := newPlace(t)
	bad := filepath.Join(p.home, "bad.yaml")
	if err := os.WriteFile(bad, []byte("users:\n  - userName: a@example.com\n    colour: green\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		words []string
		code  int
		says  []string
	}{
		"unknown key":          {[]string{"exec", "--org", bad, "--", "true"}, 1, []string{"bad.yaml:3", "colour"}},
		"no such file":         {[]string{"exec", "--org", "none.yaml", "--", "true"}, 1, []string{"none.yaml", "fob-sandbox init"}},
		"size":                 {[]string{"exec", "--generate", "accounts=many", "--", "true"}, 2, []string{"accounts=many", "accounts=1000,roles=4"}},
		"too many":             {[]string{"exec", "--generate", "accounts=1000000", "--", "true"}, 2, []string{"100000"}},
		"both":                 {[]string{"exec", "--generate", "accounts=1", "--org", bad, "--", "true"}, 2, []string{"generate", "org"}},
		"no command":           {[]string{"exec"}, 2, []string{"--help"}},
		"no such user":         {[]string{"exec", "--user", "nobody", "--", "true"}, 2, []string{"nobody"}},
		"no such word":         {[]string{"launch"}, 2, []string{"launch", "--help"}},
		"an address for all":   {[]string{"serve", "--addr", "0.0.0.0:0"}, 1, []string{"loopback", "127.0.0.1"}},
		"nothing to advance":   {[]string{"advance", "1h"}, 2, []string{"FOB_SANDBOX_CONTROL", "fob-sandbox serve"}},
		"time that is none":    {[]string{"advance", "later"}, 2, []string{"later", "advance 9h"}},
		"back in time":         {[]string{"advance", "--", "-1h"}, 2, []string{"-1h"}},
		"format":               {[]string{"calls", "-o", "xml"}, 2, []string{"xml", "json"}},
		"visit leaves machine": {[]string{"visit", "https://my-company.awsapps.com/start"}, 1, []string{"not on this machine"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, talk, code := p.run(tc.words...)
			if code != tc.code {
				t.Errorf("exit code %d, want %d", code, tc.code)
			}
			contains(t, talk, tc.says...)
		})
	}
	p.empty()
}

func TestBigOrganisationsAndOwnOnesAreConfigured(t *testing.T) {
	posix(t)
	p := newPlace(t)
	out, talk, code := p.run("exec", "--configured", "--generate", "accounts=30,roles=2", "--", "fob", "configure", "list-profiles")
	if code != 0 || len(out) == 0 {
		t.Fatalf("exit code %d: %s", code, talk)
	}
	n := 0
	for _, c := range out {
		if c == '\n' {
			n++
		}
	}
	if n != 60 {
		t.Errorf("%d profiles, want one for each account and role, 60", n)
	}
}
