package wsl

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf16"
)

// inUTF16 is what cmd /u writes.
func inUTF16(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

// around is a Windows whose programs answer as told, by their names.
func around(config string, programs map[string]func() (string, error)) Windows {
	return Windows{
		Facts: Facts{Version: 2, Interop: true, Drives: []Drive{{Letter: 'C', Mount: "/mnt/c"}}},
		Has:   func(p string) bool { return programs[p] != nil },
		Read: func(file string) ([]byte, error) {
			if file != "/mnt/c/Users/Zoë & co/.wslconfig" || config == "" {
				return nil, fs.ErrNotExist
			}
			return []byte(config), nil
		},
		Output: func(_ context.Context, _ string, argv ...string) ([]byte, error) {
			program := programs[argv[0]]
			if program == nil {
				return nil, exec.ErrNotFound
			}
			out, err := program()
			return []byte(out), err
		},
	}
}

func says(text string) func() (string, error) { return func() (string, error) { return text, nil } }

func fails(err error) func() (string, error) { return func() (string, error) { return "", err } }

func home() map[string]func() (string, error) {
	return map[string]func() (string, error){
		"cmd.exe": says(inUTF16("USERPROFILE=C:\\Users\\Zoë & co\r\nUSERPROFILE2=x\r\n")),
		"wslpath": says("/mnt/c/Users/Zoë & co\n"),
	}
}

func TestHome(t *testing.T) {
	got, err := around("", home()).Home(t.Context())
	if want := (Home{`C:\Users\Zoë & co`, "/mnt/c/Users/Zoë & co"}); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	off := around("", home())
	off.Facts.Interop = false
	if _, err := off.Home(t.Context()); !errors.Is(err, ErrNoInterop) {
		t.Errorf("without interop: %v", err)
	}
	for name, spoil := range map[string]func(m map[string]func() (string, error)){
		"cmd.exe is not to be found":  func(m map[string]func() (string, error)) { delete(m, "cmd.exe") },
		"does not say USERPROFILE":    func(m map[string]func() (string, error)) { m["cmd.exe"] = says("") },
		"translate the path C:\\User": func(m map[string]func() (string, error)) { m["wslpath"] = fails(errors.New("no")) },
	} {
		programs := home()
		spoil(programs)
		if _, err := around("", programs).Home(t.Context()); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want %q, got %v", name, err)
		}
	}
}

func TestUnreachable(t *testing.T) {
	const answer = "There is nothing here."
	refused := &exec.ExitError{}
	for name, tc := range map[string]struct {
		config, mode string
		curl         func() (string, error)
		version      int
		want         string
	}{
		"NAT with forwarding":                {mode: "nat", curl: says(answer + "\n")},
		"NAT whose forwarding fails":         {mode: "nat", curl: fails(refused), want: "Windows cannot reach 127.0.0.1 of WSL (networking mode nat)"},
		"NAT, and another program answers":   {mode: "nat", curl: says("hello"), want: "Windows cannot reach 127.0.0.1 of WSL (networking mode nat)"},
		"forwarding is turned off":           {config: "[wsl2]\nlocalhostForwarding=false", mode: "nat", want: "Windows does not forward to WSL (localhostForwarding=false)"},
		"the same, with no wslinfo":          {config: "[wsl2]\nlocalhostForwarding=false", want: "Windows does not forward to WSL (localhostForwarding=false)"},
		"mirrored needs no forwarding":       {config: "[wsl2]\nlocalhostForwarding=false\nnetworkingMode=mirrored", mode: "mirrored", curl: says(answer)},
		"mirrored fell back to NAT":          {config: "[wsl2]\nlocalhostForwarding=false\nnetworkingMode=mirrored", mode: "nat", want: "Windows does not forward to WSL (localhostForwarding=false)"},
		"mirrored behind a firewall":         {config: "[wsl2]\nnetworkingMode=mirrored", curl: fails(refused), want: "Windows cannot reach 127.0.0.1 of WSL (networking mode mirrored)"},
		"no network":                         {mode: "none", want: "WSL has no network (networkingMode=none in .wslconfig)"},
		"WSL 1 shares the network":           {config: "[wsl2]\nlocalhostForwarding=false", version: 1, curl: says(answer)},
		"WSL 1, and something is in between": {version: 1, curl: fails(refused), want: "Windows cannot reach 127.0.0.1 of WSL (networking mode WSL 1)"},
		"Windows cannot be asked":            {mode: "nat", want: "nothing has come back from Windows so far"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				programs := home()
				if tc.mode != "" {
					programs["wslinfo"] = says(tc.mode + "\n")
				}
				if tc.curl != nil {
					programs["curl.exe"] = tc.curl
				}
				w := around(tc.config, programs)
				if tc.version != 0 {
					w.Facts.Version = tc.version
				}
				start := time.Now()
				if got := w.Unreachable(t.Context(), "http://127.0.0.1:1/", answer); got != tc.want {
					t.Errorf("got %q, want %q", got, tc.want)
				}
				if waited := time.Since(start); (waited == patience) != strings.HasPrefix(tc.want, "nothing") {
					t.Errorf("said after %s", waited)
				}
			})
		})
	}
}

func TestUnreachableEndsWithTheSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			time.Sleep(time.Second) // of the bubble's own clock
			cancel()
		}()
		if got := around("", home()).Unreachable(ctx, "http://127.0.0.1:1/", "x"); got != "" {
			t.Errorf("got %q", got)
		}
	})
}
