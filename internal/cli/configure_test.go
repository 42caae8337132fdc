package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
)

// newConfigureEnv is a world whose files are these, with an editor for them.
func newConfigureEnv(t *testing.T, config, credentials string) *sessionEnv {
	t.Helper()
	e := newSessionEnv(t, config)
	e.Editor = func() *awsconfig.Editor { return &awsconfig.Editor{Paths: e.Paths, Now: e.Now} }
	if credentials != "" {
		if err := os.WriteFile(e.Paths.Credentials, []byte(credentials), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

func (s *sessionEnv) fileText(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(b)
}

const severalProfiles = `[default]
region = d
s3 =
  addressing_style = path
[profile dev]
region = one # home
empty =
lines = a
  b
[profile dev.admin]
region = two
[profile "my prof"]
region = three
[sso-session corp]
sso_region = us-east-1
[services local]
sso =
  endpoint_url = http://127.0.0.1
`

func TestConfigureGet(t *testing.T) {
	for name, tc := range map[string]struct {
		line string
		env  string // AWS_PROFILE
		out  string
		code fault.Code
	}{
		"plain key of the default":     {line: "region", out: "d\n"},
		"of the environment's profile": {line: "region", env: "dev", out: "one\n"},
		"of --profile":                 {line: "REGION -p dev.admin", out: "two\n"},
		"name with a blank":            {line: "region --profile=my|prof", out: "three\n"},
		"default.":                     {line: "default.region", env: "dev", out: "d\n"},
		"profile.":                     {line: "profile.dev.region", out: "one\n"},
		"profile with a dot":           {line: "profile.dev.admin.region", out: "two\n"},
		"P.":                           {line: "dev.region", out: "one\n"},
		"P. with a dot":                {line: "dev.admin.region", out: "two\n"},
		"nested":                       {line: "s3.addressing_style", out: "path\n"},
		"nested, all spelled out":      {line: "profile.default.s3.Addressing_Style", env: "dev", out: "path\n"},
		"empty":                        {line: "empty -p dev", out: "\n"},
		"continued":                    {line: "lines -p dev", out: "a\nb\n"},
		"from the credentials":         {line: "aws_secret_access_key -p dev", out: "S3CRET\n"},
		"sso-session":                  {line: "sso_region --sso-session corp", out: "us-east-1\n"},
		"services":                     {line: "sso.endpoint_url --services local", out: "http://127.0.0.1\n"},
		"no such key":                  {line: "output", code: fault.Failed},
		"no such nested key":           {line: "s3.nope", code: fault.Failed},
		"a block":                      {line: "s3", code: fault.Failed},
		"no such profile":              {line: "region -p prod", code: fault.NoProfile},
		"no such profile, dotted":      {line: "profile.prod.region", code: fault.NoProfile},
		"no such session":              {line: "sso_region --sso-session corq", code: fault.Usage},
		"too deep":                     {line: "a.b.c", code: fault.Usage},
		"nothing between dots":         {line: "a..b", code: fault.Usage},
		"two kinds of section":         {line: "a --sso-session b --services c", code: fault.Usage},
	} {
		t.Run(name, func(t *testing.T) {
			e := newConfigureEnv(t, severalProfiles, "[dev]\naws_secret_access_key = S3CRET\n")
			e.vars["AWS_PROFILE"] = tc.env
			err := e.run(t, cutWords("configure get "+tc.line)...)
			if got := fault.CodeOf(err); got != tc.code {
				t.Errorf("exit code %d (%v), want %d", got, err, tc.code)
			}
			if got := e.out.String(); got != tc.out {
				t.Errorf("printed %q, want %q", got, tc.out)
			}
		})
	}
}

// cutWords cuts a line at its blanks; | stands for one within a word.
func cutWords(line string) []string {
	list := strings.Fields(line)
	for i := range list {
		list[i] = strings.ReplaceAll(list[i], "|", " ")
	}
	return list
}

func TestConfigureGetWithoutFilesIsAMiss(t *testing.T) {
	e := newConfigureEnv(t, "", "")
	if err := os.Remove(e.Paths.Config); err != nil {
		t.Fatal(err)
	}
	if err := e.run(t, "configure", "get", "region"); err != error(Exit(1)) {
		t.Errorf("error %v, want a silent exit 1", err)
	}
}

func TestConfigureSetAndUnset(t *testing.T) {
	for name, tc := range map[string]struct {
		line                  string
		config, credentials   string
		wantConfig, wantCreds string
		code                  fault.Code
	}{
		"default": {
			line:       "set region x",
			wantConfig: "[default]\nregion = x\n",
		},
		"keeps what stands around": {
			line: "set region x -p dev", config: "[profile dev]\r\nregion\t=y # c\r\n",
			wantConfig: "[profile dev]\r\nregion\t=x # c\r\n",
		},
		"nested, in a profile with a dot": {
			line: "set dev.admin.s3.addressing_style path", config: "[profile dev.admin]\nregion = x\n",
			wantConfig: "[profile dev.admin]\nregion = x\ns3 =\n    addressing_style = path\n",
		},
		"new profile by its dotted name": {
			line:       "set profile.new.region x",
			wantConfig: "[profile new]\nregion = x\n",
		},
		"session": {
			line:       "set sso_region us-east-1 --sso-session corp",
			wantConfig: "[sso-session corp]\nsso_region = us-east-1\n",
		},
		"services": {
			line:       "set s3.endpoint_url http://x --services local",
			wantConfig: "[services local]\ns3 =\n    endpoint_url = http://x\n",
		},
		"keys go to the credentials": {
			line: "set AWS_Secret_Access_Key x -p my|prof", credentials: "[a]\n",
			wantCreds: "[a]\n\n[my prof]\nAWS_Secret_Access_Key = x\n",
		},
		"what the credentials say is changed there": {
			line: "set region x -p dev", config: "[profile dev]\nregion = a\n", credentials: "[dev]\nregion = b\n",
			wantConfig: "[profile dev]\nregion = a\n", wantCreds: "[dev]\nregion = x\n",
		},
		"a session token in a session section is no credential": {
			line:       "set aws_session_token x --sso-session corp",
			wantConfig: "[sso-session corp]\naws_session_token = x\n",
		},
		"value that begins with a dash": {
			line:       "set -- cli_pager -x",
			wantConfig: "[default]\ncli_pager = -x\n",
		},
		"value that reads as a comment": {line: "set region a|#b", code: fault.Usage},
		"unset in both files": {
			line: "unset region -p dev", config: "[profile dev]\nregion = a\n", credentials: "[dev]\nregion = b\nx = y\n",
			wantConfig: "[profile dev]\n", wantCreds: "[dev]\nx = y\n",
		},
		"unset nested": {
			line: "unset s3.a", config: "[default]\ns3 =\n  a = 1\n  b = 2\n",
			wantConfig: "[default]\ns3 =\n  b = 2\n",
		},
		"unset of what is not there":      {line: "unset region"},
		"unset in no profile of the name": {line: "unset region -p dev", code: fault.NoProfile},
		"unset in no session of the name": {line: "unset a --sso-session dev", code: fault.Usage},
		"a file that does not parse": {
			line: "set region x", config: "[default]\nbad\n",
			wantConfig: "[default]\nbad\n", code: fault.Failed,
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := newConfigureEnv(t, tc.config, tc.credentials)
			err := e.run(t, cutWords("configure "+tc.line)...)
			if got := fault.CodeOf(err); got != tc.code {
				t.Errorf("exit code %d (%v), want %d", got, err, tc.code)
			}
			if diff := cmp.Diff(tc.wantConfig, e.fileText(t, e.Paths.Config)); diff != "" {
				t.Errorf("config (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.wantCreds, e.fileText(t, e.Paths.Credentials)); diff != "" {
				t.Errorf("credentials (-want +got):\n%s", diff)
			}
			if e.out.Len()+e.err.Len() > 0 {
				t.Errorf("said %q and %q to a script", e.out.String(), e.err.String())
			}
		})
	}
}

func TestConfigureTellsAPersonWhatItDidAndTheWayBack(t *testing.T) {
	e := newConfigureEnv(t, "[default]\nregion = a\n", "")
	e.Interactive = func() bool { return true }
	for _, step := range []struct{ line, said string }{
		{"set region b", "Set region of profile default in ~/.aws/config. Undo: fob configure undo\n"},
		{"set region b", "Nothing to do: the files say so already.\n"},
		{"unset region", "Removed region from profile default in ~/.aws/config. Undo: fob configure undo\n"},
		{"undo", "--- ~/.aws/config\n+++ ~/.aws/config\n@@ -1 +1,2 @@\n [default]\n+region = b\n~/.aws/config is as it was before the change.\n"},
	} {
		if err := e.run(t, cutWords("configure "+step.line)...); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.said, e.err.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.line, diff)
		}
	}
	if got := e.fileText(t, e.Paths.Config); got != "[default]\nregion = b\n" {
		t.Errorf("config is %q", got)
	}
}

const kept = "The undo copies in ~/.aws/fob/undo still hold secrets that are no longer in the files. Erase them:\n  fob configure undo --forget\n"

// A script is told, too: what is left to do is no receipt.
func TestRemovedSecretsInUndoCopiesAreToldAndErased(t *testing.T) {
	for name, tc := range map[string]struct {
		lines string // separated by |
		said  string
	}{
		"the secret key":         {"configure unset aws_secret_access_key -p dev", kept},
		"in capitals":            {"configure unset AWS_Secret_Access_Key -p dev", kept},
		"the session token":      {"configure unset aws_session_token -p dev", kept},
		"its old name":           {"configure unset aws_security_token -p dev", kept},
		"replaced":               {"configure set aws_secret_access_key NEW -p dev", kept},
		"removed before":         {"configure unset aws_secret_access_key -p dev|configure unset aws_secret_access_key -p dev", kept},
		"another key":            {"configure set region b -p dev", ""},
		"another key, unset":     {"configure unset x -p dev", ""},
		"the key's id":           {"configure set aws_access_key_id B -p dev", ""},
		"a new secret":           {"configure set aws_secret_access_key NEW -p other", ""},
		"a new secret, undone":   {"configure set aws_secret_access_key NEW -p other|configure undo", "~/.aws/credentials is as it was before the change.\n"},
		"erased":                 {"configure unset aws_secret_access_key -p dev|configure undo --forget", "Deleted the copies of 1 change from ~/.aws/fob/undo. The files themselves were not changed.\n"},
		"erased, and once again": {"configure set x 2 -p dev|configure undo --forget|configure undo --forget", "There are no copies in ~/.aws/fob/undo. Nothing was changed.\n"},
		"erased, and then unset": {"configure undo --forget|configure unset aws_secret_access_key -p dev", kept},
	} {
		t.Run(name, func(t *testing.T) {
			e := newConfigureEnv(t, "[profile dev]\nx = 1\n[profile other]\n", "[dev]\naws_access_key_id = A\naws_secret_access_key = S3CRET\naws_session_token = T0KEN\naws_security_token = 0LD\n")
			for line := range strings.SplitSeq(tc.lines, "|") {
				e.err.Reset()
				if err := e.run(t, strings.Fields(line)...); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(tc.said, e.err.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestForgetNamesWhatItLeaves(t *testing.T) {
	e := newConfigureEnv(t, "[default]\n", "")
	if err := e.run(t, "configure", "set", "region", "a"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(e.Paths.Own, "undo", "mine.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := e.run(t, "configure", "undo", "--forget"); err != nil {
		t.Fatal(err)
	}
	want := "Deleted the copies of 1 change from ~/.aws/fob/undo. The files themselves were not changed.\n" +
		"fob did not make this, so it stays:\n  ~/.aws/fob/undo/mine.txt\n"
	if diff := cmp.Diff(want, e.err.String()); diff != "" {
		t.Error(diff)
	}
	if got := e.fileText(t, e.Paths.Config); got != "[default]\nregion = a\n" {
		t.Errorf("config is %q", got)
	}
}

func TestConfigureUndoRemovesWhatIsNewAndThenHasNothingLeft(t *testing.T) {
	e := newConfigureEnv(t, "[default]\n", "")
	if err := e.run(t, "configure", "set", "aws_access_key_id", "A"); err != nil {
		t.Fatal(err)
	}
	if err := e.run(t, "configure", "undo"); err != nil {
		t.Fatal(err)
	}
	if got := e.err.String(); got != "Removed ~/.aws/credentials, which did not exist before the change.\n" {
		t.Errorf("said %q", got)
	}
	if err := e.run(t, "configure", "undo"); fault.CodeOf(err) != fault.Failed {
		t.Errorf("error %v", err)
	}
}

func TestCredentialsThatOthersCanReadAreWarnedOf(t *testing.T) {
	e := newConfigureEnv(t, "", "[default]\n")
	if err := os.Chmod(e.Paths.Credentials, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := e.run(t, "configure", "set", "aws_access_key_id", "A"); err != nil {
		t.Fatal(err)
	}
	if got := e.err.String(); !strings.Contains(got, "\n  chmod 600 ~/.aws/credentials\n") {
		t.Errorf("said %q", got)
	}
}

func TestConfigDumpIsTheContract(t *testing.T) {
	e := newConfigureEnv(t, "[default]\nRegion = a # c\ns3 =\n  X = 1\nv = 1\n  2\n[foo]\n[profile default]\nk = \n",
		"[default]\naws_access_key_id = AKIA\naws_secret_access_key = S3CRET\naws_session_token = S3CRET\n")
	e.vars["AWS_PROFILE"] = "dev"
	if err := e.run(t, "config", "dump", "-o", "json"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(e.out.String()+e.err.String(), "S3CRET") {
		t.Error("a secret is shown")
	}
	var got map[string]any
	if err := json.Unmarshal(e.out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	config, credentials := e.Paths.Config, e.Paths.Credentials
	source := func(file string, line float64) map[string]any { return map[string]any{"file": file, "line": line} }
	want := map[string]any{
		"config_file": config, "credentials_file": credentials, "profile": "dev",
		"sections": []any{map[string]any{
			"type": "profile", "name": "default",
			"sources": []any{source(config, 8), source(credentials, 1)},
			"properties": map[string]any{
				"k": "", "aws_access_key_id": "AKIA", "aws_secret_access_key": awsconfig.Masked, "aws_session_token": awsconfig.Masked,
			},
		}},
		"errors": []any{},
	}
	warnings, _ := got["warnings"].([]any)
	delete(got, "warnings")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var lines []float64
	for _, w := range warnings {
		lines = append(lines, w.(map[string]any)["line"].(float64))
	}
	if diff := cmp.Diff([]float64{1, 2, 7, 8, 9}, lines); diff != "" {
		t.Errorf("lines of the warnings (-want +got):\n%s", diff)
	}
}

func TestConfigDumpOfABrokenFileIsJSONAllTheSame(t *testing.T) {
	e := newConfigureEnv(t, "[default]\nregion = a\nbad\n", "")
	if err := e.run(t, "config", "dump", "-o", "json"); fault.CodeOf(err) != fault.Failed {
		t.Errorf("error %v, want exit code 1", err)
	}
	var got configDump
	if err := json.Unmarshal(e.out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := []dumpProblem{{dumpSource{e.Paths.Config, 3}, "is not a key, section, or comment"}}
	if diff := cmp.Diff(want, got.Errors, cmp.AllowUnexported(dumpProblem{})); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
	if len(got.Sections) != 1 || got.Sections[0].Properties["region"] != "a" || got.Warnings == nil {
		t.Errorf("dump %+v", got)
	}
}

func TestConfigDumpForPeople(t *testing.T) {
	e := newConfigureEnv(t, "[default]\nregion = a\ns3 =\n  x = 1\nlonger = 1\n  2\n[foo]\n", "[default]\naws_secret_access_key = S3CRET\n")
	if err := e.run(t, "config", "dump"); err != nil {
		t.Fatal(err)
	}
	want := `profile default  ~/.aws/config:1, ~/.aws/credentials:1
  region                 a
  s3
    x  1
  longer                 1
                         2
  aws_secret_access_key  ****************
`
	if diff := cmp.Diff(want, e.out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := e.err.String(); !strings.Contains(got, "Warning: ~/.aws/config line 7 has the section [foo]") {
		t.Errorf("said %q", got)
	}
}
