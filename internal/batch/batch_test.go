package batch

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestIs(t *testing.T) {
	for path, want := range map[string]bool{
		`C:\nodejs\npm.cmd`: true, "AZ.CMD": true, "x.bat": true, "x.bat. .": true,
		"tool.exe": false, "cmd": false, ".cmd.exe": false, "bat": false, "": false,
	} {
		if got := Is(path); got != want {
			t.Errorf("Is(%q) is %v", path, got)
		}
	}
}

func TestLine(t *testing.T) {
	const head, tail = `cmd.exe /d /e:on /v:off /s /c ""C:\a b\t.cmd"`, `"`
	for name, tc := range map[string]struct {
		args []string
		want string // after the head, before the last quote
	}{
		"none":                     {nil, ``},
		"plain":                    {[]string{"a", "b-c.d"}, ` a b-c.d`},
		"blanks":                   {[]string{"a b", "c"}, ` a" b" c`},
		"empty":                    {[]string{"", "a"}, ` "" a`},
		"another command":          {[]string{"&calc.exe"}, ` "&calc.exe"`},
		"out of the quotes":        {[]string{`"&calc.exe`}, ` \"&calc.exe`},
		"in the next argument":     {[]string{`"`, "&calc.exe", "x y"}, ` \" &calc.exe x" y"`},
		"both after a quote":       {[]string{`" & "`}, ` \"" "&" \""`},
		"backslashes then a quote": {[]string{`a\\"b`}, ` a\\\\\"b`},
		"a backslash at the end":   {[]string{`C:\`, `a b\`}, ` C:\ a" b\\"`},
		"a backslash in between":   {[]string{`C:\x`}, ` C:\x`},
		"a variable":               {[]string{"%PATH%"}, ` "%%cd:~,%PATH%%cd:~,%"`},
	} {
		got, err := Line(`C:\a b\t.cmd`, tc.args)
		if err != nil || got != head+tc.want+tail {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	for _, arg := range []string{"a\nb", "a\rb", "a\x00b"} {
		if line, err := Line("t.cmd", []string{arg}); err == nil {
			t.Errorf("%q became %s", arg, line)
		}
	}
	if line, err := Line("t\".cmd", nil); err == nil {
		t.Errorf("a path with a quote became %s", line)
	}
}

// FuzzLine reads the line as its two readers do: cmd.exe finds nothing outside
// of quotes that means anything, and no percent sign without its empty
// expansion; the program finds the arguments, by the rules of C programs of any
// age.
func FuzzLine(f *testing.F) {
	for _, s := range []string{"", `"`, `\"`, `""`, "&", "%", "%%", `\\`, "^", "!", `"%PATH%" & calc`, "ü€🔑", `" "`, `a\ "b`, "(x)"} {
		f.Add(s, "second")
		f.Add("first", s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) {
			return // Windows has no other text
		}
		line, err := Line(`C:\t.cmd`, []string{a, b})
		if err != nil {
			if !strings.ContainsAny(a+b, "\r\n\x00") {
				t.Errorf("%q, %q: %v", a, b, err)
			}
			return
		}
		inner := strings.TrimSuffix(strings.TrimPrefix(line, `cmd.exe /d /e:on /v:off /s /c "`), `"`)
		if cut := strings.ReplaceAll(inner, "%%cd:~,%", ""); strings.Contains(cut, "%") {
			t.Errorf("a percent sign stands open in %s", line)
		}
		seen := strings.ReplaceAll(inner, "%%cd:~,%", "%")
		quoted := false
		for _, r := range seen {
			switch {
			case r == '"':
				quoted = !quoted
			case !quoted && strings.ContainsRune("&|<>()^,;=!%@", r):
				t.Fatalf("%q stands open in %s", r, line)
			}
		}
		for _, modern := range []bool{false, true} {
			if got := arguments(seen, modern); !slices.Equal(got, []string{`C:\t.cmd`, a, b}) {
				t.Errorf("%q, %q arrive as %q from %s", a, b, got, line)
			}
		}
	})
}

// arguments splits a command line as C programs do. Modern ones go on within
// quotes after "", the ones before 2008 do not.
//
// Source: Microsoft, "Parsing C command-line arguments".
func arguments(line string, modern bool) (args []string) {
	var arg strings.Builder
	quoted, begun, slashes := false, false, 0
	flush := func() {
		arg.WriteString(strings.Repeat(`\`, slashes))
		slashes = 0
	}
	for rest := line; rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		rest = rest[n:]
		switch {
		case r == '\\':
			slashes++
			begun = true
			continue
		case r == '"' && slashes%2 == 1:
			slashes /= 2
			flush()
			arg.WriteByte('"')
		case r == '"':
			slashes /= 2
			flush()
			if quoted && strings.HasPrefix(rest, `"`) {
				arg.WriteByte('"')
				rest = rest[1:]
				quoted = modern
			} else {
				quoted = !quoted
			}
		case (r == ' ' || r == '\t') && !quoted:
			flush()
			if begun {
				args = append(args, arg.String())
			}
			arg.Reset()
			begun = false
			continue
		default:
			flush()
			arg.WriteRune(r)
		}
		begun = true
	}
	flush()
	if begun {
		args = append(args, arg.String())
	}
	return args
}
