package inifile_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/inifile"
)

// edit runs do on the section whose header begins with the letters given.
func edit(t *testing.T, in, header string, do func(*inifile.Document, *inifile.Section)) string {
	t.Helper()
	d := inifile.Parse([]byte(in))
	for _, s := range d.Sections() {
		if strings.HasPrefix(s.Header(), header) {
			do(d, s)
			return string(d.Bytes())
		}
	}
	t.Fatalf("no section %s", header)
	return ""
}

func TestSetChangesTheValueAlone(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"spacing and comment":                         {"[a]\nk\t=  old  # note\n", "[a]\nk\t=  new  # note\n"},
		"CRLF":                                        {"[a]\r\nk = old\r\nl = 1\r\n", "[a]\r\nk = new\r\nl = 1\r\n"},
		"case of the name":                            {"[a]\nK = old\n", "[a]\nK = new\n"},
		"the last one counts":                         {"[a]\nk = 1\nk = 2\n", "[a]\nk = 1\nk = new\n"},
		"no newline at the end":                       {"[a]\nk = old", "[a]\nk = new"},
		"no value, blanks":                            {"[a]\nk =\n", "[a]\nk = new\n"},
		"no value, no blanks":                         {"[a]\nk=\n", "[a]\nk=new\n"},
		"no value, a comment":                         {"[a]\nk = # note\n", "[a]\nk = new # note\n"},
		"continued value":                             {"[a]\nk = old\n  more\n\n  more\n# c\nl = 1\n", "[a]\nk = new\n# c\nl = 1\n"},
		"nested name of that kind":                    {"[a]\ns3 =\n  k = 1\n", "[a]\ns3 =\n  k = 1\nk = new\n"},
		"new, behind the last key":                    {"[a]\nj = 1\n# c\n\n[b]\n", "[a]\nj = 1\nk = new\n# c\n\n[b]\n"},
		"new, in an empty section":                    {"[a]\n\n[b]\n", "[a]\nk = new\n\n[b]\n"},
		"new, without blanks":                         {"[a]\nj=1\n", "[a]\nj=1\nk=new\n"},
		"new, aligned neighbours":                     {"[a]\nj     = 1\n", "[a]\nj     = 1\nk = new\n"},
		"new, CRLF":                                   {"[a]\r\nj = 1\r\n\r\n[b]\r\n", "[a]\r\nj = 1\r\nk = new\r\n\r\n[b]\r\n"},
		"new, no newline at end":                      {"# c\r\n[a]", "# c\r\n[a]\r\nk = new"},
		"byte order mark":                             {"\xef\xbb\xbf[a]\nk = old\n", "\xef\xbb\xbf[a]\nk = new\n"},
		"colon":                                       {"[a]\nj: 1\nk : old # too\nl = 1\n", "[a]\nj: 1\nk : new\nl = 1\n"},
		"colon, no value":                             {"[a]\nk:\n", "[a]\nk:new\n"},
		"indented keys":                               {"[a]\n  j = 1\n  k = old\n    more\n  # c\n", "[a]\n  j = 1\n  k = new\n  # c\n"},
		"new, among indented keys":                    {"[a]\n  j=1\n    more\n  # c\n\n[b]\n", "[a]\n  j=1\n    more\n  # c\n  k=new\n\n[b]\n"},
		"new, below a colon":                          {"[a]\nj: 1\n", "[a]\nj: 1\nk = new\n"},
		"new, below a comment that would continue it": {"[a]\nj =\n  # c\n", "[a]\nj =\n  # c\nk = new\n"},
		"a section with text behind its header":       {"[a] b\nk = old\n", "[a] b\nk = new\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := edit(t, tc.in, "[a]", func(_ *inifile.Document, s *inifile.Section) {
				if err := s.Set("k", "new"); err != nil {
					t.Fatal(err)
				}
			})
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSetNestedKeepsTheBlock(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"own indent":           {"[a]\ns3 =\n\t k=old\n", "[a]\ns3 =\n\t k=new\n"},
		"# is a value there":   {"[a]\ns3 =\n  k = old # x\n", "[a]\ns3 =\n  k = new\n"},
		"new, the block's way": {"[a]\ns3 =\n\tj=1\nz = 1\n", "[a]\ns3 =\n\tj=1\n\tk=new\nz = 1\n"},
		"new block":            {"[a]\nz = 1\n\n[b]\n", "[a]\nz = 1\ns3 =\n    k = new\n\n[b]\n"},
		"new, like others":     {"[a]\nx =\n  y = 1\n", "[a]\nx =\n  y = 1\ns3 =\n  k = new\n"},
		"block without lines":  {"[a]\ns3 = # c\nz = 1\n", "[a]\ns3 = # c\n    k = new\nz = 1\n"},
		"same name outside":    {"[a]\nk = 1\ns3 =\n  k = old\n", "[a]\nk = 1\ns3 =\n  k = new\n"},
		"no newline at end":    {"[a]\ns3 =\n  j = 1", "[a]\ns3 =\n  j = 1\n  k = new"},
		"colon":                {"[a]\ns3:\n  k = old\n", "[a]\ns3:\n  k = new\n"},
		"indented block":       {"[a]\n  s3 =\n    k = old\n  j = 1\n", "[a]\n  s3 =\n    k = new\n  j = 1\n"},
		"new, indented block":  {"[a]\n    j = 1\n", "[a]\n    j = 1\n    s3 =\n        k = new\n"},
		"deeper than its key":  {"[a]\n    x =\n      y = 1\n  s3 =\n", "[a]\n    x =\n      y = 1\n  s3 =\n      k = new\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := edit(t, tc.in, "[a]", func(_ *inifile.Document, s *inifile.Section) {
				if err := s.SetNested("s3", "k", "new"); err != nil {
					t.Fatal(err)
				}
			})
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestABlockIsNoValueAndAValueNoBlock(t *testing.T) {
	in := "[a]\ns3 =\n  k = 1\nplain = 1\n"
	got := edit(t, in, "[a]", func(_ *inifile.Document, s *inifile.Section) {
		if err := s.Set("s3", "x"); !errors.Is(err, inifile.ErrHasBlock) {
			t.Errorf("Set: %v, want ErrHasBlock", err)
		}
		if err := s.SetNested("plain", "k", "x"); !errors.Is(err, inifile.ErrHasValue) {
			t.Errorf("SetNested: %v, want ErrHasValue", err)
		}
	})
	if got != in {
		t.Errorf("changed all the same: %q", got)
	}
}

