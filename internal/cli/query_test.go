package cli

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The right sides are what `aws --output text` prints for the same values.
func TestAWSText(t *testing.T) {
	for name, tc := range map[string]struct {
		doc   any
		query string
		want  string
	}{
		"a string":               {"x", "@", "x\n"},
		"nothing":                {map[string]any{}, "a", "None\n"},
		"truth and numbers":      {[]any{true, false, 3, 1.5}, "@", "True\tFalse\t3\t1.5\n"},
		"keys in their order":    {map[string]any{"b": "2", "a": "1"}, "@", "1\t2\n"},
		"a list of names":        {[]any{"a", "b"}, "@", "a\tb\n"},
		"rows":                   {[]any{map[string]any{"n": "a"}, map[string]any{"n": "b"}}, "[].[n]", "a\nb\n"},
		"names in a row":         {[]any{map[string]any{"n": "a"}, map[string]any{"n": "b"}}, "[].n", "a\tb\n"},
		"nested under its name":  {map[string]any{"a": "1", "sub": map[string]any{"x": "2"}}, "@", "1\nSUB\t2\n"},
		"a list under its name":  {map[string]any{"tags": []any{"x", "y"}}, "@", "TAGS\tx\nTAGS\ty\n"},
		"an empty list":          {[]any{}, "@", ""},
		"quotes are not escaped": {`a"b<c>`, "@", "a\"b<c>\n"},
	} {
		t.Run(name, func(t *testing.T) {
			picked, err := search(tc.query, tc.doc)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			writeAWSText(&b, picked)
			if d := cmp.Diff(tc.want, b.String()); d != "" {
				t.Error(d)
			}
		})
	}
}
