package sandboxapp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/sandbox/org"
)

func TestInitWritesTheSample(t *testing.T) {
	b := newBench(t)
	b.run("init").wants(t, 0, "Wrote "+sampleName, "serve --org "+sampleName)
	data, err := os.ReadFile(filepath.Join(b.home, sampleName))
	if err != nil || string(data) != org.Sample() {
		t.Fatalf("%v: %q", err, data)
	}
	b.run("init").wants(t, 1, "is there already", sandboxName+" init FILE")
}

func TestMistakesInTheOrganisationAndTheCommandLineNameTheRemedy(t *testing.T) {
	b := newBench(t)
	bad := filepath.Join(b.home, "bad.yaml")
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
			b.run(tc.words...).wants(t, tc.code, tc.says...)
		})
	}
	b.empty()
}

func TestBigOrganisationsAndOwnOnesAreConfigured(t *testing.T) {
	needSh(t)
	b := newBench(t)
	r := b.run("exec", "--configured", "--generate", "accounts=30,roles=2", "--", "fob", "configure", "list-profiles")
	r.wants(t, 0)
	if n := strings.Count(r.stdout, "\n"); n != 60 {
		t.Errorf("%d profiles, want one for each account and role, 60", n)
	}
}
