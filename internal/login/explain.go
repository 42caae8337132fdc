package login

import (
	"context"
	"errors"
	"fmt"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/oidc"
	"github.com/fobcli/fob/internal/profile"
)

// explain turns what ended a sign-in into words and a remedy. The interrupt of
// a person is left as it is, and so is nil.
func explain(ctx context.Context, to target, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s := to.session
	again := func(summary string) error {
		return &fault.Error{Summary: summary, Hint: "Sign in again:", Remedy: s.LoginLine(), Code: fault.SignIn, Err: err}
	}
	var refused *oidc.Error
	switch {
	case errors.As(err, new(*fault.Error)):
		return err // AWS is having trouble, or cannot be reached, or the token cannot be saved
	case errors.Is(err, errTimeout):
		return again(fmt.Sprintf("the sign-in to %s was not completed in time", s.Label()))
	case errors.Is(err, errRefused), errors.Is(err, oidc.ErrAccessDenied):
		return again(fmt.Sprintf("the sign-in to %s was refused%s", s.Label(), words(err)))
	case errors.Is(err, oidc.ErrInvalidGrant):
		return again(fmt.Sprintf("AWS did not accept the code that the browser brought back%s", words(err)))
	case errors.Is(err, oidc.ErrInvalidRequest):
		return misconfigured(to, err)
	case errors.As(err, &refused):
		return &fault.Error{Summary: fmt.Sprintf("AWS refused the sign-in to %s: %v", s.Label(), refused), Err: err}
	case errors.Is(err, errNoWebPage):
		return &fault.Error{Summary: errNoWebPage.Error(), Err: err}
	}
	return err
}

// words are the service's own, in brackets, or nothing.
func words(err error) string {
	var refused *oidc.Error
	if errors.As(err, &refused) && refused.Description != "" {
		return fmt.Sprintf(" (%s)", refused.Description)
	}
	var page *refusal
	if errors.As(err, &page) && page.words() != "" {
		return fmt.Sprintf(" (%s)", page.words())
	}
	return ""
}

// misconfigured explains invalid_request: AWS says no more when it does not
// know the start URL, or not in this region.
func misconfigured(to target, err error) error {
	var refused *oidc.Error
	_ = errors.As(err, &refused) // it is one, or errors.Is had not found its kind
	f := &fault.Error{
		Summary: fmt.Sprintf("AWS does not know %s in %s (%v)", to.issuer, to.region, refused),
		Detail:  []string{"Either the start URL or the region of the session is wrong: " + to.session.Where},
		Err:     err,
	}
	return fix(f, to.session, "sso_region", "REGION")
}

// badStartURL explains a start URL that is none.
func badStartURL(s profile.Session, err error) error {
	f := &fault.Error{Summary: err.Error(), Detail: []string{"It stands in " + s.Where}, Err: err}
	return fix(f, s, "sso_start_url", "https://…")
}

// unresolved explains a company's own start URL that leads nowhere.
func unresolved(ctx context.Context, s profile.Session, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f := &fault.Error{
		Summary: fmt.Sprintf("the start URL %s does not lead to a portal of AWS: %s", s.StartURL, fault.Text(err)),
		Err:     err,
	}
	return fix(f, s, "sso_start_url", "https://…")
}

// fix adds the line that corrects a key of the session.
func fix(f *fault.Error, s profile.Session, key, value string) *fault.Error {
	f.Hint = "Correct it:"
	f.Remedy = "fob configure set " + key + " " + value
	if s.Name != "" {
		f.Remedy += " --sso-session " + profile.Quote(string(s.Name))
	} else if s.Profile != "" {
		f.Remedy += " --profile " + profile.Quote(s.Profile)
	}
	return f
}
