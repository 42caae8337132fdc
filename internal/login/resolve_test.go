package login

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/profile"
)

// endpointAt puts the OIDC service somewhere, and leaves the others at AWS.
func endpointAt(base string) func(partition.Service, ident.Region) (string, error) {
	return func(s partition.Service, r ident.Region) (string, error) {
		if s == partition.OIDC {
			return base, nil
		}
		return partition.Endpoint(s, r, false, false), nil
	}
}

func TestResolve(t *testing.T) {
	const own = "https://sso.my-company.example/start"
	const portalURL = "https://ssoins-1.portal.eu-west-1.app.aws"
	redirect := func(to string) answer { return answer{status: 302, header: map[string]string{"Location": to}} }
	for name, tc := range map[string]struct {
		startURL, region string
		answers          map[string][]answer
		issuer           string
		wantRegion       string
		wantErr          string
	}{
		"AWS's own is never contacted":        {startURL: "https://my-company.awsapps.com/start#/", region: "us-east-1", issuer: "https://my-company.awsapps.com/start#/", wantRegion: "us-east-1"},
		"AWS's own with a region in its host": {startURL: portalURL, region: "us-east-1", issuer: portalURL, wantRegion: "us-east-1"},
		"redirected, and the region with it": {
			startURL: own, region: "us-east-1", answers: map[string][]answer{"HEAD " + own: {redirect(portalURL + ":443/start/?a=b#c")}},
			issuer: portalURL + "/start", wantRegion: "eu-west-1",
		},
		"no region configured": {startURL: own, answers: map[string][]answer{"HEAD " + own: {redirect(portalURL + "/")}}, issuer: portalURL, wantRegion: "eu-west-1"},
		"a portal that tells no region": {
			startURL: own, region: "us-east-1", answers: map[string][]answer{"HEAD " + own: {redirect("https://my-company.awsapps.com/start/")}},
			issuer: "https://my-company.awsapps.com/start", wantRegion: "us-east-1",
		},
		"no region anywhere": {startURL: own, answers: map[string][]answer{"HEAD " + own: {redirect("https://my-company.awsapps.com/start")}}, wantErr: "the region of my-sso is not known"},
		"HEAD is not allowed": {
			startURL: own, region: "us-east-1", answers: map[string][]answer{"HEAD " + own: {{status: 405}}, "GET " + own: {redirect(portalURL)}},
			issuer: portalURL, wantRegion: "eu-west-1",
		},
		"it leads to somebody else":     {startURL: own, region: "us-east-1", answers: map[string][]answer{"HEAD " + own: {redirect("https://evil.example/x?y=secret")}}, wantErr: "it leads to https://evil.example/x, which is not AWS's"},
		"it leads to plain http":        {startURL: own, region: "us-east-1", answers: map[string][]answer{"HEAD " + own: {redirect("http://my-company.awsapps.com/start")}}, wantErr: "not AWS's"},
		"it leads nowhere":              {startURL: own, region: "us-east-1", answers: map[string][]answer{"HEAD " + own: {{status: 200}}}, wantErr: "it leads to https://sso.my-company.example/start, which is not AWS's"},
		"it leads on to itself":         {startURL: own, region: "us-east-1", answers: map[string][]answer{"HEAD " + own: {redirect("/elsewhere")}}, wantErr: "https://sso.my-company.example/elsewhere"},
		"a redirect without an address": {startURL: own, region: "us-east-1", answers: map[string][]answer{"HEAD " + own: {{status: 307}}}, wantErr: "without saying where"},
		"it cannot be reached":          {startURL: own, region: "us-east-1", answers: map[string][]answer{"HEAD " + own: {{err: errors.New("no such host")}}}, wantErr: "no such host"},
		"not https":                     {startURL: "http://my-company.awsapps.com/start", region: "us-east-1", wantErr: "want https://"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			for path, answers := range tc.answers {
				w.aws.on(path, answers...)
			}
			s := profile.Session{Name: "my-sso", StartURL: ident.StartURL(tc.startURL), Region: ident.Region(tc.region)}
			to, err := w.resolve(t.Context(), s)
			if tc.wantErr != "" {
				if f := told(t, err); !strings.Contains(f.Summary, tc.wantErr) || !strings.Contains(f.Remedy, "--sso-session my-sso") {
					t.Errorf("told %+v, want %s", f, tc.wantErr)
				}
				return
			}
			if err != nil || to.issuer != tc.issuer || string(to.region) != tc.wantRegion {
				t.Errorf("got %+v, %v", to, err)
			}
			if tc.answers == nil && w.aws.paths() != "" {
				t.Errorf("called %s", w.aws.paths())
			}
		})
	}
}

func TestTheRegionIsRewrittenAfterTheSignIn(t *testing.T) {
	const own = "https://sso.my-company.example/start"
	s := corp
	s.StartURL = own
	for name, tc := range map[string]struct {
		editErr error
		want    ident.Region
	}{
		"written":          {nil, "eu-west-1"},
		"cannot be edited": {errors.New("read-only file system"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.editErr = tc.editErr
			w.aws.on("HEAD "+own, answer{status: 302, header: map[string]string{"Location": "https://ssoins-1.portal.eu-west-1.app.aws"}})
			shown := w.visit(t, approve)
			r, err := w.SignIn(t.Context(), s, Options{})
			if err != nil {
				t.Fatal(err)
			}
			<-shown
			want := awsconfig.Plan{{Type: awsconfig.TypeSession, Name: "my-sso", Key: "sso_region", Value: "eu-west-1"}}
			if diff := cmp.Diff(want, w.plan); diff != "" || r.NewRegion != tc.want || (len(w.warnings) == 1) != (tc.editErr != nil) {
				t.Errorf("got %+v, warned %q\n%s", r, w.warnings, diff)
			}
			// Files are named by what was configured, the service is told what it is.
			if tok, err := w.Store.Token(s.ID()); err != nil || tok.StartURL != own || tok.Region != "eu-west-1" {
				t.Errorf("token: %+v, %v", tok, err)
			}
			if got := w.aws.called("/client/register")[0].Body["issuerUrl"]; got != "https://ssoins-1.portal.eu-west-1.app.aws" {
				t.Errorf("issuerUrl is %v", got)
			}
			if !strings.HasPrefix(w.opened[0], "https://oidc.eu-west-1.amazonaws.com/authorize?") {
				t.Errorf("opened %s", w.opened[0])
			}
		})
	}
}
