package faults

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestEveryValueGetsAnotherType(t *testing.T) {
	for body, want := range map[string]string{
		`{"a":"text","b":7,"c":[true,null,{"d":"x"}]}`:       `{"a":4,"b":"a text instead of 7","c":["neither yes nor no",null,{"d":1}]}`,
		`<R xmlns="u"><A><B>text</B><C></C></A><D>7</D></R>`: `<R xmlns="u"><A><B><Value>text</Value></B><C></C></A><D><Value>7</Value></D></R>`,
		``: ``,
	} {
		if got := string(mistype([]byte(body))); got != want {
			t.Errorf("%s became %s", body, got)
		}
	}
}

// Whatever a room sends stays JSON, and nothing of it keeps its type.
func FuzzMistype(f *testing.F) {
	for _, s := range []string{`{"a":"b"}`, `[1,2.5e300,-0]`, `"x"`, `{"":{"":[]}}`, `null`, `<a>b</a>`, ``, `{"a":`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		got := mistype(body)
		if !bytes.Equal(before, body) {
			t.Fatal("the body itself was changed")
		}
		if json.Valid(body) && !json.Valid(got) {
			t.Fatalf("%q became %q", body, got)
		}
	})
}

func TestGarbageIsTheSameForASeedAndMeansNothing(t *testing.T) {
	if a, b := garbage(7), garbage(7); !bytes.Equal(a, b) || json.Valid(a) || bytes.Equal(a, garbage(8)) {
		t.Errorf("%q", a)
	}
}
