// Package visitor is the sandbox's built-in browser: it follows a sign-in
// address, signs in as a user, checks the page, allows or denies, and ends at
// the program's own callback.
//
// It reads the pages as a person would, from their HTML alone, and goes to
// loopback addresses only.
package visitor

import (
	"context"
	"errors"
)

// Visitor visits sign-in addresses on behalf of one user. The zero value signs
// in as the first user on the page and allows. It keeps no cookie between
// visits and is safe for use by many goroutines.
type Visitor struct {
	User string // the user to sign in as; empty takes the one the page proposes
	Deny bool   // refuse instead of allow
}

// Outcome is what a visit did.
type Outcome struct {
	User     string // who was signed in
	Client   string // the program that asked, as the page names it
	UserCode string // the code that the page showed; empty without a device code
	Allowed  bool
	Landed   string // the heading of the last page
}

// Visit does the whole way from address to the last page. Its error says at
// which page it ended and why.
func (v Visitor) Visit(ctx context.Context, address string) (Outcome, error) {
	return Outcome{}, errors.New("not ready")
}
