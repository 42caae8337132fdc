package browser

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/wsl"
)

const page = "https://oidc.us-east-1.amazonaws.com/authorize?a=b&c=it's"

func TestChoose(t *testing.T) {
	display := map[string]string{"DISPLAY": ":0"}
	for name, tc := range map[string]struct {
		goos    string
		env     map[string]string
		setting string
		has     string // programs that are installed
		want    []string
		reason  string // a part of it
	}{
		"linux":                              {"linux", display, "", "xdg-open firefox", []string{"xdg-open", page}, ""},
		"linux with wayland":                 {"linux", map[string]string{"WAYLAND_DISPLAY": "w"}, "", "xdg-open", []string{"xdg-open", page}, ""},
		"linux without xdg-open":             {"linux", display, "", "gio firefox", []string{"gio", "open", page}, ""},
		"linux without anything":             {"linux", display, "", "", nil, "no xdg-open"},
		"no display":                         {"linux", nil, "", "xdg-open", nil, "no graphical display"},
		"freebsd":                            {"freebsd", display, "", "xdg-open", []string{"xdg-open", page}, ""},
		"a remote shell":                     {"linux", map[string]string{"DISPLAY": ":10", "SSH_CONNECTION": "a b"}, "", "xdg-open", nil, "SSH_CONNECTION"},
		"a remote shell on a mac":            {"darwin", map[string]string{"SSH_TTY": "/dev/ttys001"}, "", "", nil, "SSH_TTY"},
		"a remote shell with BROWSER":        {"linux", map[string]string{"SSH_TTY": "x", "BROWSER": "code-open"}, "", "code-open", []string{"code-open", page}, ""},
		"mac":                                {"darwin", nil, "", "", []string{"/usr/bin/open", page}, ""},
		"windows":                            {"windows", map[string]string{"SystemRoot": `D:\Win`}, "", "", []string{`D:\Win\System32\rundll32.exe`, "url.dll,FileProtocolHandler", page}, ""},
		"windows without its root":           {"windows", nil, "", "", []string{`C:\Windows\System32\rundll32.exe`, "url.dll,FileProtocolHandler", page}, ""},
		"BROWSER":                            {"linux", map[string]string{"DISPLAY": ":0", "BROWSER": "firefox"}, "", "firefox xdg-open", []string{"firefox", page}, ""},
		"BROWSER with arguments":             {"linux", map[string]string{"BROWSER": `"my browser" -P 'a b' c\ d`}, "", "my browser", []string{"my browser", "-P", "a b", "c d", page}, ""},
		"BROWSER with a place for it":        {"linux", map[string]string{"BROWSER": "w --app=%s --new"}, "", "w", []string{"w", "--app=" + page, "--new"}, ""},
		"BROWSER in the background":          {"linux", map[string]string{"BROWSER": "w %s &"}, "", "w", []string{"w", page}, ""},
		"BROWSER with & attached":            {"linux", map[string]string{"BROWSER": "w -x&"}, "", "w", []string{"w", "-x", page}, ""},
		"BROWSER is a list":                  {"linux", map[string]string{"BROWSER": "gone:w3m:firefox"}, "", "w3m firefox", []string{"w3m", page}, ""},
		"BROWSER on windows":                 {"windows", map[string]string{"BROWSER": `gone;"C:\Program Files\b.exe" -x`}, "", `C:\Program Files\b.exe`, []string{`C:\Program Files\b.exe`, "-x", page}, ""},
		"BROWSER that is not there":          {"linux", map[string]string{"DISPLAY": ":0", "BROWSER": "gone"}, "", "xdg-open", []string{"xdg-open", page}, ""},
		"the setting comes before BROWSER":   {"linux", map[string]string{"BROWSER": "w3m"}, "firefox -P work", "w3m firefox", []string{"firefox", "-P", "work", page}, ""},
		"a setting that names no program":    {"linux", map[string]string{"BROWSER": "w3m"}, " : & : ''", "w3m", []string{"w3m", page}, ""},
		"the program is never a place for %": {"linux", map[string]string{"BROWSER": "%s"}, "", "", nil, "no graphical display"},
	} {
		t.Run(name, func(t *testing.T) {
			has := strings.Fields(tc.has)
			if strings.Contains(tc.has, "my browser") || strings.Contains(tc.has, "Program Files") {
				has = []string{tc.has}
			}
			m := Machine{Env: paths.FromMap(tc.goos, tc.env), Setting: tc.setting, Has: func(p string) bool { return slices.Contains(has, p) }}
			got := Choose(m, page)
			if diff := cmp.Diff(tc.want, got.Argv); diff != "" || !strings.Contains(got.Reason, tc.reason) || (got.Reason == "") != (tc.want != nil) {
				t.Errorf("got %+v\n%s", got, diff)
			}
		})
	}
}

