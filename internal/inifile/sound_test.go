package inifile_test

import (
	"testing"

	"github.com/fobcli/fob/internal/inifile"
)

func TestPlainFilesAreSoundAtAGlance(t *testing.T) {
	for _, text := range []string{
		"", "\n\n", "# c\n", "[profile a]\r\nregion = x\r\n\r\n; c\n[b]\nk=", "\ufeff[a]\nk = v # c\n",
	} {
		if !inifile.Sound([]byte(text)) {
			t.Errorf("%q takes a closer look", text)
		}
	}
}

func FuzzSoundFilesHaveNoFault(f *testing.F) {
	for _, text := range []string{
		"[a]\nk = v\n", "k = v\n", "[a\n", "[a] x\n", "[a]\n= v\n", "[a]\nk #=\n", "[a]\n k = v\n", "[a]\r\r\nk=v",
		"[a]\n\r\n", "[a]]\n", "\ufeff\ufeff[a]\n", "[a]\nk = v\n continued\n", "[a]\nk: v=w\n", "[a]\nk:v=w\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !inifile.Sound(data) {
			return
		}
		for s := inifile.NewScanner(data); s.Scan(); {
			if s.Fault != inifile.NoFault || s.Loose {
				t.Fatalf("line %d of %q is loose or has fault %d, and yet it counts as sound", s.Number, data, s.Fault)
			}
		}
	})
}
