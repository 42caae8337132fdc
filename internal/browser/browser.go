// Package browser decides how a browser is started on a machine, and starts
// it. It never writes to stdout and never waits for the browser.
package browser

import (
	"fmt"
	"path"
	"strings"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/wsl"
)

// Machine is what the decision depends on. All of it is data, so that every
// system's way is tried on every system.
type Machine struct {
	Env     paths.Environ
	Setting string // fob_browser in the config file, written like BROWSER
	// Has reports whether a program can be run: a name on PATH, or a path.
	Has func(program string) bool
	WSL wsl.Facts // zero where this is no WSL
}

// Plan is what to run, or why there is no browser here.
type Plan struct {
	Argv   []string // the program and its arguments, the URL among them
	Reason string   // why there is none; set exactly when Argv is empty
	// Abroad says that this is WSL and the browser one of Windows, to which
	// 127.0.0.1 may be another machine.
	Abroad bool
}

// Choose plans how to open an address on a machine: the setting, BROWSER, no
// browser in a remote shell or without a display, the Windows outside of WSL,
// and then the system's own way.
//
// Only http and https addresses are ever opened: others can start programs. One
// begins with its scheme, so no program takes it for a flag.
func Choose(m Machine, address string) Plan {
	if _, err := ident.ParseWebPage(address); err != nil {
		return Plan{Reason: "the address is not a web address"}
	}
	for _, list := range [...]string{m.Setting, m.Env.Get("BROWSER")} {
		if argv := m.listed(list, address); argv != nil {
			return Plan{Argv: argv, Abroad: m.WSL.Version != 0 && ofWindows(argv[0])}
		}
	}
	if v, name := m.Env.First("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"); v != "" {
		return Plan{Reason: "this is a remote shell (" + name + " is set)"}
	}
	switch m.Env.GOOS {
	case "windows":
		return Plan{Argv: []string{m.rundll(), "url.dll,FileProtocolHandler", address}}
	case "darwin":
		return Plan{Argv: []string{"/usr/bin/open", address}}
	}
	if m.WSL.Version != 0 {
		return m.fromWSL(address)
	}
	if v, _ := m.Env.First("DISPLAY", "WAYLAND_DISPLAY"); v == "" {
		return Plan{Reason: "there is no graphical display"}
	}
	return m.first("there is no xdg-open or other program that opens a browser", [][]string{
		{"xdg-open", address},
		{"gio", "open", address},
		{"x-www-browser", address},
		{"sensible-browser", address},
		{"firefox", address},
		{"chromium", address},
		{"google-chrome", address},
	})
}

// fromWSL takes one of the ways to the browser of Windows. `cmd /c start` is
// none: cmd would read the & in the address as the end of its command. Explorer
// comes last, because some addresses make it show a folder instead; that it
// exits with 1 whatever it did disturbs nobody, as nobody waits for it.
func (m Machine) fromWSL(address string) Plan {
	address = inert(address)
	if m.Has("wslview") { // the person's own choice of a browser
		return Plan{Argv: []string{"wslview", address}, Abroad: true}
	}
	if !m.WSL.Interop {
		return Plan{Reason: "no program of Windows can be started from this WSL"}
	}
	for _, argv := range [][]string{
		{"rundll32.exe", "url.dll,FileProtocolHandler", address},
		{"powershell.exe", "-NoProfile", "-NonInteractive", "-Command", "Start-Process '" + address + "'"},
		{"explorer.exe", address},
	} {
		if argv[0] = m.WSL.Program(argv[0], m.Has); argv[0] != "" {
			return Plan{Argv: argv, Abroad: true}
		}
	}
	return Plan{Reason: "no program of Windows is to be found from this WSL"}
}

// ofWindows tells a program that leads to Windows by its name.
func ofWindows(program string) bool {
	return strings.HasSuffix(program, ".exe") || path.Base(program) == "wslview"
}

// inert writes an address so that no shell on the way sees more in it than
// text: what is not ASCII and every quote are percent-encoded. PowerShell takes
// the typographic quotes for quotes, too.
func inert(address string) string {
	var b strings.Builder
	for i := range len(address) {
		if c := address[i]; c >= 0x80 || c == '\'' || c == '`' {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// first takes the first way whose program is there.
func (m Machine) first(reason string, ways [][]string) Plan {
	for _, argv := range ways {
		if m.Has(argv[0]) {
			return Plan{Argv: argv}
		}
	}
	return Plan{Reason: reason}
}

// rundll names Windows' own program by its path, so that another of that name
// on PATH is never started.
func (m Machine) rundll() string {
	root := m.Env.Get("SystemRoot")
	if root == "" {
		root = `C:\Windows`
	}
	return root + `\System32\rundll32.exe`
}
