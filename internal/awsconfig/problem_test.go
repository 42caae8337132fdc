package awsconfig_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
)

func TestAnErrorShowsFileLineTextAndRemedy(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "[default]\n\nsso_session my-sso\n")
	f, err := awsconfig.Read(p)
	if err != nil {
		t.Fatal(err)
	}
	_, previewErr := e.Preview(awsconfig.Plan{{Name: "default", Key: "region", Value: "x"}})
	found, _ := f.Find(awsconfig.TypeProfile, "default")
	refusal := "Neither the AWS CLI nor fob can read that line, and fob writes no file that has one. Nothing was changed."
	for i, err := range []error{f.ErrIn(found), f.View().Err(), f.ViewOf("default").Err(), previewErr, f.Writable(awsconfig.ConfigFile)} {
		got, ok := errors.AsType[*fault.Error](err)
		if !ok {
			t.Fatalf("%v is no fault.Error", err)
		}
		want := &fault.Error{
			Summary: "~/.aws/config line 3 is not a key, section, or comment:",
			Detail:  []string{"  3 | sso_session my-sso", "Write it as  sso_session = my-sso ."},
		}
		if i > 2 {
			want.Detail = append(want.Detail, refusal)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestEveryFaultHasItsRemedy(t *testing.T) {
	for text, want := range map[string]string{
		"region: eu-west-1":      "Write it as  region = eu-west-1 .",
		"region : eu-west-1":     "Write it as  region = eu-west-1 .",
		"region":                 "Write it as  region = VALUE .",
		"some words # and = not": "Write it as  some = words .",
		"!? what":                "Put a # in front of it to make it a comment.",
		"= x":                    "Write the key there, or delete the line.",
		"  indented = x":         "Start it in the first column.",
		"[profile x":             "Write it as  [profile x] .",
		"[profile x] y":          "Put that text on the next line, or a # before it.",
		"s3 =\n  # note":         "Start it in the first column.",
		"s3 =\n  a b":            "Write it as    a = b .",
		"s3 =\n  = b":            "Write the key there, or delete the line.",
	} {
		errs := files("[default]\n"+text+"\n", "").View().Errors()
		if len(errs) != 1 || errs[0].Remedy != want {
			t.Errorf("%q: %+v, want the remedy %q", text, errs, want)
		}
	}
	errs := files("", "a = b\n").View().Errors()
	if len(errs) != 1 || errs[0].Pos != (awsconfig.Pos{File: "credentials", Line: 1}) {
		t.Errorf("a key before any section: %+v", errs)
	}
}

func TestNoErrorShowsASecretOrSteersTheTerminal(t *testing.T) {
	const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	for _, line := range []string{
		"aws_secret_access_key " + secret,
		"AWS_SESSION_TOKEN: " + secret,
		"export aws_secret_access_key " + secret,
		secret,
		"Secret " + secret + " key",
		"aws_secret_access_key: " + secret,
		"  aws_secret_access_key = " + secret,
	} {
		for _, f := range []awsconfig.Files{files("[default]\n"+line+"\n", ""), files("", "[default]\n"+line+"\n")} {
			errs := f.View().Errors()
			if len(errs) == 0 {
				t.Fatalf("%q is no error", line)
			}
			err := f.Fault(errs[0])
			fe, ok := errors.AsType[*fault.Error](err)
			if !ok {
				t.Fatalf("%q is no error", line)
			}
			if shown := fe.Summary + strings.Join(fe.Detail, " ") + f.Tell(errs[0]); strings.Contains(shown, secret[:20]) {
				t.Errorf("shown: %s", shown)
			}
		}
	}
	if errs := files("[default]\n\x1b[31mred\u009b\n", "").View().Errors(); strings.ContainsAny(errs[0].Text, "\x1b\u009b") {
		t.Errorf("shown: %q", errs[0].Text)
	}
}

func TestAFileThatCannotBeReadIsNamed(t *testing.T) {
	_, p := newEditor(t)
	p.Config = filepath.Dir(p.Config) // a directory
	_, err := awsconfig.Read(p)
	fe, ok := errors.AsType[*fault.Error](err)
	if !ok || fe.Summary != "~/.aws is a directory, not a file" || fe.Remedy != "rmdir ~/.aws" {
		t.Errorf("error %v, remedy %q", err, fe.Remedy)
	}
}
