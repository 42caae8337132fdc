package cli

import (
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fault"
)

const oneSession = "[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\n"

func TestWhichSessionIsMeant(t *testing.T) {
	for name, tc := range map[string]struct {
		config   string
		vars     map[string]string
		profile  string // --profile
		named    string
		person   bool
		want     string // the session's label
		wantErr  string
		wantCode fault.Code
		remedy   string
	}{
		"named":                             {config: twoSessions, named: "client", want: "client"},
		"a legacy one by its start URL":     {config: twoSessions, named: "https://old.awsapps.com/start", want: "https://old.awsapps.com/start"},
		"a name that is not there":          {config: twoSessions, named: "clinet", wantErr: "clinet", wantCode: fault.Usage},
		"the profile's, by flag":            {config: twoSessions, profile: "theirs", want: "client"},
		"the profile's, by variable":        {config: twoSessions, vars: map[string]string{"AWS_PROFILE": "prod"}, want: "my-sso"},
		"a legacy profile's":                {config: twoSessions, profile: "old", want: "https://old.awsapps.com/start"},
		"the flag's profile needs none":     {config: twoSessions, profile: "keys", wantErr: "needs no sign-in", wantCode: fault.NoCredentials},
		"the flag's profile is not there":   {config: twoSessions, profile: "prdo", wantErr: `there is no profile "prdo"`, wantCode: fault.NoProfile},
		"the variable's is not there":       {config: oneSession, vars: map[string]string{"AWS_PROFILE": "x"}, wantErr: `there is no profile "x"`, wantCode: fault.NoProfile},
		"the variable's profile needs none": {config: oneSession + "[profile keys]\naws_access_key_id=A\naws_secret_access_key=s\n", vars: map[string]string{"AWS_PROFILE": "keys"}, want: "my-sso"},
		"the only one there is":             {config: oneSession, want: "my-sso"},
		"the only one, default being odd":   {config: oneSession + "[default]\naws_access_key_id=A\n", want: "my-sso"},
		"the default profile's":             {config: twoSessions + "[default]\nsso_session = client\n", want: "client"},
		"a person is asked":                 {config: twoSessions, person: true, want: "https://old.awsapps.com/start"},
		"nobody can be asked": {
			config: twoSessions, wantErr: "there are 3 sessions", wantCode: fault.Usage,
			remedy: "fob login my-sso\nfob login client\nfob login https://old.awsapps.com/start",
		},
		"there is none": {config: "", wantErr: "no session is set up yet", wantCode: fault.Failed, remedy: "fob configure sso"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newSessionEnv(t, tc.config)
			for k, v := range tc.vars {
				e.vars[k] = v
			}
			e.Global.Profile = tc.profile
			e.Interactive = func() bool { return tc.person }
			v, err := e.view()
			if err != nil {
				t.Fatal(err)
			}
			s, err := chooseSession(t.Context(), e.Env, v, tc.named, "Which?")
			if tc.wantErr == "" {
				if err != nil || s.Label() != tc.want || (e.picked != nil) != tc.person {
					t.Errorf("got %s, %v", s.Label(), err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.wantErr) || fault.CodeOf(err) != tc.wantCode {
				t.Fatalf("error is %v, code %d", err, fault.CodeOf(err))
			}
			if f := err.(*fault.Error); tc.remedy != "" && f.Remedy != tc.remedy {
				t.Errorf("the remedy is %s", f.Remedy)
			}
		})
	}
}
