package awsconfig_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
)

// files are the two shared files with these texts.
func files(config, credentials string) awsconfig.Files {
	return awsconfig.Files{
		ConfigPath: "config", CredentialsPath: "credentials",
		Config: []byte(config), Credentials: []byte(credentials),
	}
}

// sketch writes a view in short, a section a line.
func sketch(v *awsconfig.View) string {
	var b strings.Builder
	for _, s := range v.Sections() {
		fmt.Fprintf(&b, "%s %s:%s\n", s.Type, s.Name, properties(s.Properties))
	}
	return b.String()
}

func properties(list []awsconfig.Property) string {
	var b strings.Builder
	for _, p := range list {
		fmt.Fprintf(&b, " %s=%q", p.Key, p.Value)
		if len(p.Sub) > 0 {
			fmt.Fprintf(&b, "{%s }", properties(p.Sub))
		}
	}
	return b.String()
}

func TestViewIsWhatTheSDKsRead(t *testing.T) {
	for name, tc := range map[string]struct{ config, credentials, want string }{
		"headers with blanks": {
			config: "[ profile \t foo ]\na = 1\n\t[sso-session\tbar]\nb = 2\n[services baz] # c\nc = 3\n[ default ]\nd = 4\n",
			want:   "profile foo: a=\"1\"\nsso-session bar: b=\"2\"\nservices baz: c=\"3\"\nprofile default: d=\"4\"\n",
		},
		"sections that are none": {
			config:      "[profilefoo]\na = 1\n[sso-sessionfoo]\na = 1\n[foo]\na = 1\n[plugins x]\na = 1\n[profile]\na = 1\n[profile a b]\na = 1\n[profile \"a\"]\na = 1\n[profile a!]\na = 1\n[]\na = 1\n",
			credentials: "[profile foo]\na = 1\n[sso-session s]\na = 1\n[a b]\na = 1\n",
		},
		"all characters of names": {
			config:      "[profile aZ09_-/.%@:+]\naZ09_-/.%@+ = 1\na b = 2\na! = 3\n  more\n",
			credentials: "[x_-/.%@:+]\n",
			want:        "profile aZ09_-/.%@:+: az09_-/.%@+=\"1\"\nprofile x_-/.%@:+:\n",
		},
		"[profile default] behind [default]": {
			config: "[default]\na = 1\n[profile default]\nb = 2\n[default]\nc = 3\n[profile default]\nd = 4\n",
			want:   "profile default: b=\"2\" d=\"4\"\n",
		},
		"[profile default] and the credentials' [default]": {
			config: "[profile default]\na = 1\n[default]\nb = 2\n", credentials: "[default]\nc = 3\n",
			want: "profile default: a=\"1\" c=\"3\"\n",
		},
		"merged, the credentials file wins": {
			config: "[profile p]\na = 1\nb = 2\n[profile q]\n", credentials: "[p]\nB = 3\nc = 4\n[r]\nd = 5\n",
			want: "profile p: a=\"1\" b=\"3\" c=\"4\"\nprofile q:\nprofile r: d=\"5\"\n",
		},
		"twice the same section and key": {
			config: "[profile p]\na = 1\nA = 2\n[profile q]\n[profile p]\na = 3\nb = 4\n",
			want:   "profile p: a=\"3\" b=\"4\"\nprofile q:\n",
		},
		"values": {
			config: "[default]\na = b # c\nd = e#f\ng = \"h\"\ni = j = k\nl =\nm = # n\no =#p\nq = r\n  s # t\n\n\tu\n",
			want:   "profile default: a=\"b\" d=\"e#f\" g=\"\\\"h\\\"\" i=\"j = k\" l=\"\" m=\"\" o=\"#p\" q=\"r\\ns # t\\nu\"\n",
		},
		"nested": {
			config: "[default]\ns3 =\n  A = 1 # x\n\n\tb =\n  a = 2\n  c d = 3\nt = # y\n  e = 4\n",
			want:   "profile default: s3=\"\"{ a=\"2\" b=\"\" } t=\"\"{ e=\"4\" }\n",
		},
		"the last of two blocks": {
			config: "[default]\ns3 =\n  a = 1\ns3 =\n  b = 2\n",
			want:   "profile default: s3=\"\"{ b=\"2\" }\n",
		},
		"CRLF and a byte order mark": {
			config: "\xef\xbb\xbf[default]\r\na = 1\r\n  2\r\n",
			want:   "profile default: a=\"1\\n2\"\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := files(tc.config, tc.credentials).View()
			if all := v.Errors(); len(all) > 0 {
				t.Fatal(all)
			}
			if diff := cmp.Diff(tc.want, sketch(v)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			sameOneByOne(t, files(tc.config, tc.credentials), v)
		})
	}
}

