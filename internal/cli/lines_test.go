package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fault"
)

// looseConfig has two lines that SDKs refuse and the AWS CLI does not, one that
// nothing reads, and profiles that have none of them.
const looseConfig = `[profile colon]
region: eu-west-1
[profile good]
region = eu-west-2
[profile bad]
sso_session my-sso
[sso-session corp]
  sso_start_url = https://corp.awsapps.com/start
  sso_region = eu-west-1
[sso-session lost]
sso_region
[profile user]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = R
[profile lost]
sso_session = lost
`

const (
	colonWarning = "Warning: ~/.aws/config line 2 has a colon in place of the =; the AWS SDKs for Java and Rust refuse the file, and the one for JavaScript skips the key.\n" +
		"  2 | region: eu-west-1\n  Write it as  region = eu-west-1 .\n"
	badLine = "~/.aws/config line 6 is not a key, section, or comment"
)

func TestListingProfilesLeavesOutTheOneThatCannotBeRead(t *testing.T) {
	for _, words := range [][]string{{"profiles"}, {"configure", "list-profiles"}, {"profiles", "-o", "json"}, {"list-profiles-as-aws"}} {
		e := newSessionEnv(t, looseConfig)
		if words[0] == "list-profiles-as-aws" {
			e.Global.AWSForm = true
			words = []string{"configure", "list-profiles"}
		}
		if err := e.run(t, words...); err != nil {
			t.Fatalf("%v: %v", words, err)
		}
		for _, name := range []string{"colon", "good", "user", "lost"} {
			if !strings.Contains(e.out.String(), name) {
				t.Errorf("%v: %s is not listed:\n%s", words, name, e.out.String())
			}
		}
		if strings.Contains(e.out.String(), "bad") {
			t.Errorf("%v: bad is listed:\n%s", words, e.out.String())
		}
		for _, want := range []string{colonWarning, "Warning: " + badLine + ", so the profile bad is left out.\n  6 | sso_session my-sso\n"} {
			if strings.Count(e.err.String(), want) != 1 {
				t.Errorf("%v: not told once: %s\nbut\n%s", words, want, e.err.String())
			}
		}
	}
}

func TestListingProfilesOfWhichNoneCanBeReadIsAnError(t *testing.T) {
	for _, words := range [][]string{{"profiles"}, {"configure", "list-profiles"}, {"profiles", "-o", "json"}} {
		e := newSessionEnv(t, "[profile bad]\nsso_session my-sso\n")
		if err := e.run(t, words...); err == nil || !strings.HasPrefix(err.Error(), "~/.aws/config line 2 is not a key") {
			t.Errorf("%v: error %v", words, err)
		}
	}
}

// However many lines there are, a command tells a few and where the rest is.
func TestManyLinesAreToldInShort(t *testing.T) {
	e := newSessionEnv(t, "[profile a]\n"+strings.Repeat("k: v\n", 20))
	if err := e.run(t, "profiles"); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(e.err.String(), "has a colon"); n != warnedLines || !strings.Contains(e.err.String(), "15 such lines more. See them all:\n  fob config dump\n") {
		t.Errorf("%d told:\n%s", n, e.err.String())
	}
}

// A command has the error of the sections that it needs, and of no others.
func TestABadLineStopsThoseAloneWhoNeedItsSection(t *testing.T) {
	for _, tc := range []struct{ words, err string }{
		{"configure get region --profile good", ""},
		{"configure get region --profile colon", ""},
		{"configure get region --profile bad", badLine},
		{"explain user", ""},
		{"explain bad", badLine},
		{"explain lost", "~/.aws/config line 11"},
		{"status", ""},
		{"status corp", ""},
		{"status lost", "~/.aws/config line 11"},
		{"use good", ""},
		{"use bad", badLine},
		{"configure set region x --profile good", badLine}, // the AWS CLI refuses the whole file, so nobody writes it
		{"configure unset region --profile good", badLine},
	} {
		e := newConfigureEnv(t, looseConfig, "")
		err := e.run(t, strings.Fields(tc.words)...)
		if tc.err == "" && err != nil || tc.err != "" && (err == nil || !strings.HasPrefix(err.Error(), tc.err)) {
			t.Errorf("%s: error %v, want %q", tc.words, err, tc.err)
		}
		if text := e.fileText(t, e.Paths.Config); text != looseConfig {
			t.Errorf("%s wrote the file: %q", tc.words, text)
		}
	}
}

func TestCommandsWarnOfTheLinesThatTheyUse(t *testing.T) {
	for words, want := range map[string]string{
		"configure get region --profile colon": colonWarning,
		"configure get region --profile good":  "",
		"explain user":                         "Warning: ~/.aws/config line 8 is indented",
		"explain colon":                        "",
		"logout corp --local":                  "Warning: ~/.aws/config line 8 is indented",
	} {
		e := newSessionEnv(t, looseConfig)
		_ = e.run(t, strings.Fields(words)...) // the warning is there whatever comes of it
		if got := e.err.String(); want == "" && strings.Contains(got, "Warning") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", words, got, want)
		}
	}
}

// Where the only session cannot be read, that is told, not that there is none.
func TestASessionThatCannotBeReadIsNotMissing(t *testing.T) {
	const config = "[sso-session corp]\nsso_region eu-west-1\n"
	for _, words := range []string{"token", "login", "logout"} {
		e := newSessionEnv(t, config)
		if err := e.run(t, words); err == nil || !strings.HasPrefix(err.Error(), "~/.aws/config line 2 is not a key") {
			t.Errorf("%s: error %v", words, err)
		}
	}
}

// config dump is strict: it lists what the SDKs refuse as errors.
func TestConfigDumpListsLinesThatTheAWSCLIReadsAsErrors(t *testing.T) {
	e := newSessionEnv(t, looseConfig)
	err := e.run(t, "config", "dump", "-o", "json")
	if fault.CodeOf(err) != fault.Failed || !strings.HasPrefix(err.Error(), "~/.aws/config line 2 has a colon") {
		t.Errorf("error %v", err)
	}
	var got configDump
	if err := json.Unmarshal(e.out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, p := range got.Errors {
		lines = append(lines, p.Line)
	}
	if fmt.Sprint(lines) != "[2 6 8 11]" {
		t.Errorf("errors in lines %v", lines)
	}
	if s := got.Sections[0]; s.Name != "colon" || len(s.Properties) != 0 {
		t.Errorf("the SDKs' view has the key of line 2: %+v", s)
	}
}
