package inifile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/inifile"
)

func TestEachLineIsWhatTheSDKsTakeItFor(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"blank and tabs":                     {"\n \t \n", "blank blank"},
		"comment in the first column":        {"# a\n;b\n", "comment comment"},
		"header, indented, commented":        {"[a]\n  [b] # x\n[c]#x\n\t[d];", "header header header header"},
		"property and continuation":          {"[a]\nk = v\n  more\n\n more\n", "header property continuation blank continuation"},
		"a comment does not end a value":     {"[a]\nk = v\n# note\n more\n", "header property comment continuation"},
		"nested under an empty value":        {"[a]\nk =\n  s = v\n t=\n", "header property nested nested"},
		"a comment alone leaves it empty":    {"[a]\nk = # c\n  s = v\n", "header property nested"},
		"# that touches the = is the value":  {"[a]\nk =#c\n  more\n", "header property continuation"},
		"an indented comment is a value":     {"[a]\nk = v\n  # c\n", "header property continuation"},
		"an indented header is one":          {"[a]\nk = v\n  [b]\n", "header property header"},
		"no = at all":                        {"[a]\nsso_session my-sso\n", "header !1"},
		"= in the comment only":              {"[a]\nkey # a = b\n", "header !1"},
		"colon for =":                        {"[a]\nregion : x\n", "header !1"},
		"nothing before =":                   {"[a]\n= v\n", "header !2"},
		"property before a header":           {"k = v\n", "!3"},
		"continuation before a header":       {"  v\n", "!3"},
		"continuation without a property":    {"[a]\n  v\n", "header !4"},
		"nested without =":                   {"[a]\nk =\n  v\n", "header property !5"},
		"nested comment":                     {"[a]\nk =\n  # c\n", "header property !5"},
		"nested without a name":              {"[a]\nk =\n  = v\n", "header property !6"},
		"header without its bracket":         {"[a\n", "!7"},
		"text behind the bracket":            {"[a] b\n", "!8"},
		"lines under a bad one are not told": {"[a]\nbad\n  more\nk = v\n", "header !1 bad property"},
		"CRLF, and more than one CR":         {"[a]\r\nk = v\r\r\n\r\n", "header property blank"},
		"no newline at the end":              {"[a]\nk = v", "header property"},
		"byte order mark":                    {"\xef\xbb\xbf[a]\nk = v\n", "header property"},
		"only a byte order mark":             {"\xef\xbb\xbf", ""},
		"empty":                              {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, kinds(tc.in)); diff != "" {
				t.Errorf("kinds (-want +got):\n%s", diff)
			}
		})
	}
}

func kinds(in string) string {
	names := []string{"blank", "comment", "header", "property", "continuation", "nested", "bad"}
	var got []string
	for s := inifile.NewScanner([]byte(in)); s.Scan(); {
		if s.Fault != inifile.NoFault {
			got = append(got, fmt.Sprintf("!%d", s.Fault))
		} else {
			got = append(got, names[s.Kind])
		}
	}
	return strings.Join(got, " ")
}

func TestNameAndValueOfAProperty(t *testing.T) {
	for in, want := range map[string][3]string{
		"a=b":            {"a", "b", ""},
		"a = b c ":       {"a", "b c", " "},
		"a\t=\tb":        {"a", "b", ""},
		"a = b # c":      {"a", "b", " # c"},
		"a = b\t;c # d":  {"a", "b", "\t;c # d"},
		"a = b; c":       {"a", "b; c", ""},
		"a = b#c":        {"a", "b#c", ""},
		"a = b = c":      {"a", "b = c", ""},
		"a =":            {"a", "", ""},
		"a = ":           {"a", "", ""},
		"a =   # c":      {"a", "", "# c"},
		"a =#c":          {"a", "#c", ""},
		`a = "quoted" `:  {"a", `"quoted"`, " "},
		"a b = c":        {"a b", "c", ""},
		"a = \u00a0b\v ": {"a", "\u00a0b\v", " "},
	} {
		name, value := inifile.NameValue(in, strings.IndexByte(in, '='), inifile.Property)
		got := [3]string{name, value, inifile.Tail(in, strings.IndexByte(in, '='))}
		if got != want {
			t.Errorf("%q reads as %q, want %q", in, got, want)
		}
	}
	if name, value := inifile.NameValue("\ta = b # c ", 3, inifile.Nested); name != "a" || value != "b # c" {
		t.Errorf("nested reads as %q, %q: nothing is a comment there", name, value)
	}
}

func TestScanningAllocatesNothing(t *testing.T) {
	data := []byte(strings.Repeat("[profile a]\nregion = x\ns3 =\n  a = b\nv = 1\n  2\n\n", 100))
	lines := 0
	if n := testing.AllocsPerRun(10, func() {
		for s := inifile.NewScanner(data); s.Scan(); {
			lines++
		}
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func BenchmarkScan(b *testing.B) {
	data := []byte(strings.Repeat("[profile dev-account.readonly]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = eu-west-1\n\n", 10_000))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		for s := inifile.NewScanner(data); s.Scan(); {
			if s.Fault != inifile.NoFault {
				b.Fatal("fault")
			}
		}
	}
}
