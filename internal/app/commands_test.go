package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const devARN = `arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_[0-9a-f]+/you@example.com`

func TestWhoAmI(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	for name, tc := range map[string]struct {
		args []string
		want string // a regular expression for all of stdout
	}{
		"for people": {
			[]string{"whoami", "--profile", "my-dev-account"},
			"my-dev-account  111122223333  AdministratorAccess  you@example.com\n" + devARN + "\nCredentials until .* \\(in .*\\), renewed by themselves while the session lasts\\.\n",
		},
		"as JSON": {
			[]string{"whoami", "-p", "my-dev-account", "-o", "json"},
			`{\n  "UserId": "AROA[A-Z0-9]+:you@example.com",\n  "Account": "111122223333",\n  "Arn": "` + devARN + `",\n  "Profile": "my-dev-account",\n` +
				`  "AccountName": "",\n  "RoleName": "AdministratorAccess",\n  "UserName": "you@example.com",\n  "Expiration": "20[-0-9]+T[:0-9]+Z"\n}\n`,
		},
		"as the AWS CLI": {
			[]string{"sts", "get-caller-identity", "--profile", "my-dev-account"},
			`{\n    "UserId": "AROA[A-Z0-9]+:you@example.com",\n    "Account": "111122223333",\n    "Arn": "` + devARN + `"\n}\n`,
		},
		"as the AWS CLI in text": {
			[]string{"--profile", "my-dev-account", "sts", "get-caller-identity", "--output", "text"},
			"111122223333\t" + devARN + "\tAROA[A-Z0-9]+:you@example.com\n",
		},
		"one value of it": {
			[]string{"sts", "get-caller-identity", "--profile", "my-dev-account", "--query", "Account", "--output", "text"},
			"111122223333\n",
		},
		"one value of it as JSON": {
			[]string{"sts", "get-caller-identity", "--profile", "my-dev-account", "--query", "Account"},
			"\"111122223333\"\n",
		},
		"a region is not needed": {
			[]string{"sts", "get-caller-identity", "--profile", "my-prod-account", "--query", "Account", "--output", "text"},
			"444455556666\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.must(tc.args...)
			if !regexp.MustCompile("^" + tc.want + "$").MatchString(r.stdout) {
				t.Errorf("got\n%s", r.stdout)
			}
		})
	}
}

func TestListsOfTheGuide(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	for name, tc := range map[string]struct {
		args []string
		want string // a regular expression for all of stdout
	}{
		"the names, as the AWS CLI": {[]string{"configure", "list-profiles"}, "my-dev-account\nmy-prod-account\n"},
		"a table for people": {
			[]string{"profiles", "-p", "my-prod-account"},
			"  PROFILE           ACCOUNT        ROLE                  SESSION\n" +
				"  my-dev-account    111122223333   AdministratorAccess   my-sso\n" +
				`\* my-prod-account   444455556666   ReadOnly              my-sso` + "\n",
		},
		"buckets": {
			[]string{"s3", "ls", "--profile", "my-dev-account"},
			"2024-05-24 [0-9:]{8} my-company-dev-artifacts\n2024-01-01 [0-9:]{8} my-company-dev-logs\n",
		},
		"what is in force, as the AWS CLI": {
			[]string{"configure", "list", "--profile", "my-dev-account"},
			"NAME       : VALUE                    : TYPE             : LOCATION\n" +
				"profile    : my-dev-account           : manual           : --profile\n" +
				`access_key : \*{16}[A-Z0-9]{4}     : sso              : ` + "\n" +
				`secret_key : \*{16}.{4}     : sso              : ` + "\n" +
				"region     : us-east-1                : config-file      : ~/.aws/config\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.must(tc.args...)
			if !regexp.MustCompile("^" + tc.want + "$").MatchString(r.stdout) {
				t.Errorf("got\n%s", r.stdout)
			}
		})
	}
}

