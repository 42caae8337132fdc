package interop_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The line that fob writes is read by a shell in some SDKs and split into words
// in others: from a path with a blank and a quote it has to work in all.
func TestTheCredentialProcessLineWorksInEveryClient(t *testing.T) {
	w := newWorld(t)
	w.write(".aws/config", guideConfig)
	folder := w.path("Jane's \"own\" $tools")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "fob")
	if err := os.Link(fobPath, program); err != nil {
		data, err := os.ReadFile(fobPath) // another file system
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(program, data, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	w.must(nil, program, "login", session)
	w.must(nil, program, "configure", "credential-process", "my-*", "--suffix", ".fob")
	if !strings.Contains(w.read(".aws/config"), "[profile my-dev-account.fob]\ncredential_process = '") {
		t.Fatalf("the config is\n%s", w.read(".aws/config"))
	}
	for _, c := range append([]client{awsCLI, fobItself}, sdks...) {
		if c.only != "" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			v := *w
			v.t = t
			if id := v.whoami(c, "my-prod-account.fob"); id.Account != prodAccount || !strings.Contains(id.Arn, "_"+readOnly+"_") {
				t.Errorf("the line gives %+v", id)
			}
		})
	}
}