// sameOneByOne checks that ViewOf and Find see each section as View does.
func sameOneByOne(t *testing.T, f awsconfig.Files, v *awsconfig.View) {
	t.Helper()
	for _, want := range v.Sections() {
		if got, ok := f.Find(want.Type, want.Name); !ok || cmp.Diff(want, got) != "" {
			t.Errorf("Find(%s, %s) (-want +got):\n%s", want.Type, want.Name, cmp.Diff(want, got))
		}
		if want.Type != awsconfig.TypeProfile {
			continue
		}
		part := f.ViewOf(want.Name)
		if got, ok := part.Profile(want.Name); !ok || cmp.Diff(want, got) != "" {
			t.Errorf("ViewOf(%s) (-want +got):\n%s", want.Name, cmp.Diff(want, got))
		}
		for _, p := range part.Errors() {
			if !slices.Contains(v.Errors(), p) {
				t.Errorf("ViewOf(%s) has the error %+v, and View does not", want.Name, p)
			}
		}
		if want.Problem != nil && part.Err() == nil {
			t.Errorf("ViewOf(%s) passes over %+v", want.Name, want.Problem)
		}
	}
}

func TestPositionsNameFileAndLine(t *testing.T) {
	f := files("# c\n[profile q]\n[profile p]\nregion = x\ns3 =\n  a = b\n", "\n[p]\nk = v\n")
	for _, v := range []*awsconfig.View{f.View(), f.ViewOf("p")} {
		p, ok := v.Profile("p")
		if !ok {
			t.Fatal("no profile p")
		}
		want := &awsconfig.Section{
			Type: "profile", Name: "p",
			Sources: []awsconfig.Pos{{File: "config", Line: 3}, {File: "credentials", Line: 2}},
			Properties: []awsconfig.Property{
				{Key: "region", Value: "x", Pos: awsconfig.Pos{File: "config", Line: 4}},
				{Key: "s3", Pos: awsconfig.Pos{File: "config", Line: 5}, Sub: []awsconfig.Property{
					{Key: "a", Value: "b", Pos: awsconfig.Pos{File: "config", Line: 6}},
				}},
				{Key: "k", Value: "v", Pos: awsconfig.Pos{File: "credentials", Line: 3}},
			},
		}
		if diff := cmp.Diff(want, p); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestViewOfHoldsWhatTheProfileRefersTo(t *testing.T) {
	f := files(`[profile other]
a = 1
[sso-session unused]
[profile prod]
role_arn = r
source_profile = base
services = local
[services local]
sso =
  endpoint_url = u
[profile base]
sso_session = corp
source_profile = prod
[sso-session corp]
sso_region = x
`, "[base]\nb = 2\n")
	v := f.ViewOf("prod")
	want := "profile prod: role_arn=\"r\" source_profile=\"base\" services=\"local\"\n" +
		"services local: sso=\"\"{ endpoint_url=\"u\" }\n" +
		"profile base: sso_session=\"corp\" source_profile=\"prod\" b=\"2\"\n" +
		"sso-session corp: sso_region=\"x\"\n"
	if diff := cmp.Diff(want, sketch(v)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if v := f.ViewOf("nobody"); len(v.Sections()) != 0 {
		t.Errorf("a profile that is not there brought %s", sketch(v))
	}
}

func TestProfileNamesAreThoseOfEitherReader(t *testing.T) {
	f := files(`[default]
[profile b]
[profile "my prof"]
[profile 'it'"'"'s "me"']
[profile two words]
[profile unbalanced']
[plugins]
[sso-session s]
[ profile a ]
[profilex odd]
[profile b]
[profile default]
`, "[b]\n[c]\n[profile z]\n[with blank]\n")
	want := []string{"default", "b", "my prof", `it's "me"`, "a", "odd", "c", "profile z", "with blank"}
	if diff := cmp.Diff(want, f.ProfileNames()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFindKnowsNamesThatSDKsIgnore(t *testing.T) {
	f := files("[profile \"my prof\"]\na = 1\n[profile 'my prof']\nb = 2\n[profile two words]\nc = 3\n[x]\n[profile p]\nd = 4\n", "[my prof]\ne = 5\n")
	for name, want := range map[string]string{
		"my prof":   ` a="1" b="2" e="5"`,
		"two words": ` c="3"`,
		"p":         ` d="4"`,
		"x":         "none",
	} {
		got := "none"
		if s, ok := f.Find(awsconfig.TypeProfile, name); ok {
			got = properties(s.Properties)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
