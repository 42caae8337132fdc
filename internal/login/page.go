package login

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
)

// pageStyle is all the style of the closing page: one column, the system's
// font, light or dark as the system is.
const pageStyle = `
:root { color-scheme: light dark; --ink: #1d2125; --faint: #5b636b; --paper: #f6f7f8; --card: #fff; --line: #d9dde1; --accent: #0b6e4f; --alarm: #a4262c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --faint: #a3abb3; --paper: #15181b; --card: #1e2226; --line: #343a40; --accent: #5fc9a3; --alarm: #ff8a80; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 38rem; padding: 2.5rem; background: var(--card); border: 1px solid var(--line); border-top: .25rem solid var(--accent); border-radius: .5rem; }
main.failed { border-top-color: var(--alarm); }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: .75rem 0 0; }
.faint { color: var(--faint); }
pre { margin: .75rem 0 0; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .375rem; overflow-x: auto; font: 1rem/1.5 ui-monospace, Consolas, monospace; }
`

// pagePolicy allows that style and nothing else: no script, no request, no
// frame, no form.
func pagePolicy() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// closingPage tells the person in the browser how the sign-in ended. err is
// nil when it succeeded. Nothing of the address that was called is in it.
func closingPage(s profile.Session, err error) []byte {
	if err == nil {
		return page("", "Signed in", "You are signed in to "+shortLabel(s)+". You can close this page.", "", "")
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		f = &fault.Error{Summary: "the sign-in did not succeed"}
	}
	if errors.Is(err, errRefused) {
		// Why stands in the address, which anybody can have made up.
		f = &fault.Error{Summary: "the sign-in was refused; your terminal says why"}
	}
	return page("failed", "Not signed in", "You are not signed in to "+shortLabel(s)+".", capital(f.Summary)+".", s.LoginLine())
}

// shortLabel names a session in a sentence: a legacy one by its host.
func shortLabel(s profile.Session) string {
	if s.Name != "" {
		return string(s.Name)
	}
	return s.StartURL.Host()
}

func page(class, title, heading, what, command string) []byte {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + html.EscapeString(title) +
		" · fob</title>\n<style>" + pageStyle + "</style>\n</head>\n<body>\n<main class=\"" + class + "\">\n<h1>" +
		html.EscapeString(heading) + "</h1>\n")
	if what != "" {
		b.WriteString("<p>" + html.EscapeString(what) + "</p>\n")
	}
	if command != "" {
		b.WriteString("<p class=\"faint\">To try again, type in your terminal:</p>\n<pre>" + html.EscapeString(command) + "</pre>\n")
	}
	b.WriteString("</main>\n</body>\n</html>\n")
	return []byte(b.String())
}

// capital begins a sentence.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".")
}
