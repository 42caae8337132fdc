package awsconfig_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestWarningsNameTheLineThatTheAWSCLIReadsOtherwise(t *testing.T) {
	for name, tc := range map[string]struct{ config, credentials, want string }{
		"nothing to say": {
			config:      "# c\n[default]\nregion = x\ns3 =\n  a = b\nv = 1\n  2\n\n[profile a]\ncredential_process = /bin/x 'a b'\n[sso-session s]\n[services t]\n",
			credentials: "[default]\naws_access_key_id = A\n",
		},
		"byte order mark":             {config: "\xef\xbb\xbf[default]\n", want: "config:1 begins with a byte order mark"},
		"comment behind a value":      {config: "[default]\nregion = x # home\n", want: "config:2 has a comment behind the value of region"},
		"comment behind nothing":      {config: "[default]\ns3 = # c\n  a = b\n", want: "config:2 has a comment behind the value"},
		"indented comment":            {config: "[default]\nregion = x\n  # home\n", want: "config:3 is an indented comment"},
		"indented section":            {config: "[default]\nregion = x\n  [profile a]\n", want: "config:3 has an indented section"},
		"section twice":               {config: "[profile a]\n[profile b]\n[profile a]\n", want: "config:3 repeats the section of line 1"},
		"section twice, other blanks": {config: "[profile a]\n[profile  a]\n", want: "config:2 means the same as line 1"},
		"section twice, quoted":       {config: "[profile a]\n[profile \"a\"]\n", want: "config:2 has a section that AWS SDKs ignore; the AWS CLI alone reads the profile \"a\"; config:2 means the same as line 1"},
		"key twice":                   {config: "[default]\na = 1\nA = 2\n", want: "config:3 repeats the key a of line 2"},
		"default twice":               {config: "[default]\n[profile default]\n", want: "config:1 has a [default] that AWS SDKs ignore because of [profile default] in line 2; the AWS CLI reads the later of the two; config:2 means the same as line 1"},
		"name with a blank":           {config: "[profile \"my prof\"]\n", want: "config:1 has a section that AWS SDKs ignore"},
		"name with a blank, bare":     {config: "[profile my prof]\n", want: "config:1 has the section [profile my prof], which no reader knows"},
		"no type":                     {config: "[foo]\n", want: "config:1 has the section [foo], which AWS SDKs ignore"},
		"type without a blank":        {config: "[profilefoo]\n", want: "config:1 has the section [profilefoo]"},
		"longer type":                 {config: "[profilex foo]\n", want: "config:1 has a section that AWS SDKs ignore"},
		"blank before the type":       {config: "[ profile foo]\n", want: "config:1 has a section that the AWS CLI does not take for the profile \"foo\""},
		"second bracket":              {config: "[profile foo] # ]\n", want: "config:1 has a section that the AWS CLI does not take for the profile \"foo\""},
		"DEFAULT":                     {credentials: "[DEFAULT]\n", want: "credentials:1 has the section [DEFAULT], whose keys the AWS CLI gives to every profile"},
		"type in the credentials":     {credentials: "[profile a]\n", want: "credentials:1 has a section that AWS SDKs ignore and that the AWS CLI takes for a profile called \"profile a\""},
		"odd key":                     {config: "[default]\na b = c\n", want: "config:2 has the key \"a b\", which AWS SDKs ignore"},
		"colon before the =":          {config: "[default]\na:b = c\n", want: "config:2 has a colon before the =, where the key ends for the AWS CLI and fob"},
		"colon at the start":          {config: "[default]\n:b = c\n", want: "config:2 has the key \":b\", which starts with a colon"},
		"empty value":                 {config: "[default]\nregion =\n\n[profile a]\nrole_arn =", want: "config:2 has no value; config:5 has no value"},
		"empty line in a value":       {config: "[default]\na = 1\n\n  2\n", want: "config:4 continues a value behind an empty line"},
		"carriage return":             {config: "[default]\na = 1\r2\n", want: "config:2 holds a carriage return"},
		"command with shell words":    {config: "[default]\ncredential_process = a | b\n", want: "config:2 has a credential_process that needs a shell"},
		"keys beside a role": {
			config: "[profile a]\nrole_arn = r\n", credentials: "\n[a]\naws_access_key_id = A\n",
			want: "credentials:3 has keys beside role_arn",
		},
		"keys beside a process": {
			config: "[profile a]\ncredential_process = x\n", credentials: "[a]\naws_access_key_id = A\n",
			want: "credentials:2 has keys beside credential_process",
		},
		"session named and spelled out": {
			config: "[profile a]\nsso_session = s\nsso_region = x\n",
			want:   "config:3 is in a profile that names an sso_session",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := files(tc.config, tc.credentials).View().Warnings()
			var want []string
			if tc.want != "" {
				want = strings.Split(tc.want, "; config:")
			}
			if len(got) != len(want) {
				t.Fatalf("%d warnings, want %d: %+v", len(got), len(want), got)
			}
			for i, w := range want {
				if i > 0 {
					w = "config:" + w
				}
				if line := fmt.Sprintf("%s:%d %s", got[i].Pos.File, got[i].Pos.Line, got[i].Message); !strings.HasPrefix(line, w) {
					t.Errorf("%s\nwant %s", line, w)
				}
			}
		})
	}
}

func TestNoWarningShowsASecret(t *testing.T) {
	v := files("", "[a]\naws_secret_access_key = S3CRET # x\naws_secret_access_key = S3CRET\naws_session_token = S3\n\n  S3CRET\n").View()
	for _, w := range v.Warnings() {
		if strings.Contains(w.Text+w.Message+w.Remedy, "S3CRET") {
			t.Errorf("shown: %+v", w)
		}
	}
}
