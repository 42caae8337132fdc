package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/portal"
	"github.com/fobcli/fob/internal/profile"
)

// chooseAccess signs in and settles account and role. Where both are given and
// nobody is there to sign in, it takes them as they are.
func (w *wizard) chooseAccess(ctx context.Context) error {
	token, err := w.token(ctx)
	if err != nil {
		return err
	}
	if !w.signedIn {
		if missing := w.accessMissing(); len(missing) > 0 {
			return missingAnswers(missing, w.line(), "Nor is anyone signed in, to look them up.")
		}
		return nil
	}
	p, err := w.portal()
	if err != nil {
		return err
	}
	err = w.settleAccount(ctx, p, token)
	if err == nil {
		err = w.settleRole(ctx, p, token)
	}
	if errors.Is(err, portal.ErrSignIn) {
		// A session without the scope for accounts is refused so; it still
		// makes a profile that gives a token.
		fmt.Fprintln(w.e.Stderr, "Unable to list AWS accounts and/or roles. Skipping configuring AWS credential provider for profile.")
		return nil
	}
	return err
}

// signsIn reports whether the wizard may start a sign-in: somebody is there, or
// has asked for a way that needs nobody here.
func (w *wizard) signsIn() bool { return w.e.Interactive() || w.o.DeviceCode || w.o.NoBrowser }

// token signs in, or takes the token that is there. A new session is always
// signed in to anew: a token of its name belonged to something else.
func (w *wizard) token(ctx context.Context) (cache.Token, error) {
	if !w.signsIn() {
		return w.tokenAtHand(ctx)
	}
	legacy := w.session.Name == ""
	r, err := w.e.signIn(ctx, w.session, login.Options{
		DeviceCode: w.o.DeviceCode, NoBrowser: w.o.NoBrowser, KeepConfig: true, Force: !w.existing && !legacy,
	})
	if err != nil {
		return cache.Token{}, w.asOwn(err)
	}
	w.signedIn = true
	if r.NewRegion != "" {
		w.session.Region = r.NewRegion
		w.o.SSORegion.text = string(r.NewRegion)
	}
	if !r.Already {
		_, err = io.WriteString(w.e.Stderr, signedInText(w.e, w.session, r))
	}
	return r.Token, err
}

// tokenAtHand is what is cached, renewed if need be; signedIn tells whether
// there is any.
func (w *wizard) tokenAtHand(ctx context.Context) (cache.Token, error) {
	if !w.existing {
		return cache.Token{}, nil
	}
	v, err := w.e.Vendor()
	if err != nil {
		return cache.Token{}, err
	}
	t, err := v.Token(ctx, w.session)
	if err != nil && (fault.CodeOf(err) == fault.SignIn || len(w.accessMissing()) == 0) {
		return cache.Token{}, ctx.Err()
	}
	w.signedIn = err == nil
	return t, err
}

// asOwn makes the remedy of a refused sign-in fit a session that is not in the
// config file yet.
func (w *wizard) asOwn(err error) error {
	var f *fault.Error
	if w.existing || !errors.As(err, &f) {
		return err
	}
	g := *f
	g.Detail = append(slices.Clone(f.Detail), "Nothing was written.")
	g.Hint, g.Remedy = "Start over with other answers:", w.line()
	return &g
}

func (w *wizard) portal() (*portal.Client, error) {
	name, _ := w.e.Profile()
	settings := profile.SettingsOf(w.view, w.e.Environ, name)
	doer, err := w.e.Wire(settings.CABundle)
	if err != nil {
		return nil, err
	}
	base, err := settings.Endpoint(partition.Portal, w.session.Region)
	return &portal.Client{Wire: doer, Base: base}, err
}

// accessMissing are the answers that a sign-in could have looked up.
func (w *wizard) accessMissing() []*answer {
	var missing []*answer
	for _, a := range []*answer{&w.o.Account, &w.o.Role} {
		if !a.given {
			missing = append(missing, a)
		}
	}
	return missing
}

// settleAccount takes the account that is given, the only one there is, or the
// one that the person picks.
func (w *wizard) settleAccount(ctx context.Context, p *portal.Client, token cache.Token) error {
	if w.o.Account.given {
		w.say("Using the account ID %s", w.o.Account.text)
		return nil
	}
	accounts, err := listed(w.e, "Reading the accounts", func() ([]portal.Account, error) {
		return p.Accounts(ctx, token.AccessToken)
	})
	if err != nil {
		return err
	}
	sortAccounts(accounts)
	items := make([]Item, len(accounts))
	for i, a := range accounts {
		items[i] = Item{Label: accountLabel(a)}
	}
	switch len(accounts) {
	case 0:
		return &fault.Error{Summary: "No AWS accounts are available to you", Detail: []string{"Nothing was written."}, Code: fault.NoAccess}
	case 1:
		w.say("The only AWS account available to you is: %s", accounts[0].ID)
	default:
		w.say("There are %d AWS accounts available to you.", len(accounts))
	}
	i, err := w.pick(ctx, &w.o.Account, "Choose an account", items)
	if err != nil {
		return err
	}
	w.o.Account.text = string(accounts[i].ID)
	w.say("Using the account ID %s", w.o.Account.text)
	return nil
}

