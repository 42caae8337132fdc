package winedll_test

import (
	"bytes"
	"debug/pe"
	"testing"

	"github.com/fobcli/fob/interop/winedll"
)

func TestTheForwarderIsAWellFormedLibrary(t *testing.T) {
	dll := winedll.Forwarder()
	f, err := pe.NewFile(bytes.NewReader(dll))
	if err != nil {
		t.Fatal(err)
	}
	if len(dll) != 1024 || len(f.Sections) != 1 || f.Sections[0].Name != ".edata" {
		t.Errorf("%d bytes, sections %v", len(dll), f.Sections)
	}
}
