package cache

import "testing"

const startURL = "https://d-1234567890.awsapps.com/start"

// The stems were computed by AWS CLI v2 and by Python.
func TestNamesAreThoseOfTheAWSCLI(t *testing.T) {
	corp := SessionID{Name: "corp", StartURL: startURL}
	legacy := SessionID{StartURL: startURL}
	const roleR = "arn:aws:iam::444455556666:role/R"
	for name, tc := range map[string]struct {
		id   interface{ stem() string }
		want string
	}{
		"token of a session":                   {corp, "ee0bfd2552fbd840c02cc48b6e823320543c450f"},
		"token of a legacy sign-in":            {legacy, "7487b5b67d5fa1132cf33fa93ae51ef38cc37752"},
		"registration with scopes":             {RegistrationID{corp, "eu-west-1", []string{"sso:account:access"}}, "c6a06e42182fb324db02aec3d36dc183754bc04e"},
		"registration without scopes":          {RegistrationID{corp, "eu-west-1", nil}, "d4261ff0c50f8c4953fa4fe01693415ac8bca2df"},
		"registration of a legacy sign-in":     {RegistrationID{legacy, "eu-west-1", nil}, "8ba5c4795fa8538a47da089266d94d19d06fe7f6"},
		"role of a session":                    {RoleID{corp, "111122223333", "Admin"}, "0cdbf32b99792a73981dd3f142bc63ab50240b44"},
		"role of a legacy sign-in":             {RoleID{legacy, "111122223333", "Admin"}, "6abb896b6ccaa651ce726de776d08638a3e78017"},
		"assumed role, nothing but the role":   {AssumeID{RoleARN: roleR}, "f615370b9916033a7b935851c0f861126a0947c9"},
		"assumed role, session name non-ASCII": {AssumeID{RoleARN: roleR, RoleSessionName: "jürgen"}, "f2de78aa495968e6729bdaed5d80cc195bb503ba"},
		"assumed role, everything configured": {AssumeID{
			RoleARN: roleR, ExternalID: "x-1", RoleSessionName: "me",
			SerialNumber: "arn:aws:iam::111122223333:mfa/me", DurationSeconds: 3600,
		}, "13fe876c9935e2e1b35da7a12b7bca68e1176ce8"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tc.id.stem(); got != tc.want {
				t.Errorf("stem is %s, want %s", got, tc.want)
			}
		})
	}
}

func TestStringsAreEscapedAsPythonDoes(t *testing.T) {
	for in, want := range map[string]string{
		"plain":         `"plain"`,
		`<a & "b" \ c>`: `"<a & \"b\" \\ c>"`,
		"ü\u2028":       `"\u00fc\u2028"`,
		"\U0001F511":    `"\ud83d\udd11"`,
		"\x7f\x00\x1b":  `"\u007f\u0000\u001b"`,
		"\n\r\t\f\b":    `"\n\r\t\f\b"`,
		"\xff":          `"\ufffd"`,
	} {
		if got := string(appendString(nil, in)); got != want {
			t.Errorf("%q is written %s, want %s", in, got, want)
		}
	}
}
