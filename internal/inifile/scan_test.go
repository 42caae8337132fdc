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
		"nothing before =":                   {"[a]\n= v\n", "header !2"},
		"property before a header":           {"k = v\n", "!3"},
		"continuation before a header":       {"  v\n", "!3"},
		"continuation without a property":    {"[a]\n  v\n", "header !4"},
		"colon without a name":               {"[a]\n: v\n", "header !2"},
		"nested without =":                   {"[a]\nk =\n  v\n", "header property !5"},
		"header without its bracket":         {"[a\n", "!7"},
		"text behind no name":                {"[] b\n", "!8"},
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

// Lines that the SDKs refuse, and the AWS CLI does not, are read as the AWS CLI
// reads them. Each such line that a person has to correct has its fault.
func TestLinesThatTheAWSCLIAloneReads(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"colon for =":                       {"[a]\nregion : x\nk = v\n", "header property!1 property"},
		"colon, continued":                  {"[a]\nk: v\n  more\n\n  # c\nj = w\n", "header property!1 ~continuation blank ~comment property"},
		"colon, nested":                     {"[a]\nk:\n  s = v\n  # c\n", "header property!1 ~nested ~comment"},
		"colon, # as its value":             {"[a]\nk: # c\n  more\n", "header property!1 ~continuation"},
		"colon in front of =":               {"[a]\nu: https://x/?a=b\n", "header ~property"},
		"colon inside a name":               {"[a]\na:b = c\n:d = e\n", "header ~property property"},
		"= in the comment only":             {"[a]\nkey # a = b\n", "header property!1"},
		"first key indented":                {"[a]\n  k = v\n  j: w\n\tl = x\nm = y\n", "header property!4 ~property ~property property"},
		"indented keys and what is in them": {"[a]\n  k = v\n    more\n  s =\n    n = v\n", "header property!4 ~continuation ~property ~nested"},
		"indented keys and comments":        {"[a]\n  # c\n  k = v\n    # c\n    more\n", "header comment!4 property!4 ~comment ~continuation"},
		"less and less indented":            {"[a]\n   k = v\n  j = v\n i = v\n  more\n", "header property!4 ~property ~property ~continuation"},
		"an indented line without a name":   {"[a]\n  k = v\n  junk\n  j = v\nl = v\n", "header property!4 !1 bad property"},
		"headers end the indent":            {"  [a]\n  k = v\n  [b]\nk = v\n  more\n", "header property!4 header property continuation"},
		"comment before a header":           {"  # c\n[a]\n", "comment!3 header"},
		"comment under an empty value":      {"[a]\nk =\n  # c\n  s = v\n", "header property comment!5 nested"},
		"nested without a name":             {"[a]\nk =\n  = v\n", "header property nested!6"},
		"continued comment":                 {"[a]\nk = # c\n  more\n", "header property continuation!5"},
		"text behind the bracket":           {"[a] b\nk = v\n", "header!8 property"},
		"bracket behind the bracket":        {"[a]]\n[a] b]\n", "header!8 header!8"},
		"only blank to Python":              {"\f\n[a]\n\u00a0\nk =\n \v\n", "blank!3 header blank!1 property blank!5"},
		"CR within such a line":             {"[a] b\rk: v\nk: v\rj: w\n  k = v\rj = w\n", "!8 !1 bad"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, kinds(tc.in)); diff != "" {
				t.Errorf("kinds (-want +got):\n%s", diff)
			}
		})
	}
}

// kinds writes the lines in short: "property", "property!1" for one that the
// SDKs refuse with fault 1, "~property" for one behind such a line, "!1" for one
// that nothing reads.
func kinds(in string) string {
	names := []string{"blank", "comment", "header", "property", "continuation", "nested", "bad"}
	var got []string
	for s := inifile.NewScanner([]byte(in)); s.Scan(); {
		switch name := names[s.Kind]; {
		case s.Kind == inifile.Bad && s.Fault != inifile.NoFault:
			got = append(got, fmt.Sprintf("!%d", s.Fault))
		case s.Fault != inifile.NoFault:
			got = append(got, fmt.Sprintf("%s!%d", name, s.Fault))
		case s.Loose:
			got = append(got, "~"+name)
		default:
			got = append(got, name)
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
		l := inifile.Line{Kind: inifile.Property, Equals: strings.IndexByte(in, '=')}
		name, value := l.NameValue(in)
		if got := [3]string{name, value, l.Tail(in)}; got != want {
			t.Errorf("%q reads as %q, want %q", in, got, want)
		}
	}
	nested := inifile.Line{Kind: inifile.Nested, Equals: 3}
	if name, value := nested.NameValue("\ta = b # c "); name != "a" || value != "b # c" {
		t.Errorf("nested reads as %q, %q: nothing is a comment there", name, value)
	}
	for in, want := range map[string][2]string{
		"a: b # c ":             {"a", "b # c"},
		"\ta = b # c":           {"a", "b # c"},
		"u: https://x/?a=b":     {"u", "https://x/?a=b"},
		"a:":                    {"a", ""},
		"a b\u00a0:\u00a0 c\v ": {"a b", "c"},
	} {
		l := inifile.Line{Kind: inifile.Property, Equals: strings.IndexAny(in, "=:"), Loose: true}
		if name, value := l.NameValue(in); name != want[0] || value != want[1] || l.Tail(strings.TrimRight(in, " \v")) != "" {
			t.Errorf("%q reads as %q, %q, want %q", in, name, value, want)
		}
	}
}

// A header ends where its reader ends it, and with the line where there is no
// bracket: what was meant is likeliest that.
func TestWhatStandsInsideAHeader(t *testing.T) {
	for in, want := range map[string]string{
		"[a]": "a", " [ a b ]": " a b ", "[a] # b]": "a", "[a];]": "a", "[a] b": "a", "[a] b] c": "a] b", "[a]]": "a]", "[]": "", "[a b \r": "a b", "[": "",
	} {
		if got := inifile.Inside(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestScanningAllocatesNothing(t *testing.T) {
	data := []byte(strings.Repeat("[profile a]\nregion = x\ns3 =\n  a = b\nv = 1\n  2\n\nu: 3\n[profile b]\n  w = 4\n", 100))
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
