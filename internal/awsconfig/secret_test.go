package awsconfig

import (
	"strings"
	"testing"
)

func TestWhichKeysAreSecret(t *testing.T) {
	for key, want := range map[string]bool{
		"aws_secret_access_key": true,
		"aws_session_token":     true,
		"aws_security_token":    true,
		"aws_access_key_id":     false, // AWS shows it in logs, too
		"region":                false,
		"sso_role_name":         false,
		"":                      false,
	} {
		if got := IsSecret(key); got != want {
			t.Errorf("IsSecret(%q) is %t", key, got)
		}
	}
}

func TestWhichKeysGoToTheCredentialsFile(t *testing.T) {
	for key, want := range map[string]bool{
		"aws_access_key_id": true, "aws_secret_access_key": true, "aws_session_token": true, "aws_security_token": true,
		"region": false, "role_arn": false,
	} {
		if got := GoesToCredentials(key); got != want {
			t.Errorf("GoesToCredentials(%q) is %t", key, got)
		}
	}
}

func TestSecretsInBrokenLinesAreHidden(t *testing.T) {
	const long = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	for text, want := range map[string]string{
		"aws_secret_access_key hunter2":                           "aws_secret_access_key " + Masked,
		"AWS_Session_Token: hunter2 and hunter3":                  "AWS_Session_Token " + Masked,
		"aws_session_token hunter2 aws_secret_access_key hunter3": "aws_session_token " + Masked,
		"aws_security_token hunter2":                              "aws_security_token " + Masked,
		"aws_secret_access_key":                                   "aws_secret_access_key",
		"no key " + long + " here":                                "no key " + Masked + " here",
		long:                                                      Masked,
		"sso_start_url https://d-1.awsapps.com/x":                 "sso_start_url https://d-1.awsapps.com/x",
		"[profile dev":                                            "[profile dev",
		strings.Repeat("a", longSecret-1):                         strings.Repeat("a", longSecret-1),
		strings.Repeat("a", longSecret):                           Masked,
	} {
		if got := hideSecret(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}
