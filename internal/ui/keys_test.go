package ui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDecode(t *testing.T) {
	for name, tc := range map[string]struct {
		in   string
		want key
		rest string
	}{
		"a letter":                  {"ab", key{text: "a"}, "b"},
		"a letter of several bytes": {"éb", key{text: "é"}, "b"},
		"Enter":                     {"\rb", key{name: "enter"}, "b"},
		"Enter typed ahead":         {"\nb", key{name: "enter"}, "b"},
		"Ctrl-C":                    {"\x03", key{name: "ctrl+c"}, ""},
		"Ctrl-U":                    {"\x15x", key{name: "ctrl+u"}, "x"},
		"Backspace":                 {"\x7f", key{name: "backspace"}, ""},
		"an arrow":                  {"\x1b[Ax", key{name: "up"}, "x"},
		"an arrow with Shift":       {"\x1b[1;2Bx", key{name: "down"}, "x"},
		"an arrow, application":     {"\x1bODx", key{name: "left"}, "x"},
		"Page Down":                 {"\x1b[6~", key{name: "pgdown"}, ""},
		"Home of rxvt":              {"\x1b[7~", key{name: "home"}, ""},
		"a function key":            {"\x1b[15~x", key{}, "x"},
		"Alt with a letter":         {"\x1bfx", key{}, "x"},
		"Escape twice":              {"\x1b\x1b", key{name: "esc"}, "\x1b"},
		"a paste":                   {"\x1b[200~one\rtwo\x1b[201~x", key{text: "one\rtwo"}, "x"},
		"no UTF-8":                  {"\xffx", key{}, "x"},
		"half a letter":             {"\xc3", key{}, "\xc3"},
		"half a sequence":           {"\x1b[1;", key{}, "\x1b[1;"},
		"half a paste":              {"\x1b[200~one", key{}, "\x1b[200~one"},
	} {
		t.Run(name, func(t *testing.T) {
			got, n := decode([]byte(tc.in), false)
			if d := cmp.Diff(tc.want, got, cmp.AllowUnexported(key{})); d != "" || tc.in[n:] != tc.rest {
				t.Errorf("rest %q, want %q\n%s", tc.in[n:], tc.rest, d)
			}
		})
	}
}

func TestKeysComeWholeHoweverTheyArrive(t *testing.T) {
	const typed = "aé\x1b[A\x1b[200~x\ny\x1b[201~\r"
	i := input{in: iotest.OneByteReader(strings.NewReader(typed))}
	var got []key
	for {
		k, err := i.key(context.Background())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, k)
	}
	want := []key{{text: "a"}, {text: "é"}, {name: "up"}, {text: "x\ny"}, {name: "enter"}}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(key{})); d != "" {
		t.Error(d)
	}
}

func TestEscapeAloneIsAKeyAfterAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		go func() {
			_, _ = w.Write([]byte{escapeByte})
			time.Sleep(time.Second) // in the bubble's time
			_, _ = w.Write([]byte("[A"))
			w.Close()
		}()
		i := input{in: r}
		for n, want := range []key{{name: "esc"}, {text: "["}, {text: "A"}} {
			if k, err := i.key(context.Background()); err != nil || k != want {
				t.Errorf("key %d is %+v, %v; want %+v", n, k, err, want)
			}
		}
	})
}

// FuzzDecode: whatever a terminal sends, decoding goes on and never stops short.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"a", "\x1b", "\x1b[A", "\x1b[200~x\x1b[201~", "\x1bO", "\xff\xfe", "é\r"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		for buf := in; len(buf) > 0; {
			k, n := decode(buf, true)
			if n == 0 && bytes.HasPrefix(buf, []byte("\x1b[200~")) {
				return // a paste whose end may still come
			}
			if n <= 0 || n > len(buf) {
				t.Fatalf("decode(%q) took %d bytes as %+v", buf, n, k)
			}
			buf = buf[n:]
		}
	})
}
