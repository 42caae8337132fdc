package login

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
)

func TestTheClosingPage(t *testing.T) {
	for name, tc := range map[string]struct {
		s    profile.Session
		err  error
		want []string
	}{
		"signed in":             {corp, nil, []string{"<title>Signed in · fob</title>", "<h1>You are signed in to my-sso. You can close this page.</h1>"}},
		"signed in, legacy":     {legacy, nil, []string{"You are signed in to my-company.awsapps.com. You"}},
		"a name with a tag":     {profile.Session{Name: "<b>&"}, nil, []string{"signed in to &lt;b&gt;&amp;."}},
		"a known failure":       {corp, &fault.Error{Summary: "the code <x> was refused"}, []string{"You are not signed in to my-sso.", "<p>The code &lt;x&gt; was refused.</p>", "<pre>fob login my-sso</pre>"}},
		"a failure of any kind": {corp, errors.New("hunter2"), []string{"The sign-in did not succeed."}},
	} {
		t.Run(name, func(t *testing.T) {
			got := string(closingPage(tc.s, tc.err))
			for _, want := range tc.want {
				if !strings.Contains(got, want) {
					t.Errorf("the page lacks %s:\n%s", want, got)
				}
			}
			for _, never := range []string{"<script", "http:", "https:", "url(", "hunter2", "style="} {
				if strings.Contains(got, never) {
					t.Errorf("the page holds %s", never)
				}
			}
		})
	}
}

func TestThePolicyAllowsThePagesOwnStyleAlone(t *testing.T) {
	page := string(closingPage(corp, nil))
	_, rest, _ := strings.Cut(page, "<style>")
	style, _, ok := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	if got := pagePolicy(); !ok || got != want {
		t.Errorf("the policy is %s\nwant %s", got, want)
	}
}
