// Package browser decides how a browser is started on a machine, and starts
// it. It never writes to stdout and never waits for the browser.
package browser

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/fobcli/fob/internal/paths"
)

// Machine is what the decision depends on. All of it is data, so that every
// system's way is tried on every system.
type Machine struct {
	Env     paths.Environ
	Setting string // fob_browser in the config file, written like BROWSER
	// Has reports whether a program can be run: a name on PATH, or a path.
	Has func(program string) bool
}

// Plan is what to run, or why there is no browser here.
type Plan struct {
	Argv   []string // the program and its arguments, the URL among them
	Reason string   // why there is none; set exactly when Argv is empty
}

// Choose plans how to open an address on a machine: the setting, BROWSER, no
// browser in a remote shell or without a display, the Windows outside of WSL,
// and then the system's own way.
//
// Only http and https addresses are ever opened: others can start programs.
func Choose(m Machine, address string) Plan {
	if !isWeb(address) {
		return Plan{Reason: "this is no web address"}
	}
	for _, list := range [...]string{m.Setting, m.Env.Get("BROWSER")} {
		if argv := m.listed(list, address); argv != nil {
			return Plan{Argv: argv}
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
	if v, _ := m.Env.First("WSL_DISTRO_NAME", "WSL_INTEROP"); v != "" {
		return m.first("no program of Windows can be run from here", wslWays(address))
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

// wslWays are the ways from WSL to the browser of Windows. `cmd /c start` is
// none: cmd would read the & in the address as the end of its command.
func wslWays(address string) [][]string {
	// A quoted string of PowerShell knows one escape, the quote itself. The
	// address is percent-encoded everywhere else that matters.
	quoted := "'" + strings.ReplaceAll(address, "'", "''") + "'"
	return [][]string{
		{"wslview", address},
		{"powershell.exe", "-NoProfile", "-NonInteractive", "-Command", "Start-Process " + quoted},
		{"explorer.exe", address},
	}
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

// isWeb reports whether address is an http or https URL that can stand on a
// command line: it begins with its scheme, so no program takes it for a flag.
func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" &&
		!strings.ContainsFunc(address, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r == '"' })
}
