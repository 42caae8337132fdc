package cli

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
)

// prompt is what `fob prompt` prints, by the hot way.
func (s *sessionEnv) prompt(t *testing.T, words ...string) string {
	t.Helper()
	s.out.Reset()
	o, hot := HotPrompt(append([]string{"prompt"}, words...))
	if !hot {
		t.Fatalf("%q does not go the hot way", words)
	}
	if err := Prompt(s.Env, o); err != nil {
		t.Fatal(err)
	}
	return s.out.String()
}

const everyField = "{profile}|{account}|{account_name}|{role}|{region}|{session}|{left}|{production}"

func TestAPromptTellsTheProfileInForce(t *testing.T) {
	for name, tc := range map[string]struct {
		profile, format, production, config string
		expires                             time.Duration // of the token; 0 for none
		refresh                             bool
		want                                string
	}{
		"every field": {
			profile: "my-dev-account", format: everyField, expires: 125 * time.Minute,
			want: "my-dev-account|111122223333|DeveloperAccount|AdministratorAccess|us-east-1|my-sso|2h05m|",
		},
		"a role taken on from another": {
			profile: "cross", format: everyField, expires: 59 * time.Minute,
			want: "cross|444455556666||R||my-sso|59m|",
		},
		"the format by default":       {profile: "my-dev-account", expires: time.Minute, want: "my-dev-account 1m"},
		"it renews by itself":         {profile: "my-dev-account", format: "{left}", expires: -time.Minute, refresh: true, want: "renews"},
		"it is over":                  {profile: "my-dev-account", format: "{left}", expires: -time.Minute, want: "ended"},
		"never signed in":             {profile: "my-dev-account", format: "{left}", want: "ended"},
		"no sign-in at all":           {profile: "-x", format: "{profile}[ {left}]", want: "-x"},
		"a profile that is not there": {profile: "nobody", format: "{profile}[ {account}]", want: "nobody"},
		"parts":                       {profile: "-x", format: `a[ {role}][role? r][!role? none][{region}[ {role}]!]\[\{`, want: "a noneeu-west-1![{"},
		"production by its name":      {profile: "my-prod-account", production: "live*, *PROD*", want: "! my-prod-account ended"},
		"production by its account":   {profile: "my-prod-account", format: "{production}", production: "4444*", want: "production"},
		"no production":               {profile: "my-dev-account", format: "{production}", production: "*prod*"},
		"production by its own key": {
			profile: "p", format: "{production}", production: "nothing", want: "production",
			config: "[profile p]\nfob_production = true\n",
		},
		"its own key says no": {profile: "prod", format: "{production}", production: "prod", config: "[profile prod]\nfob_production = false\n"},
		"production by its session": {
			profile: "a-live", format: "{production}", want: "production",
			config: oneSession + "fob_production = *-live\n[profile a-live]\nsso_session = my-sso\n",
		},
		"colours as asked":          {profile: "-x", format: "{red}{profile}{reset}", want: "\x1b[31m-x\x1b[0m"},
		"a name that only aws sees": {profile: "a b", format: "{account}", want: "1", config: "[profile 'a b']\nsso_account_id = 1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.config == "" {
				tc.config = completable
			}
			s := newSessionEnv(t, tc.config)
			s.vars["AWS_PROFILE"], s.vars["FOB_PRODUCTION"] = tc.profile, tc.production
			if tc.expires != 0 {
				token := cache.Token{StartURL: "https://my-company.awsapps.com/start", Region: "us-east-1", AccessToken: "a", ExpiresAt: monday.Add(tc.expires)}
				if tc.refresh {
					token.RefreshToken, token.ClientID, token.ClientSecret, token.RegistrationExpiresAt = "r", "i", "s", monday.Add(time.Hour)
				}
				if err := s.Store().SaveToken(cache.SessionID{Name: "my-sso"}, token); err != nil {
					t.Fatal(err)
				}
			}
			var words []string
			if tc.format != "" {
				words = []string{"--format", tc.format}
			}
			if got := s.prompt(t, words...); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// A prompt is no place for an error, and it reads each file once.
func TestAPromptIsSilentWhereThereIsNothingToTell(t *testing.T) {
	s := newSessionEnv(t, completable)
	if got := s.prompt(t); got != "" {
		t.Errorf("no profile is selected: got %q", got)
	}
	s.vars["AWS_PROFILE"] = "my-dev-account"
	reads, read := 0, s.Files
	s.Files = func() (awsconfig.Files, error) { reads++; return read() }
	if got := s.prompt(t); got == "" || reads != 1 {
		t.Errorf("got %q with %d reads", got, reads)
	}
	s.Files = func() (awsconfig.Files, error) { return awsconfig.Files{}, errors.New("no permission") }
	if got := s.prompt(t); got != "" {
		t.Errorf("no permission: got %q", got)
	}
	s = newSessionEnv(t, "[profile a]\nno key\n")
	s.vars["AWS_PROFILE"] = "a"
	if got := s.prompt(t); got != "" || s.err.Len() > 0 {
		t.Errorf("a damaged file: got %q, %s", got, s.err.String())
	}
}

func TestAPromptIsWrittenForItsShell(t *testing.T) {
	s := newSessionEnv(t, completable)
	s.vars["AWS_PROFILE"], s.vars["FOB_PROMPT"] = "50%$x\x1b[31m", "{red}{profile}%"
	for kind, want := range map[string]string{
		"bash": "\x01\x1b[31m\x0250%$x\\x1b[31m%", "zsh": "%{\x1b[31m%}50%%$x\\x1b[31m%%", "fish": "\x1b[31m50%$x\\x1b[31m%", "pwsh": "\x1b[31m50%$x\\x1b[31m%",
	} {
		if got := s.prompt(t, "--shell="+kind); got != want {
			t.Errorf("%s: got %q, want %q", kind, got, want)
		}
	}
	s.vars["FOB_HOOK"], s.vars["AWS_PROFILE"] = "pwsh/1", `ü\`
	if got, want := s.prompt(t, "--format", "{profile}"), `\u00fc\u005c`; got != want {
		t.Errorf("the hook of PowerShell: got %q, want %q", got, want)
	}
}

func TestMistakesInAPromptsFormatAreTold(t *testing.T) {
	for format, want := range map[string]string{
		"{colour}": `"colour"`, "{profile": `"profile"`, "[a": "a [ without", "a]": "a ] without", "[[a]": "a [ without",
	} {
		err := Execute(t.Context(), newSessionEnv(t, "").Env, []string{"prompt", "--format", format})
		if fault.CodeOf(err) != fault.Usage || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", format, err)
		}
	}
}

func TestOnlyItsOwnWordsTakeThePromptsHotWay(t *testing.T) {
	for line, want := range map[string]bool{
		"prompt": true, "prompt --format x": true, "prompt --shell=zsh --format=": true,
		"prompt --format": false, "prompt --help": false, "prompt -p x": false, "login": false, "": false,
	} {
		if _, hot := HotPrompt(strings.Fields(line)); hot != want {
			t.Errorf("%q: got %v", line, hot)
		}
	}
}

func FuzzPrompt(f *testing.F) {
	f.Add(`[production?{red}]{profile}[ {left}]\[`, "prod*,?x", "prod-1")
	f.Add("[!role?[a[b]]", "***a", "")
	f.Add(`\`, "*?*", "ü")
	f.Fuzz(func(t *testing.T, format, pattern, name string) {
		parts, err := parsePrompt(format)
		if err == nil && !strings.ContainsAny(format, `{[\%`) && parts.render("", nil) != format {
			t.Errorf("%q: text does not stay text", format)
		}
		if name != "" && !strings.ContainsAny(name, ", \t\n") && !isProduction("nothing "+name, name) {
			t.Errorf("%q does not match itself", name)
		}
		_ = isProduction(pattern, name)
	})
}