// Each trouble of the guide's list has its message, its line to type and its
// exit code, and nothing on stdout.
func TestTroublesNameTheLineToType(t *testing.T) {
	w := newWorld(t)
	w.writeConfig(guideConfig + "[profile empty]\nregion = us-east-1\n")
	for name, tc := range map[string]struct {
		args []string
		code int
		want []string
	}{
		"not signed in":            {[]string{"whoami", "-p", "my-dev-account"}, 3, []string{"Error: ", "\n  fob login my-sso\n"}},
		"no such profile":          {[]string{"whoami", "-p", "my-dev-acount"}, 5, []string{`there is no profile "my-dev-acount"`, "Did you mean:\n  my-dev-account\n", "\n  fob profiles\n"}},
		"no credentials":           {[]string{"whoami", "-p", "empty"}, 7, []string{"empty"}},
		"no such command":          {[]string{"logn"}, 2, []string{`there is no command "fob logn"`, "Did you mean:\n  fob login\n"}},
		"a command of the AWS CLI": {[]string{"s3", "cp"}, 2, []string{"fob s3 ls"}},
		"no such flag":             {[]string{"whoami", "--bogus"}, 2, []string{"unknown flag: --bogus.", "\n  fob help whoami\n"}},
		"a wrong output":           {[]string{"whoami", "-o", "xml"}, 2, []string{"xml"}},
		"too many words":           {[]string{"whoami", "me"}, 2, []string{"\n  fob help whoami\n"}},
		"a wrong query":            {[]string{"profiles", "--query", "[?"}, 2, []string{"no JMESPath expression"}},
		"no sandbox beside it":     {[]string{"sandbox", "tour"}, 1, []string{"fob-sandbox"}},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.args[0] == "sandbox" {
				t.Setenv("PATH", t.TempDir())
				w.env = append(w.env, "PATH="+os.Getenv("PATH"))
			}
			r := w.run(tc.args...)
			if r.code != tc.code || r.stdout != "" {
				t.Errorf("exit %d, want %d, stdout %q\n%s", r.code, tc.code, r.stdout, r.stderr)
			}
			for _, want := range tc.want {
				if !strings.Contains(r.stderr, want) {
					t.Errorf("it does not say %q:\n%s", want, r.stderr)
				}
			}
		})
	}
}

// Without credentials the AWS CLI says so in the rows, and ends with 0; the
// line to type is for people, on stderr.
func TestConfigureListShowsWhatIsNotSet(t *testing.T) {
	w := newWorld(t)
	w.writeConfig(guideConfig + "[profile empty]\nregion = us-east-1\n")
	const keys = "access_key : <not set>                : None             : None\n" +
		"secret_key : <not set>                : None             : None\n"
	for name, tc := range map[string]struct{ args, profile, region, remedy string }{
		"nothing is chosen": {
			"",
			"profile    : <not set>                : None             : None\n",
			"region     : <not set>                : None             : None\n",
			"fob use PROFILE",
		},
		"a profile without keys": {
			"--profile=empty",
			"profile    : empty                    : manual           : --profile\n",
			"region     : us-east-1                : config-file      : ~/.aws/config\n",
			"fob configure sso --profile empty",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.must(strings.Fields("configure list " + tc.args)...)
			head := "NAME       : VALUE                    : TYPE             : LOCATION\n"
			if want := head + tc.profile + keys + tc.region; r.stdout != want {
				t.Errorf("got\n%s\nwant\n%s", r.stdout, want)
			}
			if !strings.HasSuffix(r.stderr, "\n  "+tc.remedy+"\n") {
				t.Errorf("it does not say what to type:\n%s", r.stderr)
			}
		})
	}
	if r := w.run("configure", "list", "-p", "nope"); r.code != 5 {
		t.Errorf("a profile that does not exist: exit %d", r.code)
	}
}

func TestAFileThatDoesNotParseIsShownWithItsLine(t *testing.T) {
	w := newWorld(t)
	w.writeConfig("[profile a]\nsso_session my-sso\n")
	for _, args := range [][]string{{"profiles"}, {"configure", "list-profiles"}, {"whoami", "-p", "a"}, {"configure", "list", "-p", "a"}, {"configure", "sso", "--sso-session", "s"}} {
		r := w.run(args...)
		if r.code != 1 || !strings.Contains(r.stderr, "~/.aws/config line 2 is not a key, section, or comment:\n  2 | sso_session my-sso\n") {
			t.Errorf("%v: exit %d\n%s", args, r.code, r.stderr)
		}
	}
}

// What is spoken of in an error's remedy must not depend on a terminal: the
// program that reads it finds each sentence on one line.
func TestErrorsWithoutATerminalAreNotWrapped(t *testing.T) {
	w := newWorld(t)
	r := w.run("configure", "sso")
	if first, _, _ := strings.Cut(r.stderr, "\n"); len(first) < 100 || !strings.HasSuffix(first, "missing.") {
		t.Errorf("the first line is %q", first)
	}
}

func TestSandboxRunsTheProgramBesideFobOrOnPath(t *testing.T) {
	w := newWorld(t)
	bin := t.TempDir()
	script := filepath.Join(bin, "fob-sandbox")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho \"$@\"\nexit 7\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("no shell here")
	}
	w.env = append(w.env, "PATH="+bin)
	r := w.run("sandbox", "exec", "--", "aws", "--profile", "x", "-o")
	if r.code != 7 || r.stdout != "exec -- aws --profile x -o\n" {
		t.Errorf("exit %d, %q\n%s", r.code, r.stdout, r.stderr)
	}
}
