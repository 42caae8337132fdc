package rcfile_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/rcfile"
)

// utf16le is text as Windows PowerShell 5.1 writes it when it is not told otherwise.
func utf16le(s string) []byte { return wide(s, 0xFF, 0xFE, 0) }

func utf16be(s string) []byte { return wide(s, 0xFE, 0xFF, 8) }

func wide(s string, bom1, bom2 byte, shift int) []byte {
	out := []byte{bom1, bom2}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>shift), byte(u>>(8-shift)))
	}
	return out
}

func TestABlockIsWrittenAsTheFileIs(t *testing.T) {
	const block = "# >>> fob hook >>>\nload\n# <<< fob hook <<<\n"
	for name, tc := range map[string]struct{ before, after []byte }{
		"plain":              {[]byte("a\n"), []byte("a\n" + block)},
		"Windows line ends":  {[]byte("a\r\nb\r\n"), []byte("a\r\nb\r\n" + strings.ReplaceAll(block, "\n", "\r\n"))},
		"UTF-8 with a mark":  {[]byte("\ufeffü\n"), []byte("\ufeffü\n" + block)},
		"UTF-16":             {utf16le("ü\r\n"), utf16le("ü\r\n" + strings.ReplaceAll(block, "\n", "\r\n"))},
		"UTF-16, big endian": {utf16be("ü😀\n"), utf16be("ü😀\n" + block)},
		"a code page":        {[]byte("\xfc\n"), []byte("\xfc\n" + block)},
		"empty":              {[]byte{}, []byte(block)},
		"only a mark":        {utf16le(""), utf16le(block)},
		"no file":            {nil, []byte(strings.Replace(block, " >>>\n", ", in a file that fob made >>>\n", 1))},
		"no last line end":   {[]byte("a"), []byte("a\n" + strings.Replace(block, " >>>\n", ", after a line without end >>>\n", 1))},
	} {
		t.Run(name, func(t *testing.T) {
			after, err := rcfile.Set(tc.before, "hook", []string{"load"}, "\n")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(tc.after), string(after)); diff != "" {
				t.Error(diff)
			}
			if again, err := rcfile.Set(after, "hook", []string{"load"}, "\n"); err != nil || !bytes.Equal(again, after) {
				t.Errorf("a second time: %v %q", err, again)
			}
			back, err := rcfile.Remove(after, "hook")
			if err != nil || !bytes.Equal(back, tc.before) || (back == nil) != (tc.before == nil) {
				t.Errorf("taken out: %v %q", err, back)
			}
		})
	}
}

