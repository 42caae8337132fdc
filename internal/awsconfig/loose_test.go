package awsconfig_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/inifile"
)

// What the AWS CLI and boto3 read in lines that some SDKs refuse, fob reads too.
func TestWhatTheAWSCLIReadsIsRead(t *testing.T) {
	for name, tc := range map[string]struct {
		text, want string
		lines      []int // those that are told, as SDKs refuse them
	}{
		"colons":                  {"[default]\nregion: eu-west-1\noutput : json # x\nempty:\n", `region="eu-west-1" output="json # x" empty=""`, []int{2, 3, 4}},
		"a URL behind a colon":    {"[default]\nu: https://x/start?a=b\nv:https://y?c=d\n", `u="https://x/start?a=b" v="https://y?c=d"`, nil},
		"a colon before an =":     {"[default]\na:b = c\n  d\ne:=\n", `a="b = c\nd" e="="`, nil},
		"colon, continued":        {"[default]\nk: 1\n  2 # x\n  # no\n", `k="1\n2 # x"`, []int{2}},
		"colon, nested":           {"[default]\ns3:\n  a = 1\n  # no\n  b = 2\n", `s3=""{ a="1" b="2" }`, []int{2}},
		"indented keys":           {"[default]\n  region = x\n  output: json # y\n    more\n  # no\n  s3 =\n    a = 1\n", `region="x" output="json # y\nmore" s3=""{ a="1" }`, []int{2}},
		"indented and not":        {"[default]\n  a = 1 # x\nb = 2 # no\n  more\n", `a="1 # x" b="2\nmore"`, []int{2}},
		"all indented":            {"  # no\n  [default]\n  a = 1\n", `a="1"`, []int{1, 3}},
		"comment before a key":    {"[default]\n  # no\na = 1\n", `a="1"`, []int{2}},
		"comment among nested":    {"[default]\ns3 =\n  # no\n  a = 1\n", `s3=""{ a="1" }`, []int{3}},
		"nested without a name":   {"[default]\ns3 =\n  = 0\n  a = 1\n", `s3=""{ a="1" }`, []int{3}},
		"text behind a header":    {"[default] text\na = 1\n", `a="1"`, []int{1}},
		"= in a comment":          {"[default]\na = 1\nb # c = d\n", `a="1"`, []int{3}},
		"old Mac's line ends":     {"# c\r[default]\ra = 1\r  2\r\rb = 3\r", `a="1\n2" b="3"`, []int{1}},
		"form feeds for no lines": {"\f\n[default]\n\f\na = 1\n", `a="1"`, []int{1, 3}},
	} {
		for _, target := range []string{"config", "credentials"} {
			t.Run(name+" in "+target, func(t *testing.T) {
				f := files(tc.text, "")
				if target == "credentials" {
					f = files("", tc.text)
				}
				v := f.View()
				if diff := cmp.Diff("profile default: "+tc.want+"\n", sketch(v)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				sameOneByOne(t, f, v)
				var lines []int
				for _, p := range v.Errors() {
					if !p.Read || p.Pos.File != target {
						t.Errorf("told as one that is not read: %+v", p)
					}
					lines = append(lines, p.Pos.Line)
				}
				if diff := cmp.Diff(tc.lines, lines); diff != "" {
					t.Errorf("lines (-want +got):\n%s", diff)
				}
				if err := v.Err(); err != nil {
					t.Errorf("an error: %v", err)
				}
			})
		}
	}
}

// Each of those lines is told with those that refuse it.
func TestALineThatSDKsRefuseTellsWhich(t *testing.T) {
	f := files("[default]\nregion: eu-west-1\n[profile a]\n  region = x\n", "")
	errs := f.View().Errors()
	want := []string{
		"config line 2 has a colon in place of the =; the AWS SDKs for Java and Rust refuse the file, and the one for JavaScript skips the key.\n" +
			"  2 | region: eu-west-1\n  Write it as  region = eu-west-1 .",
		"config line 4 is indented, although no key stands above it; the AWS SDKs for Java and Rust refuse the file.\n" +
			"  4 |   region = x\n  Start it in the first column.",
	}
	var got []string
	for _, p := range errs {
		got = append(got, f.Tell(p))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The SDKs' own view has nothing of them.
func TestTheSDKViewIsStrict(t *testing.T) {
	f := files("[default]\na = 1\nb: 2\n  3\nc = 4\na:b = 9\n  8\n[profile p] x\nd = 5\n[profile q]\n  e = 6\n  f = 7\ng = 8\n[profile r\nh = 9\n", "")
	want := "profile default: a=\"1\" c=\"4\" a:b=\"9\\n8\"\nprofile q: g=\"8\"\n"
	v := f.SDKView()
	if diff := cmp.Diff(want, sketch(v)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{3, 8, 11, 14}, linesOf(v.Errors())); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func linesOf(list []awsconfig.Problem) []int {
	var lines []int
	for _, p := range list {
		lines = append(lines, p.Pos.Line)
	}
	return lines
}

// A line that nothing reads is the error of its section, and of those that
// build on it, and of no other.
func TestABadLineIsTheErrorOfItsSectionAlone(t *testing.T) {
	f := files(`junk before
[profile good]
region = x
[profile bad]
sso_session my-sso
region = y
[profile built]
source_profile = bad
[profile signed]
sso_session = corp
[sso-session corp]
sso_region
[profile open
region = z
[foo]
junk
[profile elsewhere]
region = w
`, "[elsewhere]\njunk\n[extra]\nregion = v\n")
	v := f.View()
	for name, line := range map[string]int{"good": 0, "extra": 0, "bad": 5, "built": 5, "signed": 12, "open": 13, "elsewhere": 2, "default": 1} {
		got := 0
		part := f.ViewOf(name)
		if err := part.Err(); err != nil {
			for _, p := range part.Errors() {
				if !p.Read && f.Fault(p).Error() == err.Error() {
					got = p.Pos.Line
				}
			}
		}
		if got != line {
			t.Errorf("%s: the error is in line %d, want %d", name, got, line)
		}
		s, ok := v.Profile(name)
		if found, there := f.Find(awsconfig.TypeProfile, name); !ok || !there || (f.ErrIn(s) == nil) != (f.ErrIn(found) == nil) {
			t.Errorf("%s: View and Find differ", name)
		}
		if direct := name != "built" && name != "signed"; direct && (f.ErrIn(s) == nil) != (line == 0) {
			t.Errorf("%s: ErrIn is %v", name, f.ErrIn(s))
		}
	}
	var listed []string
	lines := f.EachProfile(nil, func(s *awsconfig.Section) { listed = append(listed, s.Name) })
	if diff := cmp.Diff([]string{"good", "built", "signed", "extra"}, listed); diff != "" {
		t.Errorf("listed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{1, 5, 12, 13, 16, 2}, linesOf(lines)); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// An orphan line is nobody's where there is a [default].
func TestALineBeforeAnySectionIsNoErrorOfAnExistingDefault(t *testing.T) {
	f := files("region = x\n[default]\nregion = y\n", "")
	if err := f.ViewOf("default").Err(); err != nil {
		t.Error(err)
	}
	if s, _ := f.View().Profile("default"); f.ErrIn(s) != nil || s.Get("region") != "y" {
		t.Errorf("default is %+v", s)
	}
}

// Wherever the AWS CLI reads a file, fob reads the same in it, or warns of the
// line where it does not.
func FuzzAsTheAWSCLIReads(f *testing.F) {
	for _, seed := range looseSeeds() {
		f.Add(seed)
	}
	f.Fuzz(asTheAWSCLIReads)
}

func looseSeeds() []string {
	return []string{
		"[default]\nregion: x\n  y\n\n  z\n[profile a]\n  k = v\n    w\n  l : m\n\tn = o\n", "[profile a] b\nk =\n  # c\n  l = 1\n  = 2\nm = # d\n  e\n",
		"[default]\rk = 1\r  2\r", "[default]\nu: https://x/?a=b\nk # = v\n", "[default]\nk = v ; c\n  # c\n\n  w\n[sso-session s]\nk=\n", "[services s]\na:\n b=c\n  d=e\nf = g\n",
		"[profile a]]\nk = v\n[profile b] ]\nk = v\n", "[DEFAULT]\nk = v\n[default]\n", "  [default]\n  k = v\n    [profile b]\n", "[profile a]\nK = v\n[profile  a]\nk = w\n",
		"[default]\nk = v\n\f\n\u00a0l: w\n\n", "[profile default]\nk = v\n[default]\nk = w\n", "[default]\na:b = c\na!:b = c\n",
	}
}

func asTheAWSCLIReads(t *testing.T, text string) {
	cli, ok := botocore(text)
	if !ok || strings.HasPrefix(text, "\xef\xbb\xbf") || slices.ContainsFunc(strings.FieldsFunc(text, isLineEnd), oddIndent) {
		return
	}
	f := files(text, "")
	v := f.View()
	warned := map[int]bool{}
	for _, p := range v.Warnings() {
		warned[p.Pos.Line] = true
		if strings.Contains(p.Message, "indented section below a key") {
			return // what is below stands in another section for the AWS CLI
		}
	}
	for _, p := range v.Errors() {
		if !p.Read && !fobAloneRefuses(lineOf(text, p.Pos.Line)) {
			t.Fatalf("%q: the AWS CLI reads line %d, fob does not: %s", text, p.Pos.Line, p.Message)
		}
		if !p.Read {
			return
		}
	}
	if slices.ContainsFunc(cli, func(s *cliSection) bool { return s.inside == "DEFAULT" }) {
		return // its keys are everybody's to the AWS CLI, which is warned of
	}
	for i, section := range cli {
		typ, name, known := cliMeaning(section.inside)
		replaced := slices.ContainsFunc(cli[i+1:], func(s *cliSection) bool {
			t, n, known := cliMeaning(s.inside)
			return !known || t == typ && n == name
		})
		if typ == "" || !known || replaced || warned[section.line] {
			continue
		}
		s, found := f.Find(typ, name)
		if !found {
			t.Fatalf("%q: fob does not know the %s %q", text, typ, name)
		}
		for _, k := range section.keys {
			explained := false
			for line := k.first; line <= k.last; line++ {
				explained = explained || warned[line]
			}
			if !explained && inifile.IsName(k.name) && fobKey(s, k.name) != cliText(k) {
				t.Fatalf("%q: the AWS CLI reads %s = %s, fob reads %s and warns of nothing", text, k.name, cliText(k), fobKey(s, k.name))
			}
		}
	}
}

func lineOf(text string, n int) string {
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return strings.Split(text, "\n")[n-1]
}

// fobAloneRefuses reports whether the line is one that fob does not take for
// what the AWS CLI reads in it: a header without its bracket, which that takes
// for a key of the section above, and a carriage return within a line.
func fobAloneRefuses(line string) bool {
	return strings.HasPrefix(pythonStrip(line), "[") || strings.Contains(strings.TrimRight(line, "\r"), "\r")
}

func isLineEnd(r rune) bool { return r == '\r' || r == '\n' }

// oddIndent reports whether a key is indented by other characters than blanks and
// tabs, which the SDKs take for a part of its name.
func oddIndent(line string) bool {
	bare := strings.TrimLeft(line, " \t")
	return strings.IndexFunc(bare, pythonSpace) == 0 && pythonStrip(bare) != ""
}

// fobKey is a key as fob reads it, in the form of cliText.
func fobKey(s *awsconfig.Section, name string) string {
	p, ok := s.Lookup(name)
	if !ok {
		return "nothing"
	}
	k := cliKey{value: p.Value}
	if len(p.Sub) > 0 {
		k.sub = map[string]string{}
		for _, sub := range p.Sub {
			k.sub[sub.Key] = sub.Value
		}
	}
	return cliText(&k)
}

// cliText leaves out what no reader tells apart: blank lines in a value, and
// nested lines without a name that a setting could have.
func cliText(k *cliKey) string {
	var b strings.Builder
	for line := range strings.Lines(k.value + "\n") {
		if line = pythonStrip(line); line != "" {
			fmt.Fprintf(&b, "%q ", line)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(k.sub)) {
		if inifile.IsName(name) {
			fmt.Fprintf(&b, "{%q: %q}", name, k.sub[name])
		}
	}
	return b.String()
}

// An edit changes one value, and no other byte of lines that SDKs refuse.
func TestLinesThatSDKsRefuseStayAsTheyAre(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"a neighbour's": {
			"  # about\n[profile a]\nregion: x # y\n  more\n[profile b] text\n  k=v\n\t# c\n[profile dev]\nregion = old\n",
			"  # about\n[profile a]\nregion: x # y\n  more\n[profile b] text\n  k=v\n\t# c\n[profile dev]\nregion = new\n",
		},
		"its own":          {"[profile dev]\noutput: json # y\nregion: old\nk: v", "[profile dev]\noutput: json # y\nregion: new\nk: v"},
		"among indented":   {"[profile dev]\n  output = json\n    # c\n", "[profile dev]\n  output = json\n    # c\n  region = new\n"},
		"a new section":    {"[profile a]\n  k: v\n", "[profile a]\n  k: v\n\n[profile dev]\nregion = new\n"},
		"old Mac":          {"# c\r[profile dev]\rregion = old\rk = v\r", "# c\r[profile dev]\rregion = new\rk = v\r"},
		"old Mac, a line":  {"[profile dev]\rk = v", "[profile dev]\rk = v\rregion = new"},
		"byte order mark":  {"\xef\xbb\xbf[profile dev]\r\nregion : old\r\n", "\xef\xbb\xbf[profile dev]\r\nregion : new\r\n"},
		"text behind it":   {"[profile dev] text\nregion = old\n", "[profile dev] text\nregion = new\n"},
		"repeated section": {"[profile dev]\nk: v\n[profile dev]\n  region = old\n", "[profile dev]\nk: v\n[profile dev]\n  region = new\n"},
	} {
		t.Run(name, func(t *testing.T) {
			e, p := newEditor(t)
			write(t, p.Config, tc.text)
			mustApply(t, e, setRegion("dev", "new"))
			if diff := cmp.Diff(tc.want, read(t, p.Config)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if _, err := e.Undo(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.text, read(t, p.Config)); diff != "" {
				t.Errorf("after an undo (-want +got):\n%s", diff)
			}
		})
	}
}

// The keys that fob lends to other tools come and go among such lines.
func TestKeysAreWrittenAmongLinesThatSDKsRefuse(t *testing.T) {
	e, p := newEditor(t)
	const text = "[a]\naws_access_key_id: AKIA\n  # c\n[b] text\n  region = x\n"
	write(t, p.Credentials, text)
	if err := e.WriteKeys(t.Context(), []awsconfig.Keys{{Section: "dev", Profile: "dev", Credentials: ident.Credentials{AccessKeyID: "ASIA", SecretAccessKey: "s"}}}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, p.Credentials); !strings.HasPrefix(got, text+"\n[dev]\naws_access_key_id = ASIA\n") {
		t.Errorf("the file is %q", got)
	}
	if _, err := e.ClearKeys(t.Context(), func(awsconfig.Written) bool { return true }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, read(t, p.Credentials)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The diff of an edit masks a secret behind a colon, and shows an old Mac's lines
// as lines.
func TestTheDiffReadsLooseLines(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Credentials, "[dev]\naws_secret_access_key: S3CRETS3CRET\nregion = a\n")
	c, err := e.Preview(awsconfig.Plan{{Target: awsconfig.CredentialsFile, Name: "dev", Key: "region", Value: "b"}})
	if err != nil || strings.Contains(c.Diff(), "S3CRET") || !strings.Contains(c.Diff(), "aws_secret_access_key: "+awsconfig.Masked) {
		t.Errorf("%v\n%s", err, c.Diff())
	}
	write(t, p.Config, "[profile dev]\rregion = a\routput = json\r")
	if c, err = e.Preview(setRegion("dev", "b")); err != nil || !strings.Contains(c.Diff(), "-region = a\n+region = b\n") {
		t.Errorf("%v\n%s", err, c.Diff())
	}
}
