package tour

import (
	"bytes"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/output"
)

func TestCommandsAreShownAsTheyAreTyped(t *testing.T) {
	for want, words := range map[string][]string{
		"fob version":                   {"fob", "version"},
		`fob exec -- "two words"`:       {"fob", "exec", "--", "two words"},
		`fob x --trim "(?<=admin)istr"`: {"fob", "x", "--trim", "(?<=admin)istr"},
		`fob x "^aws" ""`:               {"fob", "x", "^aws", ""},
	} {
		if got := typed(words, false); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestLongCommandsBreakBeforeFlags(t *testing.T) {
	words := []string{"fob", "configure", "sso", "--sso-start-url", "https://my-company.awsapps.com/start", "--sso-region", "us-east-1", "--profile", "p"}
	for powerShell, end := range map[bool]string{false: ` \`, true: " `"} {
		lines := strings.Split(typed(words, powerShell), "\n")
		if len(lines) != 2 || !strings.HasSuffix(lines[0], end) || !strings.HasPrefix(strings.TrimSpace(lines[1]), "--") {
			t.Errorf("got %q", lines)
		}
		joined := strings.Join(strings.Fields(strings.ReplaceAll(strings.Join(lines, " "), end+" ", " ")), " ")
		if joined != strings.Join(words, " ") {
			t.Errorf("together they are %q", joined)
		}
	}
}

func TestOnlyLongAddressesAreCut(t *testing.T) {
	long := "http://127.0.0.1:1/authorize?" + strings.Repeat("x", 300)
	if got := short("visit: " + long + " now"); got != "visit: "+long[:longest]+"… now" {
		t.Errorf("got %s", got)
	}
	for _, same := range []string{"", "visit http://127.0.0.1:1/x", "arn:" + strings.Repeat("a", 200)} {
		if got := short(same); got != same {
			t.Errorf("%q became %q", same, got)
		}
	}
}

func TestAScreenShowsLinesAsTheyEnd(t *testing.T) {
	var out bytes.Buffer
	var heard []string
	s := &screen{g: &guide{Tour: Tour{Out: output.New(&out)}, ctx: t.Context()}, onOut: func(l string) { heard = append(heard, l) }}
	for _, part := range []string{"a", "b\r\n\nc", "d"} {
		if n, err := s.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatal(n, err)
		}
	}
	if got := s.end(); got != "ab\r\n\ncd" || out.String() != "   ab\n\n   cd\n" || strings.Join(heard, "|") != "ab||cd" {
		t.Errorf("kept %q, showed %q, heard %q", got, out.String(), heard)
	}
}
