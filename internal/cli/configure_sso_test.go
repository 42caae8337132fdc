package cli

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/portal"
	"github.com/fobcli/fob/internal/wire"
)

// scripted is a person who gives answers in turn, and remembers the questions.
// An answer that the question refuses ends the test.
type scripted struct {
	answers []string
	asked   []string
}

func (s *scripted) Ask(_ context.Context, q Question) (string, error) {
	s.asked = append(s.asked, q.Label)
	if len(s.answers) == 0 {
		return "", errors.New("no answer to " + q.Label)
	}
	a := s.answers[0]
	s.answers = s.answers[1:]
	if a == "" {
		a = q.Default
	}
	if q.Validate != nil {
		if err := q.Validate(a); err != nil {
			return "", err
		}
	}
	return a, nil
}

func (s *scripted) Pick(_ context.Context, c Choice) (int, error) {
	s.asked = append(s.asked, c.Title)
	return 0, nil
}

func (s *scripted) Confirm(_ context.Context, text string, _ bool) (bool, error) {
	s.asked = append(s.asked, text)
	return true, nil
}

// redirecting is a network in which a company's own domain leads to AWS.
type redirecting map[string]string

func (r redirecting) Do(_ context.Context, req wire.Request) (*wire.Response, error) {
	to, ok := r[req.URL]
	if !ok {
		return nil, errors.New("no such host")
	}
	return &wire.Response{Status: http.StatusFound, Header: http.Header{"Location": {to}}}, nil
}

// A company's own start URL is asked where it leads: it tells the region, so
// that is not asked for; one that leads nowhere is asked for again.
func TestVanityStartURLTellsItsRegion(t *testing.T) {
	e := newSessionEnv(t, "")
	person := &scripted{answers: []string{"corp", "https://typo.example.com", "https://sso.example.com", ""}}
	e.Interactive = func() bool { return true }
	e.Asker = func() Asker { return person }
	e.Editor = func() *awsconfig.Editor { return &awsconfig.Editor{Paths: e.Paths, Now: e.Now} }
	e.Login = func() (*login.Deed, error) {
		d := e.deed()
		d.Wire = redirecting{"https://sso.example.com": "https://ssoins-1.portal.eu-west-1.app.aws/"}
		return d, nil
	}
	if err := e.run(t, "configure", "sso-session"); err != nil {
		t.Fatal(err)
	}
	want := []string{"SSO session name: ", "SSO start URL [None]", "SSO start URL [None]", "SSO registration scopes", "Write this to ~/.aws/config?"}
	if d := cmp.Diff(want, person.asked); d != "" {
		t.Error(d)
	}
	if !strings.Contains(e.err.String(), "https://typo.example.com does not lead to a portal of AWS") {
		t.Errorf("it says\n%s", e.err.String())
	}
	config, err := os.ReadFile(e.Paths.Config)
	if err != nil {
		t.Fatal(err)
	}
	wantConfig := "[sso-session corp]\nsso_start_url = https://sso.example.com\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n"
	if d := cmp.Diff(wantConfig, string(config)); d != "" {
		t.Error(d)
	}
}

// The rows of the picker are those of the AWS CLI, in its order.
func TestAccountRows(t *testing.T) {
	list := []portal.Account{
		{ID: "000000000005"},
		{ID: "000000000004", Name: "zeta", Email: "z@x"},
		{ID: "000000000003", Email: "Mid@x"},
		{ID: "000000000002", Name: "beta"},
		{ID: "000000000001", Name: "Alpha", Email: "a@x"},
		{ID: "000000000000"},
	}
	sortAccounts(list)
	var got []string
	for _, a := range list {
		got = append(got, accountLabel(a))
	}
	want := []string{
		"Alpha, a@x (000000000001)", "beta (000000000002)", "Mid@x (000000000003)", "zeta, z@x (000000000004)",
		"000000000000", "000000000005",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
