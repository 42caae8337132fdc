package interop_test

import "testing"

// Scripts that evaluate what the AWS CLI exports get the same bytes from fob.
func TestExportedCredentialsAreByteForByteTheAWSCLIs(t *testing.T) {
	t.Parallel()
	needAWS(t)
	w := newWorld(t)
	w.setUp()
	w.write(".aws/credentials", "[static]\naws_access_key_id = AKIAEXAMPLEROBOT2345\naws_secret_access_key = exampleSecretOfTheRobot0123456789/bcd+fg=\n\n"+
		"[temporary]\naws_access_key_id = ASIAEXAMPLEROBOT2345\naws_secret_access_key = exampleSecretOfTheRobot0123456789/bcd+fg=\naws_session_token = some/tok+en==\n")
	w.fob("credential-process", "--profile", "my-dev-account") // both read the same keys from the cache

	for profile, formats := range map[string][]string{
		// AWS CLI 2.9 knows all formats but fish, which the next test holds.
		"my-dev-account": {"process", "env", "env-no-export", "powershell", "windows-cmd"},
		"temporary":      {"process"}, // no Expiration
		"static":         {"process"}, // no SessionToken
	} {
		for _, format := range formats {
			t.Run(profile+" as "+format, func(t *testing.T) {
				v := *w
				v.t = t
				args := []string{"configure", "export-credentials", "--profile", profile, "--format", format}
				if got, want := v.fob(args...).stdout, v.aws(args...).stdout; got != want {
					t.Errorf("fob prints\n%q\nAWS CLI prints\n%q", got, want)
				}
			})
		}
	}
}

// Source: AWS CLI v2, `configure export-credentials --format fish`, of versions
// later than the one that is installed here.
func TestExportedCredentialsForFish(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(".aws/credentials", "[static]\naws_access_key_id = AKIAEXAMPLEROBOT2345\naws_secret_access_key = exampleSecretOfTheRobot0123456789/bcd+fg=\n")
	got := w.fob("configure", "export-credentials", "--profile", "static", "--format", "fish").stdout
	want := "set -gx AWS_ACCESS_KEY_ID \"AKIAEXAMPLEROBOT2345\"\nset -gx AWS_SECRET_ACCESS_KEY \"exampleSecretOfTheRobot0123456789/bcd+fg=\"\n"
	if got != want {
		t.Errorf("fob prints\n%q\nwant\n%q", got, want)
	}
}
