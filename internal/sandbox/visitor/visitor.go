// Package visitor is the sandbox's built-in browser: it follows a sign-in
// address, signs in as a user, checks the page, allows or denies, and ends at
// the program's own callback.
//
// It reads the pages as a person would, from their HTML alone, and goes to
// loopback addresses only: it allows whatever it is shown, so it must never
// reach a real service.
package visitor

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Visitor visits sign-in addresses on behalf of one user. The zero value signs
// in as the user that the page proposes and allows. It keeps no cookie between
// visits and is safe for use by many goroutines.
type Visitor struct {
	User string // the user to sign in as; empty takes the one the page proposes
	Deny bool   // refuse instead of allow
	// Apart is a browser on another machine: the program's callback cannot be
	// reached from there, and the visit ends at an address that does not load.
	Apart bool
}

// Outcome is what a visit did.
type Outcome struct {
	User     string // who was signed in
	Client   string // the program that asked, as the page names it
	UserCode string // the code that was compared; empty without a device code
	Allowed  bool
	Landed   string // the heading of the last page
	Callback string // with Apart: the address that did not load; it holds the code
}

// maxPages is how many pages one visit may see; the longest way has four.
const maxPages = 8

// Visit does the whole way from address to the last page: the callback of the
// program that asked, or the sandbox's own page that says it is done. Its
// error says at which page it ended and why; an error page of the sandbox is
// an error, with its heading.
func (v Visitor) Visit(ctx context.Context, address string) (Outcome, error) {
	start, err := url.Parse(address)
	if err != nil {
		return Outcome{}, fmt.Errorf("read the address to visit: %w", err)
	}
	b := newBrowser()
	if v.Apart {
		b.stayWith(start.Host)
	}
	at, err := b.open(ctx, address)
	if err != nil {
		return Outcome{}, err
	}
	var out Outcome
	for range maxPages {
		if at.address.Host != start.Host && v.Apart {
			out.Callback = at.address.String()
			return out, nil
		}
		if at.address.Host != start.Host {
			return out, landed(&out, at, v.Deny)
		}
		var next form
		switch f, what := at.task(); what {
		case "signin":
			next, err = v.signIn(f, at)
		case "decide":
			next, err = v.decide(f, at, start.Query().Get("user_code"), &out)
		default:
			return out, ended(&out, at)
		}
		if err != nil {
			return out, err
		}
		if at, err = b.submit(ctx, at, next); err != nil {
			return out, err
		}
	}
	return out, fmt.Errorf("the pages of %s never end: saw %d of them", start.Host, maxPages)
}

// signIn fills the sign-in form.
func (v Visitor) signIn(f form, at page) (form, error) {
	if problem := at.text("problem"); problem != "" {
		return f, fmt.Errorf("the sign-in page says: %s", problem)
	}
	switch {
	case v.User != "":
		f.set("user", v.User)
	case f.fields.Get("user") == "":
		return f, fmt.Errorf("the sign-in page proposes no user; name one")
	}
	return f, nil
}

// decide reads the consent page as a careful person does, then presses Allow
// or Deny.
func (v Visitor) decide(f form, at page, wantCode string, out *Outcome) (form, error) {
	out.User, out.Client, out.UserCode = at.text("user"), at.text("client"), at.text("user-code")
	if out.Client == "" {
		return f, fmt.Errorf("the consent page does not name the program that asks")
	}
	if v.User != "" && out.User != v.User {
		return f, fmt.Errorf("the consent page is for %q, not for %q", out.User, v.User)
	}
	if wantCode != "" && plainCode(wantCode) != plainCode(out.UserCode) {
		return f, fmt.Errorf("the page shows the code %q, but %q was to be allowed", out.UserCode, wantCode)
	}
	out.Allowed = !v.Deny
	if v.Deny {
		f.set("decision", "deny")
	} else {
		f.set("decision", "allow")
	}
	return f, nil
}

// landed checks the page of the program that asked.
func landed(out *Outcome, at page, denied bool) error {
	out.Landed = at.heading
	if at.status == http.StatusOK || denied {
		return nil
	}
	return fmt.Errorf("the program's callback at %s answered %d: %s", at.address.Host, at.status, at.heading)
}

// ended checks the last page of the sandbox itself.
func ended(out *Outcome, at page) error {
	out.Landed = at.heading
	if at.status == http.StatusOK && at.text("result") != "" {
		return nil
	}
	text := at.text("result")
	if text == "" {
		text = at.heading
	}
	return fmt.Errorf("the sandbox answered %d at %s: %s", at.status, at.address.Path, text)
}

// plainCode makes user codes comparable: upper case, without the hyphen.
func plainCode(code string) string {
	return strings.ToUpper(strings.ReplaceAll(code, "-", ""))
}
