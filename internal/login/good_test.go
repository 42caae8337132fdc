package login

import (
	"context"
	"errors"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

// token is a sign-in that lasts.
func token(access string, lasts time.Duration, refresh string) cache.Token {
	return cache.Token{
		StartURL: corp.StartURL, Region: "us-east-1", AccessToken: ident.Secret("access-" + access), ExpiresAt: now.Add(lasts),
		ClientID: "c", ClientSecret: "s", RegistrationExpiresAt: now.Add(24 * time.Hour), RefreshToken: ident.Secret(refresh),
	}
}

func TestWhenASignInHasNothingToDo(t *testing.T) {
	gone := answer{status: 401, body: `{"message":"Session token not found or invalid","__type":"x#UnauthorizedException"}`}
	otherScope := corp
	otherScope.Scopes = []string{"codewhisperer:completions"}
	for name, tc := range map[string]struct {
		session profile.Session
		kept    *cache.Token
		renew   error // what renewing gives instead of the token
		portal  answer
		force   bool
		already bool
		wantErr string
	}{
		"there is no token":                   {},
		"the token is good":                   {kept: ptr(token("0", time.Hour, "r")), already: true},
		"good, but --force":                   {kept: ptr(token("0", time.Hour, "r")), force: true},
		"good and not renewable":              {kept: ptr(token("0", time.Hour, "")), already: true},
		"about to end and not renewable":      {kept: ptr(token("0", 10*time.Minute, ""))},
		"about to end, but renewable":         {kept: ptr(token("0", 10*time.Minute, "r")), already: true},
		"AWS has ended it meanwhile":          {kept: ptr(token("0", time.Hour, "r")), portal: gone},
		"AWS cannot be asked":                 {kept: ptr(token("0", time.Hour, "r")), portal: answer{err: &wire.TransportError{Host: "portal", Err: errors.New("no route")}}, already: true},
		"AWS is slow":                         {kept: ptr(token("0", time.Hour, "r")), portal: answer{status: 429}, already: true},
		"a scope that is not the portal's":    {session: otherScope, kept: ptr(token("0", time.Hour, "r")), portal: gone, already: true},
		"only a sign-in helps":                {renew: &fault.Error{Summary: "over", Code: fault.SignIn}},
		"it cannot be renewed for the moment": {renew: errors.New("no network"), wantErr: "no network"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s := corp
			if tc.session.Name != "" {
				s = tc.session
			}
			if tc.kept != nil {
				if err := w.Store.SaveToken(s.ID(), *tc.kept); err != nil {
					t.Fatal(err)
				}
			}
			if tc.renew != nil {
				w.Renew = func(context.Context, profile.Session) (cache.Token, error) { return cache.Token{}, tc.renew }
			}
			if tc.portal.status != 0 || tc.portal.err != nil {
				w.aws.on("/assignment/accounts", tc.portal)
			}
			shown := w.visit(t, approve)
			r, err := w.SignIn(t.Context(), s, Options{Force: tc.force})
			if tc.wantErr != "" {
				if err == nil || err.Error() != tc.wantErr {
					t.Errorf("error is %v", err)
				}
				return
			}
			if err != nil || r.Already != tc.already || (len(w.opened) == 0) != tc.already {
				t.Errorf("got %+v, %v, opened %q", r, err, w.opened)
			}
			if !tc.already {
				<-shown
			}
			if want := map[bool]string{true: "access-0", false: "access-1"}[tc.already]; r.Token.AccessToken.Reveal() != want {
				t.Errorf("the token is %s, want %s", r.Token.AccessToken.Reveal(), want)
			}
		})
	}
}

func ptr[T any](v T) *T { return &v }

// Nobody goes through a browser for a token that cannot be saved.
func TestASignInThatCannotBeSavedDoesNotBegin(t *testing.T) {
	w := newWorld(t)
	if err := w.Store.SaveToken(corp.ID(), token("0", -time.Hour, "")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(w.Store.TokenPath(corp.ID()), 0o400); err != nil {
		t.Fatal(err)
	}
	_, err := w.SignIn(t.Context(), corp, Options{Force: true, DeviceCode: true})
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || !strings.Contains(f.Summary, "cannot be written: permission denied") || len(w.aws.calls) != 0 {
		t.Errorf("%v, asked %v", err, w.aws.calls)
	}
}

// A code can be used once. When the token can no longer be saved by the time the
// code is there, it is not used, and the error says why.
func TestACodeIsNotSpentWhereItsTokenCannotBeSaved(t *testing.T) {
	check := func(t *testing.T, w *world, o Options) {
		if err := w.Store.SaveToken(corp.ID(), token("0", -time.Hour, "")); err != nil {
			t.Fatal(err)
		}
		_, err := w.SignIn(t.Context(), corp, o)
		if f := told(t, err); !strings.Contains(f.Summary, "could not be saved: ~/.aws/sso/cache cannot be written: permission denied") {
			t.Errorf("told %+v", f)
		}
		if calls := w.aws.called("/token"); len(calls) != 0 {
			t.Errorf("%d calls of CreateToken", len(calls))
		}
	}
	protect := func(w *world) {
		if err := os.Chmod(w.Store.TokenPath(corp.ID()), 0o400); err != nil {
			t.Error(err)
		}
	}
	t.Run("authorization code", func(t *testing.T) {
		w := newWorld(t)
		w.visit(t, func(asked url.Values) url.Values {
			protect(w)
			return approve(asked)
		})
		check(t, w, Options{Force: true})
	})
	t.Run("device code", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.ShowCode = func(Code) { protect(w) }
			check(t, w, Options{Force: true, DeviceCode: true})
		})
	})
}

// A sign-in makes the cache private again, also where it has nothing else to do.
func TestASignInMakesTheCachePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists in place of modes")
	}
	w := newWorld(t)
	if err := w.Store.SaveToken(corp.ID(), token("0", time.Hour, "r")); err != nil {
		t.Fatal(err)
	}
	path := w.Store.TokenPath(corp.ID())
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	w.Renew = func(context.Context, profile.Session) (cache.Token, error) { return w.Store.Token(corp.ID()) }
	if r, err := w.SignIn(t.Context(), corp, Options{}); err != nil || !r.Already {
		t.Errorf("%+v, %v", r, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
