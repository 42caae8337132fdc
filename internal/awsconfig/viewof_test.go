package awsconfig_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
)

// What ViewOf tells of a profile and of what it refers to, it tells as View
// does, and it finds the same mistakes.
func FuzzViewOfTellsWhatTheViewTells(f *testing.F) {
	for _, s := range listSeeds {
		f.Add([]byte(s.config), []byte(s.credentials))
	}
	f.Add([]byte("[profile a]\nsso_session = s\nservices = v\n[sso-session s]\nsso_region = r\n  x\n"+
		"[services v]\nsts =\n  endpoint_url = u\n[sso-session s]\nb=1\n"), []byte("[a]\nx=y\n"))
	f.Fuzz(func(t *testing.T, config, credentials []byte) {
		files := awsconfig.Files{ConfigPath: "c", CredentialsPath: "s", Config: config, Credentials: credentials}
		whole := files.View()
		for _, name := range []string{"a", "default", "b"} {
			part := files.ViewOf(name)
			same(t, whole.Errors(), part.Errors())
			want, _ := whole.Profile(name)
			got, _ := part.Profile(name)
			same(t, want, got)
			if got == nil {
				continue
			}
			wantSection, _ := whole.Session(got.Get("sso_session"))
			gotSection, _ := part.Session(got.Get("sso_session"))
			same(t, wantSection, gotSection)
			wantSection, _ = whole.Services(got.Get("services"))
			gotSection, _ = part.Services(got.Get("services"))
			same(t, wantSection, gotSection)
		}
	})
}

func same(t *testing.T, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