func TestUnset(t *testing.T) {
	for name, tc := range map[string]struct{ key, sub, in, want string }{
		"a key":                        {"k", "", "[a]\nj = 1\nk = 1 # c\nl = 1\n", "[a]\nj = 1\nl = 1\n"},
		"every one of the name":        {"k", "", "[a]\nk = 1\nj = 1\nK = 2\n", "[a]\nj = 1\n"},
		"with what continues it":       {"k", "", "[a]\nk = 1\n  2\n\n  3\n\nl = 1\n", "[a]\n\nl = 1\n"},
		"with its block":               {"s3", "", "[a]\ns3 =\n  k = 1\nl = 1\n", "[a]\nl = 1\n"},
		"not inside a block":           {"k", "", "[a]\ns3 =\n  k = 1\n", "[a]\ns3 =\n  k = 1\n"},
		"inside a block":               {"s3", "k", "[a]\nk = 1\ns3 =\n  k = 1\n  l = 1\n", "[a]\nk = 1\ns3 =\n  l = 1\n"},
		"the block's last takes it":    {"s3", "k", "[a]\ns3 =\n  k = 1\nl = 1\n", "[a]\nl = 1\n"},
		"absent":                       {"x", "y", "[a]\nk = 1\n", "[a]\nk = 1\n"},
		"an empty block is left alone": {"s3", "k", "[a]\ns3 =\nl = 1\n", "[a]\ns3 =\nl = 1\n"},
		"with a colon":                 {"k", "", "[a]\nj: 1\nk: 2\n  3\nl: 4\n", "[a]\nj: 1\nl: 4\n"},
		"indented":                     {"k", "", "[a]\n  k = 1\n    2\n  # c\n  l = 1\n", "[a]\n  # c\n  l = 1\n"},
		"with a comment in its block, which would continue the value above": {"k", "", "[a]\nj = 1\nk =\n  # c\n# d\n", "[a]\nj = 1\n# d\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := edit(t, tc.in, "[a]", func(_ *inifile.Document, s *inifile.Section) {
				found := false
				if tc.sub == "" {
					found = s.Unset(tc.key)
				} else {
					found = s.UnsetNested(tc.key, tc.sub)
				}
				if found != (tc.in != tc.want) {
					t.Errorf("found is %v", found)
				}
			})
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAppendLeavesOneEmptyLineAndTakesTheFilesLineEnd(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"empty file":             {"", "[new]\nk = 1\n"},
		"only a byte order mark": {"\xef\xbb\xbf", "\xef\xbb\xbf[new]\nk = 1\n"},
		"content":                {"[a]\nk = 1\n", "[a]\nk = 1\n\n[new]\nk = 1\n"},
		"an empty line is there": {"[a]\nk = 1\n\n", "[a]\nk = 1\n\n[new]\nk = 1\n"},
		"CRLF":                   {"# c\r\n", "# c\r\n\r\n[new]\r\nk = 1\r\n"},
		"no newline at the end":  {"[a]\r\nk = 1", "[a]\r\nk = 1\r\n\r\n[new]\r\nk = 1\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d := inifile.Parse([]byte(tc.in))
			if err := d.Append("new").Set("k", "1"); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, string(d.Bytes())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRemoveTakesItsOwnCommentsAndNoOthers(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"in the middle":              {"[1]\nk = 1\n\n[a]\nk = 1\n\n[b]\n", "[1]\nk = 1\n\n[b]\n"},
		"the first":                  {"[a]\nk = 1\n\n[b]\n", "[b]\n"},
		"the last":                   {"[1]\nk = 1\n\n\n[a]\nk = 1\n", "[1]\nk = 1\n"},
		"the last, empty lines":      {"[1]\nk = 1\n\n[a]\nk = 1\n\n\n", "[1]\nk = 1\n"},
		"the only one":               {"[a]\nk = 1\n", ""},
		"comment above it":           {"[1]\n\n# about a\n; more\n[a]\n\n[b]\n", "[1]\n\n[b]\n"},
		"comment that starts a file": {"# my config\n[a]\n\n[b]\n", "# my config\n\n[b]\n"},
		"comment above the next":     {"[1]\n\n[a]\nk = 1\n# about b\n[b]\n", "[1]\n\n# about b\n[b]\n"},
		"comment below its last key": {"[1]\n\n[a]\nk = 1\n# l = 1\n\n[b]\n", "[1]\n\n[b]\n"},
		"comment standing alone":     {"[1]\n\n[a]\nk = 1\n\n# alone\n\n# about b\n[b]\n", "[1]\n\n# alone\n\n# about b\n[b]\n"},
		"comment at the end of file": {"[1]\n\n[a]\nk = 1\n# its own\n", "[1]\n"},
		"no empty line before it":    {"[1]\n[a]\nk = 1\n\n[b]\n", "[1]\n\n[b]\n"},
		"no newline at the end":      {"[1]\n\n[a]\nk = 1", "[1]\n"},
		"indented comment above it":  {"[1]\nk =\n  # about k\n[a]\nk = 1\n", "[1]\nk =\n  # about k\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := edit(t, tc.in, "[a]", func(d *inifile.Document, s *inifile.Section) {
				d.Remove(s)
				d.Remove(s) // twice is once
			})
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRemovingManyNeighboursInAnyOrder(t *testing.T) {
	in := "[0]\nk = 1\n" + strings.Repeat("\n# c\n[a]\nk = 1\n", 1000)
	for name, order := range map[string]func(i int) int{
		"forwards":  func(i int) int { return i },
		"backwards": func(i int) int { return 999 - i },
		"shuffled":  func(i int) int { return i * 7 % 1000 },
	} {
		t.Run(name, func(t *testing.T) {
			d := inifile.Parse([]byte(in))
			sections := d.Sections()[1:]
			for i := range sections {
				d.Remove(sections[order(i)])
			}
			if got := string(d.Bytes()); got != "[0]\nk = 1\n" {
				t.Errorf("left %q", got)
			}
		})
	}
}

func TestWhatIsAppendedAndRemovedLeavesNoTrace(t *testing.T) {
	for _, in := range []string{"", "[a]\nk = 1\n", "[a]\r\nk = 1\r\n", "# c\n"} {
		d := inifile.Parse([]byte(in))
		s := d.Append("new")
		if err := errors.Join(s.Set("k", "1"), s.SetNested("s3", "l", "2")); err != nil {
			t.Fatal(err)
		}
		d.Remove(s)
		if got := string(d.Bytes()); got != in {
			t.Errorf("%q became %q", in, got)
		}
	}
}

// Whatever the bytes are, they come back; and any edit of them neither panics
// nor touches a line of another section.
func FuzzBytesInAreBytesOut(f *testing.F) {
	for _, seed := range []string{
		"", "\n", "\r", "\xef\xbb\xbf", "[a]", "[a]\nk = v # c\n", "[a]\r\nk =\r\n\ts = v\r\n", "[a]\nk = v\n  w\n\n  x\n[b] y\n[\n=\n  ;",
		"k\n[a]\nk\n k\n[b]\nk =\n=\n", "[a]\n  k: v\n    w\n  # c\nn:\n  k = v\n[a] b\n  n =\n   # c\n", "[a]\n# c\n[b]\n\n# d\n", "\x00[\xff]\n\xff = \xff",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if got := inifile.Parse(in).Bytes(); !bytes.Equal(got, in) {
			t.Fatalf("%q came back as %q", in, got)
		}
		for i := range inifile.Parse(in).Sections() {
			d := inifile.Parse(in)
			s := d.Sections()[i]
			_ = s.Set("k", "v")
			_ = s.SetNested("n", "k", "v")
			s.Unset("k")
			s.UnsetNested("n", "k")
			d.Append("new")
			d.Remove(s)
			if want, got := len(inifile.Parse(in).Sections()), len(d.Sections()); got != want {
				t.Fatalf("%q: %d sections, want %d", in, got, want)
			}
			_ = d.Bytes()
		}
	})
}
