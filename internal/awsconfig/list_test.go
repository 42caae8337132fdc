package awsconfig_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
)

var listedKeys = []string{"sso_session", "region", "role_arn"}

// listed is what EachProfile tells, as text.
func listed(t *testing.T, f awsconfig.Files) []string {
	t.Helper()
	var all []string
	lines := f.EachProfile(listedKeys, func(s *awsconfig.Section) {
		all = append(all, describe(s))
	})
	if d := cmp.Diff(f.View().Errors(), lines); d != "" {
		t.Errorf("lines (-view +EachProfile):\n%s", d)
	}
	return all
}

func describe(s *awsconfig.Section) string {
	line := s.Name
	for _, k := range listedKeys {
		line += fmt.Sprintf(" %s=%q", k, s.Get(k))
	}
	return line
}

// viewed is the same as View and Find tell it.
func viewed(f awsconfig.Files) []string {
	var all []string
	v := f.View()
	for _, name := range f.ProfileNames() {
		s, ok := v.Profile(name)
		if !ok {
			s, _ = f.Find(awsconfig.TypeProfile, name)
		}
		if s.Problem == nil {
			all = append(all, describe(s))
		}
	}
	return all
}

var listSeeds = []struct{ config, credentials string }{
	{"", ""},
	{"[profile '']\nregion = x\n[profile b]\n", ""},
	{"[default]\nregion = x\n[profile a]\nsso_session=s\nRegion\t= y  # z\nregion = z;z\n", ""},
	{"[profile default]\nregion = 1\n[default]\nregion = 2\n", ""},
	{"[profile a]\r\nregion = x\r\n\r\n# c\r\n[sso-session s]\r\nregion = no\r\n[profile b]\r\nrole_arn =\r\n", ""},
	{"[profile a]\nregion = x\n  y\n[profile b]\n", ""},
	{"[profile a]\nregion = x\n[profile a]\nregion = y\n", ""},
	{"[profile 'a b']\nregion = x\n[profile c d]\nregion = y\n[foo]\nregion = z\n", ""},
	{"[profile a]\nregion = x\n", "[a]\nregion = y\n[b]\nregion = z\n"},
	{"[profile a]\nregion = x", "\n \n"},
	{"\xef\xbb\xbf[profile a]\nregion = x\r", ""},
	{"[profile a]\ns3 =\n  region = x\nregion = ; y\n", ""},
	{"[profile a]\nregion: x\n[profile b]\n  region = y\n[profile c] d\nregion = z\n", ""},
	{"[profile a]\nrole_arn: x?=y\n[profile b]\nregion = z\n", ""},
	{"junk\n[profile a]\nregion x\n[profile b\nregion = y\n[profile c]\nregion = z\n", "[d\nregion = w\n[c]\njunk\n"},
	{"[default]\rregion = x\r[profile a]\rregion = y\r", ""},
}

func TestEachProfileTellsWhatTheViewTells(t *testing.T) {
	for i, seed := range listSeeds {
		f := awsconfig.Files{Config: []byte(seed.config), Credentials: []byte(seed.credentials)}
		if d := cmp.Diff(viewed(f), listed(t, f)); d != "" {
			t.Errorf("seed %d: %s", i, d)
		}
	}
}

func FuzzEachProfileTellsWhatTheViewTells(f *testing.F) {
	for _, s := range listSeeds {
		f.Add([]byte(s.config), []byte(s.credentials))
	}
	f.Fuzz(func(t *testing.T, config, credentials []byte) {
		files := awsconfig.Files{Config: config, Credentials: credentials}
		if d := cmp.Diff(viewed(files), listed(t, files)); d != "" {
			t.Error(d)
		}
	})
}

func BenchmarkEachProfile(b *testing.B) {
	var config strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&config, "\n[profile account-%05d.readonly]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = us-east-1\noutput = json\n", i)
	}
	f := awsconfig.Files{Config: []byte(config.String())}
	keys := []string{"sso_session", "sso_account_id", "sso_role_name", "role_arn", "credential_process", "aws_access_key_id"}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		if lines := f.EachProfile(keys, func(*awsconfig.Section) { n++ }); lines != nil || n != 10_000 {
			b.Fatal(n, lines)
		}
	}
}