// settleRole does the same for the role. One that is given must be there.
func (w *wizard) settleRole(ctx context.Context, p *portal.Client, token cache.Token) error {
	account := ident.AccountID(w.o.Account.text)
	roles, err := listed(w.e, "Reading the roles", func() ([]ident.RoleName, error) {
		return p.Roles(ctx, token.AccessToken, account)
	})
	switch {
	case errors.Is(err, portal.ErrNoAccess):
		return &fault.Error{
			Summary: fmt.Sprintf("the account %s is not assigned to you", account),
			Detail:  []string{"Nothing was written."}, Code: fault.NoAccess, Err: err,
		}
	case err != nil:
		return err
	case len(roles) == 0:
		return &fault.Error{Summary: fmt.Sprintf("No roles are available for the account %s", account), Detail: []string{"Nothing was written."}, Code: fault.NoAccess}
	}
	slices.SortFunc(roles, func(a, b ident.RoleName) int { return compareFold(string(a), string(b)) })
	if w.o.Role.given {
		return w.checkRole(account, roles)
	}
	items := make([]Item, len(roles))
	for i, r := range roles {
		items[i] = Item{Label: string(r)}
	}
	if len(roles) == 1 {
		w.say("The only role available to you is: %s", roles[0])
	} else {
		w.say("There are %d roles available to you.", len(roles))
	}
	i, err := w.pick(ctx, &w.o.Role, "Choose a role", items)
	if err != nil {
		return err
	}
	w.o.Role.text = string(roles[i])
	w.say("Using the role name %q", w.o.Role.text)
	return nil
}

func (w *wizard) checkRole(account ident.AccountID, roles []ident.RoleName) error {
	if !slices.Contains(roles, ident.RoleName(w.o.Role.text)) {
		f := &fault.Error{
			Summary: fmt.Sprintf("you have no role %s in the account %s", w.o.Role.text, account),
			Detail:  []string{"Your roles there:"}, Code: fault.NoAccess,
		}
		for _, r := range roles {
			f.Detail = append(f.Detail, "  "+string(r))
		}
		f.Detail = append(f.Detail, "Nothing was written.")
		return f
	}
	w.say("Using the role name %q", w.o.Role.text)
	return nil
}

// pick lets a person choose; the only row is taken without asking.
func (w *wizard) pick(ctx context.Context, a *answer, title string, items []Item) (int, error) {
	if len(items) == 1 {
		return 0, nil
	}
	if !w.e.Interactive() {
		detail := []string{title + ":"}
		for _, it := range items[:min(len(items), 20)] {
			detail = append(detail, "  "+it.Label)
		}
		if more := len(items) - 20; more > 0 {
			detail = append(detail, fmt.Sprintf("  … %d more", more))
		}
		return 0, missingAnswers([]*answer{a}, w.line(), detail...)
	}
	return w.e.Asker().Pick(ctx, Choice{Title: title, Items: items})
}

func (w *wizard) say(format string, args ...any) { fmt.Fprintf(w.e.Stderr, format+"\n", args...) }

// listed shows that a listing is under way.
func listed[T any](e *Env, title string, list func() (T, error)) (T, error) {
	progress := e.Screen().Progress(title)
	defer progress.Done()
	return list()
}

// accountLabel is a row of the picker, as the AWS CLI writes it.
func accountLabel(a portal.Account) string {
	switch {
	case a.Name != "" && a.Email != "":
		return fmt.Sprintf("%s, %s (%s)", a.Name, a.Email, a.ID)
	case a.Name != "" || a.Email != "":
		return fmt.Sprintf("%s (%s)", a.Name+a.Email, a.ID)
	}
	return string(a.ID)
}

// sortAccounts sorts as the AWS CLI does: by name, else by email, in any case;
// those with neither come last.
func sortAccounts(list []portal.Account) {
	key := func(a portal.Account) string { return firstFilled(a.Name, a.Email, string(a.ID)) }
	bare := func(a portal.Account) int {
		if a.Name == "" && a.Email == "" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b portal.Account) int {
		return cmp.Or(cmp.Compare(bare(a), bare(b)), compareFold(key(a), key(b)), cmp.Compare(a.ID, b.ID))
	})
}

func compareFold(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) }
