package vend

import (
	"bytes"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
)

// needShell skips where commands of this test mean nothing.
func needShell(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the commands are for sh")
	}
}

func TestAProcessRunsInTheShellAndGivesItsKeys(t *testing.T) {
	needShell(t)
	w := newWorld(t, `[profile p]
credential_process = x='two words'; printf '{"Version": 1, "AccessKeyId": "AK", "SecretAccessKey": "%s", "SessionToken": "t", "Expiration": "2026-11-23T13:00:00.5+02:00", "AccountId": "111122223333", "More": {}}' "$x"
[profile r]
role_arn = `+roleA+`
source_profile = p
`)
	w.clock.advance(-2 * time.Hour)
	got := w.get("p")
	if got.SecretAccessKey.Reveal() != "two words" || got.AccountID != "111122223333" || got.Method != "custom-process" {
		t.Errorf("got %+v", got)
	}
	if text := got.Expiration.Format(time.RFC3339Nano); text != "2026-11-23T13:00:00.5+02:00" {
		t.Errorf("the zone is lost: %s", text)
	}
	if got := w.get("r"); got.AccessKeyID != "ASIASTS1" {
		t.Errorf("got %+v", got)
	}
}

func TestAProcessSeesWhoAsksSoThatNoneAsksForItself(t *testing.T) {
	needShell(t)
	out := filepath.Join(t.TempDir(), "seen")
	config := "[profile p]\ncredential_process = echo \"$" + paths.ProfileChain + "\" > " + out + "; echo '{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"S\"}'\n"
	for before, want := range map[string]string{"": "p\n", "a": "a,p\n", `"x, y",b`: "\"x, y\",b,p\n"} {
		w := newWorld(t, config)
		w.env[paths.ProfileChain] = before
		w.get("p")
		if got := read(t, out); got != want {
			t.Errorf("after %q the process sees %q, want %q", before, got, want)
		}
	}
	for before, want := range map[string]string{"a,p,b": "a -> p -> b -> p", "a,b,c,d": "a -> b -> c -> d -> p"} {
		w := newWorld(t, config)
		w.env[paths.ProfileChain] = before
		if f := faultOf(t, w, "p"); !strings.HasSuffix(f.Summary, want) {
			t.Errorf("after %q: %q", before, f.Summary)
		}
	}
}

func TestAFailingProcessTellsWhatItSaidAndWhereItStands(t *testing.T) {
	needShell(t)
	w := newWorld(t, "[profile p]\ncredential_process = echo first >&2; echo second >&2; exit 3\n")
	f := faultOf(t, w, "p")
	want := []string{
		"  ~/.aws/config line 2: credential_process = echo first >&2; echo second >&2; exit 3",
		"  it said: first", "  it said: second",
	}
	if diff := cmp.Diff(want, f.Detail); diff != "" || !strings.Contains(f.Summary, "exit status 3") {
		t.Error(f.Summary, diff)
	}
	var said bytes.Buffer
	w.Console.Stderr = &said
	if f := faultOf(t, w, "p"); len(f.Detail) != 1 || said.String() != "first\nsecond\n" {
		t.Errorf("with a person there: %q, and it said %q", f.Detail, said.String())
	}
}

func TestWhatAProcessWritesIsChecked(t *testing.T) {
	for name, tc := range map[string]struct{ out, wantErr string }{
		"good":              {`{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S"}`, ""},
		"null extras":       {`{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S", "SessionToken": null, "Expiration": null, "AccountId": null}`, ""},
		"version 2":         {`{"Version": 2, "AccessKeyId": "A", "SecretAccessKey": "hush"}`, "Version 2"},
		"no version":        {`{"AccessKeyId": "A", "SecretAccessKey": "hush"}`, "Version <nil>"},
		"no key":            {`{"Version": 1, "SecretAccessKey": "hush"}`, "no AccessKeyId"},
		"nothing":           {``, "JSON"},
		"talk":              {"hush, now", "JSON"},
		"a number as key":   {`{"Version": 1, "AccessKeyId": 7, "SecretAccessKey": "hush"}`, "JSON"},
		"expiry is no time": {`{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "hush", "Expiration": "soon"}`, `"soon"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseProcess([]byte(tc.out))
			if tc.wantErr == "" && err != nil || tc.wantErr != "" && (err == nil || !strings.Contains(err.Error(), tc.wantErr)) {
				t.Errorf("got %v, want %q", err, tc.wantErr)
			}
			if err != nil && strings.Contains(err.Error(), "hush") {
				t.Error("the error shows a secret")
			}
		})
	}
	needShell(t)
	w := newWorld(t, `[profile p]
credential_process = echo '{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S", "Expiration": "2026-11-23T11:00:00Z"}'
`)
	if f := faultOf(t, w, "p"); !strings.Contains(f.Summary, "ended") {
		t.Errorf("got %q", f.Summary)
	}
}

// Whatever a program prints, it is keys or an error, never a panic.
func FuzzParseProcess(f *testing.F) {
	for _, s := range []string{``, `{}`, `{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S", "Expiration": "2026-11-23T11:00:00Z"}`, `{"Version": "1"}`, `[1]`, `{"Version": 1, "version": 2}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseProcess([]byte(s))
		if err == nil && (c.AccessKeyID == "" || c.SecretAccessKey == "") {
			t.Errorf("%q gives %+v", s, c)
		}
	})
}

func TestStaticKeysTellTheirFile(t *testing.T) {
	w := newWorld(t, "[profile c]\naws_access_key_id = AK\naws_secret_access_key = SK\naws_session_token = T\naws_account_id = 111122223333\n")
	w.write(w.Store.Paths.Credentials, "[s]\naws_access_key_id = AS\naws_secret_access_key = SS\n")
	want := Vended{ident.Credentials{AccessKeyID: "AK", SecretAccessKey: "SK", SessionToken: "T", AccountID: "111122223333"}, "c", "config-file"}
	if diff := cmp.Diff(want, w.get("c"), cmp.Comparer(func(a, b ident.Secret) bool { return a.Reveal() == b.Reveal() })); diff != "" {
		t.Error(diff)
	}
	if got := w.get("s"); got.Method != "shared-credentials-file" || got.AccessKeyID != "AS" {
		t.Errorf("got %+v", got)
	}
}