// Everything of WSL but the choice of a program is in the package wsl.
func TestChooseInWSL(t *testing.T) {
	const inert = "https://oidc.us-east-1.amazonaws.com/authorize?a=b&c=it%27s"
	drives := []wsl.Drive{{Letter: 'C', Mount: "/win/c"}}
	for name, tc := range map[string]struct {
		facts  wsl.Facts
		has    string
		want   []string
		reason string
	}{
		"the person's own choice":        {wsl.Facts{Version: 2, Interop: true}, "wslview rundll32.exe", []string{"wslview", inert}, ""},
		"without wslu":                   {wsl.Facts{Version: 2, Interop: true}, "rundll32.exe powershell.exe", []string{"rundll32.exe", "url.dll,FileProtocolHandler", inert}, ""},
		"PowerShell":                     {wsl.Facts{Version: 1, Interop: true}, "powershell.exe explorer.exe", []string{"powershell.exe", "-NoProfile", "-NonInteractive", "-Command", "Start-Process '" + inert + "'"}, ""},
		"Explorer alone":                 {wsl.Facts{Version: 2, Interop: true}, "explorer.exe", []string{"explorer.exe", inert}, ""},
		"the PATH of Windows is off":     {wsl.Facts{Version: 2, Interop: true, Drives: drives}, "/win/c/Windows/System32/rundll32.exe", []string{"/win/c/Windows/System32/rundll32.exe", "url.dll,FileProtocolHandler", inert}, ""},
		"PowerShell off the PATH":        {wsl.Facts{Version: 2, Interop: true, Drives: drives}, "/win/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe", []string{"/win/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe", "-NoProfile", "-NonInteractive", "-Command", "Start-Process '" + inert + "'"}, ""},
		"interop is off":                 {wsl.Facts{Version: 2}, "rundll32.exe xdg-open", nil, "can be started"},
		"nothing of Windows is in sight": {wsl.Facts{Version: 2, Interop: true}, "xdg-open", nil, "is to be found"},
	} {
		t.Run(name, func(t *testing.T) {
			has := strings.Fields(tc.has)
			m := Machine{Env: paths.FromMap("linux", map[string]string{"DISPLAY": ":0"}), WSL: tc.facts, Has: func(p string) bool { return slices.Contains(has, p) }}
			got := Choose(m, page)
			if diff := cmp.Diff(tc.want, got.Argv); diff != "" || !strings.Contains(got.Reason, tc.reason) || got.Abroad != (tc.want != nil) {
				t.Errorf("got %+v\n%s", got, diff)
			}
		})
	}
}

func TestWhoseBrowserItIs(t *testing.T) {
	for program, abroad := range map[string]bool{"firefox": false, "wslview": true, "/usr/bin/wslview": true, "/mnt/c/Edge/msedge.exe": true} {
		m := Machine{Env: paths.FromMap("linux", map[string]string{"BROWSER": program}), Has: func(string) bool { return true }, WSL: wsl.Facts{Version: 2}}
		if p := Choose(m, page); p.Argv[0] != program || p.Abroad != abroad {
			t.Errorf("%s: %+v", program, p)
		}
	}
}

// What PowerShell is given is one string: nothing in an address ends it, be it
// one of the typographic quotes that PowerShell takes for quotes.
func FuzzFromWSLNothingIsInjected(f *testing.F) {
	for _, s := range []string{"a'; calc; '", "\u2019;calc;\u2018", "\u201a\u201b", "$(calc)", "`'", "&calc", "%27"} {
		f.Add("https://x.example/?" + s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		m := Machine{Env: paths.FromMap("linux", nil), WSL: wsl.Facts{Version: 2, Interop: true}, Has: func(p string) bool { return p == "powershell.exe" }}
		p := Choose(m, address)
		if p.Argv == nil {
			return
		}
		text, ok := strings.CutPrefix(p.Argv[4], "Start-Process '")
		text, ok2 := strings.CutSuffix(text, "'")
		if !ok || !ok2 || strings.ContainsAny(text, "'\u2018\u2019\u201a\u201b\"\n\r ") {
			t.Errorf("PowerShell is given %q", p.Argv[4])
		}
	})
}

func TestOnlyWebAddressesAreOpened(t *testing.T) {
	m := Machine{Env: paths.FromMap("darwin", nil), Has: func(string) bool { return true }}
	for _, address := range []string{"", "file:///etc/passwd", "-a Calculator", "javascript:alert(1)", "https:", "https://x/\n", "https://x/a b", `https://x/"`, "\\\\host\\share"} {
		if p := Choose(m, address); p.Argv != nil || p.Reason == "" {
			t.Errorf("%q: %+v", address, p)
		}
	}
}

func FuzzListed(f *testing.F) {
	for _, s := range []string{"a", "a %s &", `"a b"`, `a\`, "'", ":", "a:b %s%s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, list string) {
		m := Machine{Env: paths.FromMap("linux", nil), Has: func(string) bool { return true }}
		argv := m.listed(list, page)
		if argv == nil {
			return
		}
		if argv[0] == "" || !strings.Contains(strings.Join(argv[1:], " "), page) {
			t.Errorf("%q became %q", list, argv)
		}
	})
}
