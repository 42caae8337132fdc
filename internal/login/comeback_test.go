package login

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/profile"
)

func TestParseAddress(t *testing.T) {
	const good = "http://127.0.0.1:53122/oauth/callback?code=c-1_%2B&state=s1"
	for name, tc := range map[string]struct {
		text    string
		code    string // of the callback
		refusal string
		wantErr string
	}{
		"as it is":                  {text: good, code: "c-1_+"},
		"blanks around":             {text: "  \t" + good + " \n", code: "c-1_+"},
		"quotes around":             {text: `"` + good + `"`, code: "c-1_+"},
		"angle brackets and ticks":  {text: "<`'" + good + "'`>", code: "c-1_+"},
		"broken by the terminal":    {text: "http://127.0.0.1:53122/oauth/call\n back?code=c-1_%2B\r\n&state=s1", code: "c-1_+"},
		"invisible characters":      {text: "\ufeff\u200b" + good + "\u200e", code: "c-1_+"},
		"only the query":            {text: "?code=c-1_%2B&state=s1", code: "c-1_+"},
		"only the parameters":       {text: "code=c-1_%2B&state=s1", code: "c-1_+"},
		"no scheme":                 {text: "127.0.0.1:53122/oauth/callback?state=s1&code=c-1_%2B", code: "c-1_+"},
		"with a fragment":           {text: good + "#!", code: "c-1_+"},
		"from a page's source":      {text: strings.ReplaceAll(good, "&", "&amp;"), code: "c-1_+"},
		"a refusal":                 {text: "http://127.0.0.1:1/oauth/callback?error=access_denied&state=s1", refusal: "access_denied"},
		"the address to open":       {text: "https://oidc.us-east-1.amazonaws.com/authorize?response_type=code&client_id=x&state=s1", wantErr: "the address to open"},
		"a refusal without a state": {text: "http://127.0.0.1:1/oauth/callback?error=access_denied", wantErr: "not the address"},
		"half of it":                {text: "http://127.0.0.1:53122/oauth/callback?code=c-1", wantErr: "not the address"},
		"nothing":                   {text: "   ", wantErr: "not the address"},
		"something else":            {text: "https://example.com/", wantErr: "not the address"},
		"a broken escape":           {text: "?code=%zz&state=s1", wantErr: "not the address"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parseAddress(tc.text)
			if tc.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), tc.wantErr) {
					t.Errorf("error is %v", err)
				}
				return
			}
			if err != nil || got.code.Reveal() != tc.code || got.state != "s1" {
				t.Errorf("got %+v, %v", got, err)
			}
			if tc.refusal != "" && (got.refusal == nil || got.refusal.code != tc.refusal) {
				t.Errorf("the refusal is %v", got.refusal)
			}
		})
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{"http://127.0.0.1:1/oauth/callback?code=a&state=b", "code=a&amp;state=b", "?error=x", "%", "#", "\"?code=a&state=b#c\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := parseAddress(text)
		switch {
		case err != nil:
			if got.code != "" || got.refusal != nil {
				t.Errorf("%q gives both %+v and %v", text, got, err)
			}
		case got.state == "" || (got.code == "") == (got.refusal == nil):
			t.Errorf("%q gives %+v", text, got)
		case got.belongsTo("expected-state") != (got.state == "expected-state"):
			t.Errorf("%q has the state %q", text, got.state)
		}
	})
}

// pasting answers the question with each line in turn, STATE and REDIRECT
// standing for those of the sign-in, and keeps the problems it is told.
func (w *world) pasting(t *testing.T, lines ...string) (problems *[]string) {
	t.Helper()
	problems = new([]string)
	w.Browser = func(profile.Session, string) (func() error, string) { return nil, "this is a remote shell" }
	w.Paste = func(ctx context.Context, problem string) (string, error) {
		if problem != "" {
			*problems = append(*problems, problem)
		}
		if len(lines) == 0 {
			return "", io.EOF
		}
		u, err := url.Parse(w.pages[0].Address)
		if err != nil {
			return "", err
		}
		line := strings.NewReplacer("STATE", u.Query().Get("state"), "REDIRECT", u.Query().Get("redirect_uri")).Replace(lines[0])
		lines = lines[1:]
		return line, nil
	}
	return problems
}

func TestPastingTheFinalAddress(t *testing.T) {
	w := newWorld(t)
	problems := w.pasting(t, "", "what?", "REDIRECT?code=c&state=other", "REDIRECT?error=access_denied&state=other", `  "REDIRECT?code=code-1&state=STATE"  `)
	if _, err := w.SignIn(t.Context(), corp, Options{}); err != nil {
		t.Fatal(err)
	}
	want := []string{errNoAddress.Error(), "this address belongs to another sign-in", "this address belongs to another sign-in"}
	if diff := cmp.Diff(want, *problems); diff != "" {
		t.Errorf("what was wrong with each address:\n%s", diff)
	}
	redeemed := w.aws.called("/token")
	if len(redeemed) != 1 || redeemed[0].Body["code"] != "code-1" || redeemed[0].Body["redirectUri"] == "" {
		t.Errorf("redeemed %v", redeemed)
	}
	if w.pages[0].Opening || w.pages[0].Reason != "this is a remote shell" {
		t.Errorf("shown %+v", w.pages[0])
	}
}

func TestPastingARefusal(t *testing.T) {
	w := newWorld(t)
	w.pasting(t, "REDIRECT?error=access_denied&state=STATE")
	_, err := w.SignIn(t.Context(), corp, Options{})
	if f := told(t, err); !strings.Contains(f.Summary, "was refused (access_denied)") {
		t.Errorf("told %+v", f)
	}
}

// A terminal in raw mode gives Ctrl-C as a key: the question ends with
// context.Canceled while the program's own context lives on.
func TestCtrlCInTheQuestionEndsTheSignIn(t *testing.T) {
	w := newWorld(t)
	w.pasting(t)
	w.Paste = func(context.Context, string) (string, error) { return "", context.Canceled }
	if _, err := w.SignIn(t.Context(), corp, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}
