package home

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAgedMovesMomentsAndNothingElse(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"token of fob and AWS CLI": {
			`{"startUrl": "https://x/start", "expiresAt": "2026-11-23T04:18:16Z", "registrationExpiresAt": "2027-02-20T20:16:48Z"}`,
			`{"startUrl": "https://x/start", "expiresAt": "2026-11-22T20:18:16Z", "registrationExpiresAt": "2027-02-20T12:16:48Z"}`,
		},
		"JavaScript's milliseconds":  {`{"expiresAt":"2026-11-23T04:18:16.562Z"}`, `{"expiresAt":"2026-11-22T20:18:16.562Z"}`},
		".NET, indented":             {"{\r\n  \"expiresAt\" :\t\"2026-11-23T01:33:58.1628886Z\"\r\n}\r\n", "{\r\n  \"expiresAt\" :\t\"2026-11-22T17:33:58.1628886Z\"\r\n}\r\n"},
		"trailing zeros stay":        {`{"expiresAt":"2026-11-23T04:18:16.500Z"}`, `{"expiresAt":"2026-11-22T20:18:16.500Z"}`},
		"an offset stays":            {`{"Credentials":{"Expiration":"2026-11-22T21:19:29+00:00"}}`, `{"Credentials":{"Expiration":"2026-11-22T13:19:29+00:00"}}`},
		"an offset that is not zero": {`{"expiresAt":"2026-11-22T21:19:29+02:00"}`, `{"expiresAt":"2026-11-22T13:19:29+02:00"}`},
		"old CLIs' UTC":              {`{"expiresAt":"2020-06-17T10:02:08UTC"}`, `{"expiresAt":"2020-06-17T02:02:08UTC"}`},
		"text that only looks so":    {`{"accessToken":"expiresAt","a":["expiresAt","2026-11-22T21:19:29Z"]}`, `{"accessToken":"expiresAt","a":["expiresAt","2026-11-22T21:19:29Z"]}`},
		"a number":                   {`{"expiresAt":1795379700}`, `{"expiresAt":1795379700}`},
		"no moment":                  {`{"expiresAt":"soon"}`, `{"expiresAt":"soon"}`},
		"escaped":                    {`{"expiresAt":"2026-11-22T21:19:29\u005a"}`, `{"expiresAt":"2026-11-22T21:19:29\u005a"}`},
		"half a file":                {`{"expiresAt":"2026-11-22T21:19:29Z"`, `{"expiresAt":"2026-11-22T21:19:29Z"`},
		"empty":                      {"", ""},
		"after a list and an object": {`{"a":[1,{"b":2}],"c":{},"expiresAt":"2026-11-23T04:18:16Z"}`, `{"a":[1,{"b":2}],"c":{},"expiresAt":"2026-11-22T20:18:16Z"}`},
	} {
		if got := string(aged([]byte(tc.in), 8*time.Hour)); got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tc.want)
		}
	}
}

func TestAgeReachesBothCachesAndNothingElse(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a [b] *c")
	moment := `{"expiresAt":"2026-11-23T04:18:16Z"}`
	files := map[string]bool{".aws/sso/cache/a.json": true, ".aws/cli/cache/b.json": true, ".aws/cli/cache/session.db": false, ".aws/x.json": false}
	for name := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(moment), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := Age(dir, time.Hour); n != 2 || err != nil {
		t.Errorf("aged %d files, %v", n, err)
	}
	for name, old := range files {
		data, _ := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if (string(data) != moment) != old {
			t.Errorf("%s holds %s", name, data)
		}
	}
	if n, err := Age(filepath.Join(dir, "nobody"), time.Hour); n != 0 || err != nil {
		t.Errorf("a home without caches: %d, %v", n, err)
	}
}

func FuzzAged(f *testing.F) {
	for _, s := range []string{`{"expiresAt":"2026-11-23T04:18:16Z"}`, `{"a":{"Expiration":"2026-11-22T21:19:29+00:00"},"b":[]}`, `[`, `{"expiresAt":`, `]`, `{"expiresAt":{"expiresAt":"x"}}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		there := string(aged([]byte(s), time.Hour))
		if back := string(aged([]byte(there), -time.Hour)); back != s && !strings.Contains(there, "-") {
			t.Errorf("%q became %q and then %q", s, there, back)
		}
		if json.Valid([]byte(s)) != json.Valid([]byte(there)) {
			t.Errorf("%q became %q", s, there)
		}
	})
}
