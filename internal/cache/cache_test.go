package cache

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
)

var corp = SessionID{Name: "corp", StartURL: startURL}

// newStore returns a store in a home that is empty.
func newStore(t testing.TB) Store {
	t.Helper()
	p, err := paths.Locate(paths.FromMap("linux", map[string]string{"HOME": t.TempDir()}))
	if err != nil {
		t.Fatal(err)
	}
	return Store{Paths: p, Sleep: func(time.Duration) {}}
}

// put writes a file as another tool would.
func put(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func content(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func secretsShown(a, b ident.Secret) bool { return a.Reveal() == b.Reveal() }

func TestATokenIsWrittenAsTheAWSCLIWritesIt(t *testing.T) {
	s := newStore(t)
	err := s.SaveToken(corp, Token{
		StartURL: startURL, Region: "eu-west-1", AccessToken: "at", ExpiresAt: moment("2026-11-23T05:18:16+01:00"),
		ClientID: "id", ClientSecret: "cs", RegistrationExpiresAt: moment("2027-02-20T20:16:48Z"), RefreshToken: "rt",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"startUrl": "https://d-1234567890.awsapps.com/start", "region": "eu-west-1", "accessToken": "at", ` +
		`"expiresAt": "2026-11-23T04:18:16Z", "clientId": "id", "clientSecret": "cs", ` +
		`"registrationExpiresAt": "2027-02-20T20:16:48Z", "refreshToken": "rt"}`
	if diff := cmp.Diff(want, content(t, s.TokenPath(corp))); diff != "" {
		t.Error(diff)
	}
	if !strings.HasSuffix(s.TokenPath(corp), filepath.FromSlash(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json")) {
		t.Errorf("the token lies in %s", s.TokenPath(corp))
	}
	if st, err := os.Stat(s.TokenPath(corp)); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Errorf("mode of the token: %v, %v", st.Mode(), err)
	}
}

func TestTokensOfEveryToolAreRead(t *testing.T) {
	want := Token{
		StartURL: startURL, Region: "us-east-1", AccessToken: "at", ExpiresAt: moment("2026-11-23T01:33:58Z"),
		ClientID: "id", ClientSecret: "cs", RegistrationExpiresAt: moment("2027-02-20T20:16:48Z"), RefreshToken: "rt",
	}
	const rest = `"region":"us-east-1","clientId":"id","clientSecret":"cs","registrationExpiresAt":"2027-02-20T20:16:48Z","refreshToken":"rt","startUrl":"` + startURL + `"`
	for name, text := range map[string]string{
		"AWS CLI 2.36": `{"startUrl": "https://d-1234567890.awsapps.com/start", "region": "us-east-1", "accessToken": "at", "expiresAt": "2026-11-23T01:33:58Z", ` +
			`"clientId": "id", "clientSecret": "cs", "registrationExpiresAt": "2027-02-20T20:16:48Z", "refreshToken": "rt"}`,
		"AWS CLI 1 and early 2": `{"accessToken":"at","expiresAt":"2026-11-23T01:33:58UTC",` + rest + `}`,
		"JavaScript SDK":        `{"accessToken":"at","expiresAt":"2026-11-23T01:33:58.000Z",` + rest + `}`,
		"an offset":             `{"accessToken":"at","expiresAt":"2026-11-23T03:33:58+02:00",` + rest + `}`,
		"an offset, no colon":   `{"accessToken":"at","expiresAt":"2026-11-23T03:33:58+0200",` + rest + `}`,
		"a byte order mark":     "\ufeff" + `{"accessToken":"at","expiresAt":"2026-11-23T01:33:58Z",` + rest + "}\r\n",
		".NET SDK": "{\r\n  \"accessToken\": \"at\",\r\n  \"expiresAt\": \"2026-11-23T01:33:58.0000000Z\",\r\n  \"refreshToken\": \"rt\",\r\n" +
			"  \"clientId\": \"id\",\r\n  \"clientSecret\": \"cs\",\r\n  \"registrationExpiresAt\": \"2027-02-20T20:16:48Z\",\r\n" +
			"  \"region\": \"us-east-1\",\r\n  \"startUrl\": \"https://d-1234567890.awsapps.com/start\"\r\n}",
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			put(t, s.TokenPath(corp), text)
			got, err := s.Token(corp)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(secretsShown), cmp.AllowUnexported(Token{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecimalsOfATimeAreKeptWhileItIsCompared(t *testing.T) {
	s := newStore(t)
	put(t, s.TokenPath(corp), `{"accessToken":"at","expiresAt":"2026-11-23T01:33:58.1628886Z"}`)
	got, err := s.Token(corp)
	if want := moment("2026-11-23T01:33:58.1628886Z"); err != nil || !got.ExpiresAt.Equal(want) {
		t.Errorf("got %v, %v; want %v", got.ExpiresAt, err, want)
	}
}

func TestKeysOfOtherToolsOutliveARewrite(t *testing.T) {
	s := newStore(t)
	put(t, s.TokenPath(corp), `{"x-first": {"deep":  [1, 2.50, "ü"]}, "accessToken": "old", "expiresAt": "2026-11-23T01:33:58Z", "refreshToken": "rt", "last": null}`)
	tok, err := s.Token(corp)
	if err != nil {
		t.Fatal(err)
	}
	tok.AccessToken = "new"
	if err := s.SaveToken(corp, tok); err != nil {
		t.Fatal(err)
	}
	want := `{"accessToken": "new", "expiresAt": "2026-11-23T01:33:58Z", "refreshToken": "rt", "x-first": {"deep":[1,2.50,"ü"]}, "last": null}`
	if diff := cmp.Diff(want, content(t, s.TokenPath(corp))); diff != "" {
		t.Error(diff)
	}
	// A token that was made anew keeps them as well, but no part of the old sign-in.
	if err := s.SaveToken(corp, Token{AccessToken: "third", ExpiresAt: moment("2026-11-23T02:00:00Z")}); err != nil {
		t.Fatal(err)
	}
	want = `{"accessToken": "third", "expiresAt": "2026-11-23T02:00:00Z", "x-first": {"deep":[1,2.50,"ü"]}, "last": null}`
	if diff := cmp.Diff(want, content(t, s.TokenPath(corp))); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsDamagedCountsAsAbsentAndSaysSo(t *testing.T) {
	role := RoleID{corp, "111122223333", "Admin"}
	for name, text := range map[string]string{
		"empty":           "",
		"blanks":          " \n",
		"cut":             `{"accessToken": "at", "expi`,
		"tail of another": `{"accessToken": "at", "expiresAt": "2026-11-23T01:33:58Z"}58Z"}`,
		"a list":          `["accessToken"]`,
		"a number":        `7`,
		"wrong types":     `{"accessToken": 7, "expiresAt": [], "Credentials": "x"}`,
		"no expiry":       `{"accessToken": "secret-at", "Credentials": {"AccessKeyId": "A", "SecretAccessKey": "secret-key", "SessionToken": "t"}}`,
		"binary":          "SQLite format 3\x00",
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			put(t, s.TokenPath(corp), text)
			put(t, s.RolePath(role), text)
			_, tokenErr := s.Token(corp)
			_, roleErr := s.Role(role)
			for path, err := range map[string]error{s.TokenPath(corp): tokenErr, s.RolePath(role): roleErr} {
				w := Warning(err)
				if !errors.Is(err, ErrAbsent) || !errors.Is(err, fs.ErrNotExist) || w == nil || w.Path != path {
					t.Fatalf("got %v, want damage of %s that counts as absent", err, path)
				}
				if strings.Contains(err.Error(), "secret-") {
					t.Errorf("the error shows the content: %v", err)
				}
			}
			if err := s.SaveToken(corp, Token{AccessToken: "at", ExpiresAt: moment("2026-11-23T01:33:58Z")}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Token(corp); err != nil {
				t.Errorf("the next write did not heal it: %v", err)
			}
		})
	}
}

func TestReadingCreatesNothing(t *testing.T) {
	s := newStore(t)
	if _, err := s.Token(corp); !errors.Is(err, ErrAbsent) || Warning(err) != nil {
		t.Errorf("token: %v", err)
	}
	if _, err := s.Role(RoleID{corp, "111122223333", "Admin"}); !errors.Is(err, ErrAbsent) {
		t.Errorf("role: %v", err)
	}
	if _, err := s.Registration(RegistrationID{corp, "eu-west-1", nil}); !errors.Is(err, ErrAbsent) {
		t.Errorf("registration: %v", err)
	}
	if _, err := s.Assumed(AssumeID{RoleARN: "arn:aws:iam::444455556666:role/R"}); !errors.Is(err, ErrAbsent) {
		t.Errorf("assumed role: %v", err)
	}
	if all, err := s.AllTokens(); err != nil || len(all) != 0 {
		t.Errorf("tokens: %v, %v", all, err)
	}
	if n, err := s.RemoveAllSSORoles(); err != nil || n != 0 {
		t.Errorf("roles: %d, %v", n, err)
	}
	if ok, err := s.DeleteToken(corp); err != nil || ok {
		t.Errorf("delete: %v, %v", ok, err)
	}
	if entries, err := os.ReadDir(s.Paths.Home); err != nil || len(entries) != 0 {
		t.Errorf("the home is not empty any more: %v, %v", entries, err)
	}
}

func TestRegistrationsOfBothFlowsShareAFile(t *testing.T) {
	s := newStore(t)
	id := RegistrationID{corp, "eu-west-1", []string{"sso:account:access"}}
	pkce := Registration{"id", "cs", moment("2027-02-20T20:16:48Z"), []string{"sso:account:access"}, []string{"authorization_code", "refresh_token"}}
	if err := s.SaveRegistration(id, pkce); err != nil {
		t.Fatal(err)
	}
	want := `{"clientId": "id", "clientSecret": "cs", "expiresAt": "2027-02-20T20:16:48Z", "scopes": ["sso:account:access"], "grantTypes": ["authorization_code", "refresh_token"]}`
	if diff := cmp.Diff(want, content(t, s.RegistrationPath(id))); diff != "" {
		t.Error(diff)
	}
	got, err := s.Registration(id)
	if diff := cmp.Diff(pkce, got, cmp.Comparer(secretsShown)); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if !got.Grants("authorization_code") {
		t.Error("it does not grant what it was registered for")
	}
	device := Registration{ClientID: "id2", ClientSecret: "cs2", ExpiresAt: moment("2027-02-20T20:16:48Z")}
	if err := s.SaveRegistration(id, device); err != nil {
		t.Fatal(err)
	}
	got, err = s.Registration(id)
	if diff := cmp.Diff(device, got, cmp.Comparer(secretsShown)); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestRolesAreWrittenAsTheAWSCLIWritesThem(t *testing.T) {
	s := newStore(t)
	keys := ident.Credentials{AccessKeyID: "ASIAEXAMPLE", SecretAccessKey: "sk", SessionToken: "st", Expiration: moment("2026-11-22T21:19:29.9Z")}
	role := RoleID{corp, "001122223333", "Admin"}
	if err := s.SaveRole(role, keys); err != nil {
		t.Fatal(err)
	}
	want := `{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "sk", "SessionToken": "st", "Expiration": "2026-11-22T21:19:29Z", "AccountId": "001122223333"}}`
	if diff := cmp.Diff(want, content(t, s.RolePath(role))); diff != "" {
		t.Error(diff)
	}
	assume := AssumeID{RoleARN: "arn:aws:iam::444455556666:role/R"}
	a := Assumed{Credentials: keys, ARN: "arn:aws:sts::444455556666:assumed-role/R/me", RoleID: "AROAEXAMPLE:me"}
	if err := s.SaveAssumed(assume, a); err != nil {
		t.Fatal(err)
	}
	want = `{"Credentials": {"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "sk", "SessionToken": "st", "Expiration": "2026-11-22T21:19:29+00:00", "AccountId": "444455556666"}, ` +
		`"AssumedRoleUser": {"AssumedRoleId": "AROAEXAMPLE:me", "Arn": "arn:aws:sts::444455556666:assumed-role/R/me"}}`
	if diff := cmp.Diff(want, content(t, s.AssumedPath(assume))); diff != "" {
		t.Error(diff)
	}
	got, err := s.Assumed(assume)
	a.Expiration, a.AccountID = moment("2026-11-22T21:19:29Z"), "444455556666"
	if diff := cmp.Diff(a, got, cmp.Comparer(secretsShown)); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestTheAccountIsKnownWhereOldToolsDoNotTellIt(t *testing.T) {
	s := newStore(t)
	const keys = `"Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2026-11-22T21:19:29UTC"}}`
	role, assume := RoleID{corp, "111122223333", "Admin"}, AssumeID{RoleARN: "arn:aws:iam::444455556666:role/R"}
	put(t, s.RolePath(role), `{"ProviderType": "sso", `+keys)
	put(t, s.AssumedPath(assume), `{`+keys)
	c, err := s.Role(role)
	if err != nil || c.AccountID != "111122223333" {
		t.Errorf("role: %v, %v", c.AccountID, err)
	}
	a, err := s.Assumed(assume)
	if err != nil || a.AccountID != "444455556666" {
		t.Errorf("assumed role: %v, %v", a.AccountID, err)
	}
}

func TestOnlyWhatIsATokenIsListedAndOnlyRolesOfSignInsAreRemoved(t *testing.T) {
	s := newStore(t)
	inSSO := func(name, text string) { put(t, filepath.Join(s.Paths.SSOCache, name), text) }
	inSSO("b.json", `{"accessToken": "2", "expiresAt": "nonsense", "region": "us-east-1"}`)
	inSSO("a.json", `{"accessToken": "1", "expiresAt": "2026-11-23T01:33:58Z"}`)
	inSSO("aws-toolkit-vscode.json", `{"clientId": "x"}`)
	inSSO("c.json", `{"accessToken": `)
	inSSO("d.txt", `{"accessToken": "4"}`)
	all, err := s.AllTokens()
	if err != nil || len(all) != 2 || all[0].Token.AccessToken.Reveal() != "1" || all[1].Token.Region != "us-east-1" {
		t.Fatalf("got %v, %v", all, err)
	}
	if ok, err := s.RemoveToken(all[0]); !ok || err != nil {
		t.Errorf("remove: %v, %v", ok, err)
	}
	if ok, err := s.RemoveToken(all[0]); ok || err != nil {
		t.Errorf("remove again: %v, %v", ok, err)
	}

	inCLI := func(name, text string) { put(t, filepath.Join(s.Paths.CLICache, name), text) }
	role := RoleID{corp, "111122223333", "Admin"}
	if err := s.SaveRole(role, ident.Credentials{AccessKeyID: "A", SecretAccessKey: "s", SessionToken: "t", Expiration: moment("2026-11-22T21:19:29Z")}); err != nil {
		t.Fatal(err)
	}
	inCLI("other.json", `{"ProviderType": "sso"}`)
	inCLI("assumed.json", `{"Credentials": {}}`)
	inCLI("list.json", `[1]`)
	inCLI("session.db", `SQLite`)
	files, err := s.SSORoles()
	if err != nil || len(files) != 2 || !files[0].Is(role) || files[1].Is(role) {
		t.Fatalf("got %v, %v", files, err)
	}
	if n, err := s.RemoveAllSSORoles(); n != 2 || err != nil {
		t.Errorf("removed %d, %v", n, err)
	}
	entries, _ := os.ReadDir(s.Paths.CLICache)
	if len(entries) != 3 {
		t.Errorf("left: %v", entries)
	}
}

func TestValidAndRenewable(t *testing.T) {
	now := moment("2026-11-23T01:00:00Z")
	tok := Token{AccessToken: "a", ExpiresAt: now.Add(5 * time.Minute), ClientID: "i", ClientSecret: "s", RefreshToken: "r", RegistrationExpiresAt: now.Add(time.Second)}
	if !tok.ValidAt(now, 5*time.Minute) || tok.ValidAt(now, 5*time.Minute+1) || tok.ValidAt(now.Add(5*time.Minute), 0) {
		t.Error("validity is off")
	}
	if !tok.Renewable(now) || tok.Renewable(now.Add(time.Second)) {
		t.Error("renewability is off")
	}
}

// A token's region becomes part of a host name, and the token goes there.
func TestARegionThatCouldBeNoneIsNotRead(t *testing.T) {
	s := newStore(t)
	for region, want := range map[string]ident.Region{
		"eu-west-1": "eu-west-1", "mars-north-1": "mars-north-1",
		"u@127.0.0.1:18121/?": "", "evil.example/": "", "us-east-1.evil.example": "", "US-EAST-1": "", "": "",
	} {
		put(t, s.TokenPath(corp), `{"accessToken":"at","expiresAt":"2026-11-23T10:00:00Z","region":"`+region+`"}`)
		if got, err := s.Token(corp); err != nil || got.Region != want {
			t.Errorf("%q is read as %q, %v", region, got.Region, err)
		}
		all, err := s.AllTokens()
		if err != nil || len(all) != 1 || all[0].Token.Region != want {
			t.Errorf("%q among all tokens: %+v, %v", region, all, err)
		}
	}
}