// What a person writes around the blocks afterwards stays too, and is never
// glued to the line before.
func TestLaterLinesStay(t *testing.T) {
	set := func(data []byte, name string) []byte {
		out, err := rcfile.Set(data, name, []string{name + " line"}, "\n")
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	remove := func(data []byte, name string) []byte {
		out, err := rcfile.Remove(data, name)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"behind, once there was no end":       {[]byte("a"), "a\nb\n"},
		"behind, in a file that fob made":     {nil, "b\n"},
		"behind, and the file had ended well": {[]byte("a\n"), "a\nb\n"},
	} {
		data := append(set(set(tc.data, "hook"), "profile"), "b\n"...)
		for _, order := range [][2]string{{"hook", "profile"}, {"profile", "hook"}} {
			if got := remove(remove(data, order[0]), order[1]); string(got) != tc.want {
				t.Errorf("%s, %s first: %q", name, order[0], got)
			}
		}
	}
	changed, err := rcfile.Set(append(set(nil, "hook"), "b"...), "hook", []string{"x", "y"}, "\n")
	if want := "# >>> fob hook, in a file that fob made >>>\nx\ny\n# <<< fob hook <<<\nb"; err != nil || string(changed) != want {
		t.Errorf("%v\n%s", err, changed)
	}
}

// Both blocks leave exactly what was there before the first, whichever goes first.
func TestTwoBlocksGoInEitherOrder(t *testing.T) {
	for name, before := range map[string][]byte{
		"no file": nil, "an empty file": {}, "no last line end": []byte("a"), "plain": []byte("a\n"),
		"UTF-16": utf16le("ü\r\n"), "UTF-16 without a last line end": utf16le("ü"),
	} {
		data := before
		for _, block := range []string{"hook", "profile"} {
			var err error
			if data, err = rcfile.Set(data, block, []string{"x"}, "\n"); err != nil {
				t.Fatal(err)
			}
		}
		for _, order := range [][2]string{{"hook", "profile"}, {"profile", "hook"}} {
			rest, err := rcfile.Remove(data, order[0])
			if err != nil {
				t.Fatal(err)
			}
			rest, err = rcfile.Remove(rest, order[1])
			if err != nil || !bytes.Equal(rest, before) || (rest == nil) != (before == nil) {
				t.Errorf("%s, %s first: %v, %q, want %q", name, order[0], err, rest, before)
			}
		}
	}
}

func TestABlockWithoutItsOtherHalfIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		data string
		line int
	}{
		"no end":              {"a\n# >>> fob hook >>>\nload\n", 2},
		"no beginning":        {"a\nb\n# <<< fob hook <<<\n", 3},
		"twice":               {"# >>> fob hook >>>\n# <<< fob hook <<<\n# >>> fob hook >>>\n# <<< fob hook <<<\n", 3},
		"one in another":      {"# >>> fob hook >>>\n# >>> fob profile >>>\n# <<< fob profile <<<\n# <<< fob hook <<<\n", 1},
		"the end of another":  {"# >>> fob hook >>>\n# <<< fob profile <<<\n", 2},
		"another one is wide": {"\n\n# >>> fob profile, after a line without end >>>\n", 3},
	} {
		for _, data := range [][]byte{[]byte(tc.data), utf16le(tc.data), []byte(strings.ReplaceAll(tc.data, "\n", "\r\n"))} {
			_, err := rcfile.Set(data, "hook", nil, "\n")
			_, err2 := rcfile.Remove(data, "hook")
			for _, err := range []error{err, err2} {
				if broken := (*rcfile.Broken)(nil); !errors.As(err, &broken) || broken.Line != tc.line {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}

func TestWhatIsNoTextIsRefused(t *testing.T) {
	for name, data := range map[string]string{
		"half a character":      "\xff\xfea",
		"UTF-16 without a mark": "a\x00b\x00",
		"UTF-32":                "\xff\xfe\x00\x00a\x00\x00\x00",
	} {
		if _, err := rcfile.Set([]byte(data), "hook", nil, "\n"); !errors.As(err, new(*rcfile.Unreadable)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBlocksAreFoundWithTheirLines(t *testing.T) {
	data := utf16le("x\r\n# >>> fob profile >>>\r\n$env:AWS_PROFILE = 'ü'\r\n# <<< fob profile <<<\r\ny")
	b, ok, err := rcfile.Find(data, "profile")
	want := rcfile.Block{Name: "profile", First: 2, Last: 4, Lines: []string{"$env:AWS_PROFILE = 'ü'"}}
	if diff := cmp.Diff(want, b); diff != "" || !ok || err != nil {
		t.Errorf("%v %v\n%s", ok, err, diff)
	}
	if _, ok, _ := rcfile.Find(data, "hook"); ok {
		t.Error("found a block that is not there")
	}
	lines, err := rcfile.Lines(data)
	if err != nil || len(lines) != 5 || lines[4] != "y" {
		t.Errorf("%v %q", err, lines)
	}
}

// Whatever the bytes are: blocks put in and taken out in any order leave the
// old file, and nothing outside them changes meanwhile.
func FuzzBlocksComeAndGo(f *testing.F) {
	for _, data := range []string{"", "a", "a\n", "a\r\n", "a\r", "\r\n\r", "\ufeff", "\xff\xfe", "\xff\xfea\x00\n\x00", "\xff\xfea\x00", "\xfe\xff\x00a\x00\r", "\xfc\n\xff", "# >>> fob x >>>\n# <<< fob x <<<\n", "\xff\xfe\x0a\x0d"} {
		f.Add([]byte(data), "load", uint8(0b1_1001), true)
		f.Add([]byte(data), "x\ny", uint8(0b1_0110), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, body string, deeds uint8, crlf bool) {
		blocks, err := rcfile.Blocks(data)
		if err != nil || strings.ContainsAny(body, "\r\x00") || strings.Contains(body, "# ") {
			return
		}
		for _, b := range blocks {
			if b.Name == "hook" || b.Name == "profile" {
				return
			}
		}
		if len(data) == 0 && deeds&0x80 != 0 {
			data = nil
		}
		newline := map[bool]string{true: "\r\n", false: "\n"}[crlf]
		now := data
		for i := range 3 {
			name := [2]string{"hook", "profile"}[deeds>>(2*i)&1]
			before := now
			if deeds>>(2*i+1)&1 == 0 {
				now = must(rcfile.Set(now, name, strings.Split(body, "\n"), newline))(t)
			} else {
				now = must(rcfile.Remove(now, name))(t)
			}
			if !bytes.HasPrefix(now, data) {
				t.Fatalf("%q became %q", before, now)
			}
		}
		names := [2]string{"hook", "profile"}
		for i := range 2 {
			now = must(rcfile.Remove(now, names[(i+int(deeds>>6))%2]))(t)
		}
		if !bytes.Equal(now, data) || (now == nil) != (data == nil) {
			t.Fatalf("%q came back as %q", data, now)
		}
	})
}

func must(data []byte, err error) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
}
