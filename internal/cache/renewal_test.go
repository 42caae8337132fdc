package cache

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
)

func tokenWith(refresh ident.Secret) Token {
	return Token{
		StartURL: startURL, Region: "eu-west-1", AccessToken: "access-" + refresh, ExpiresAt: moment("2026-11-23T12:00:00Z"),
		ClientID: "i", ClientSecret: "s", RegistrationExpiresAt: moment("2027-01-01T00:00:00Z"), RefreshToken: refresh,
	}
}

// What a renewal that was killed has noted is there for the next one, until
// the token is saved.
func TestARenewalIsNotedUntilItsTokenIsSaved(t *testing.T) {
	s, old, began := newStore(t), tokenWith("r0"), moment("2026-11-23T11:58:00Z")
	if b := s.Renewal(corp, old); !b.Began.IsZero() {
		t.Errorf("there is a note before there was a renewal: %+v", b)
	}
	note, err := s.BeginRenewal(corp, old, began)
	if err != nil {
		t.Fatal(err)
	}
	if b := s.Renewal(corp, old); !b.Began.Equal(began) || b.Answer.AccessToken != "" {
		t.Errorf("before the answer: %+v", b)
	}
	got := tokenWith("r1")
	got.others = object{{"theirs", []byte("1")}}
	if err := note.Answered(got); err != nil {
		t.Fatal(err)
	}
	note.Close()
	b := s.Renewal(corp, old)
	if !cmp.Equal(b.Answer, got, cmp.AllowUnexported(Token{}, member{}), cmp.Comparer(secretsShown)) {
		t.Errorf("the answer is %+v", b.Answer)
	}
	if b := s.Renewal(corp, tokenWith("another")); !b.Began.IsZero() {
		t.Errorf("the note of another token counts: %+v", b)
	}
	wantPrivate(t, s.renewalPath(corp))
	if err := s.SaveToken(corp, b.Answer); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.renewalPath(corp)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the note outlived its renewal: %v", err)
	}
}

// A note that was killed itself tells as much as is whole.
func TestHalfANoteIsHalfARenewal(t *testing.T) {
	s, old := newStore(t), tokenWith("r0")
	note, err := s.BeginRenewal(corp, old, moment("2026-11-23T11:58:00Z"))
	if err == nil {
		err = note.Answered(tokenWith("r1"))
	}
	if err != nil {
		t.Fatal(err)
	}
	note.Close()
	whole := content(t, s.renewalPath(corp))
	for n := range len(strings.TrimRight(whole, " \n")) + 1 { // blanks follow
		put(t, s.renewalPath(corp), whole[:n])
		b := s.Renewal(corp, old)
		if b.Answer.AccessToken != "" && b.Answer.RefreshToken != "r1" {
			t.Fatalf("the first %d bytes give %+v", n, b)
		}
	}
}

func TestSignOutsLeaveNoNoteAndNothingSetAside(t *testing.T) {
	s := newStore(t)
	if err := s.RemoveLeftovers(true); err != nil {
		t.Fatal("where there is nothing:", err)
	}
	for _, id := range []SessionID{corp, {StartURL: startURL}} {
		if err := s.SaveToken(id, tokenWith("r0")); err != nil {
			t.Fatal(err)
		}
		note, err := s.BeginRenewal(id, tokenWith("r0"), moment("2026-11-23T11:58:00Z"))
		if err != nil {
			t.Fatal(err)
		}
		note.Close()
	}
	if _, err := s.DeleteToken(corp); err != nil {
		t.Fatal(err)
	}
	if left := names(t, filepath.Join(s.Paths.Own, "renewals")); len(left) != 1 {
		t.Errorf("left: %q", left)
	}
	put(t, filepath.Join(s.damagedDir(), "x.1"), "{")
	if err := s.RemoveLeftovers(true); err != nil {
		t.Fatal(err)
	}
	if left := names(t, s.Paths.Own); len(left) != 0 {
		t.Errorf("left: %q", left)
	}
}

// A damaged file is set aside by the writer that replaces it, never by a
// reader; the latest few are kept, and nobody else can read them.
func TestADamagedFileIsSetAsideByItsWriter(t *testing.T) {
	s := newStore(t)
	put(t, s.TokenPath(corp), `{"accessToken": "half`)
	if _, err := s.Token(corp); Warning(err) == nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.Paths.Own); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a reader set something aside: %v", err)
	}
	for i := range 2 * damagedMost {
		put(t, s.TokenPath(corp), `{"accessToken": "half`+string(rune('a'+i)))
		if err := s.SaveToken(corp, tokenWith("r0")); err != nil {
			t.Fatal(err)
		}
	}
	kept := names(t, s.damagedDir())
	if len(kept) != damagedMost {
		t.Errorf("%d are kept: %q", len(kept), kept)
	}
	for _, name := range kept {
		path := filepath.Join(s.damagedDir(), name)
		wantPrivate(t, path)
		if text := content(t, path); text[:len(text)-1] != `{"accessToken": "half` {
			t.Errorf("%s holds %q", name, text)
		}
	}
	if got, err := s.Token(corp); err != nil || got.RefreshToken != "r0" {
		t.Errorf("it did not heal: %v", err)
	}
	if err := s.SaveToken(corp, tokenWith("r1")); err != nil || len(names(t, s.damagedDir())) != damagedMost {
		t.Errorf("a whole file was set aside: %v", err)
	}
}

// Keys that other tools put beside a role's credentials outlive fob's writes,
// as they do beside a token.
func TestKeysOfOtherToolsOutliveNewCredentials(t *testing.T) {
	s := newStore(t)
	role := RoleID{Session: corp, Account: "111122223333", Role: "Admin"}
	assumed := AssumeID{RoleARN: "arn:aws:iam::444455556666:role/A"}
	registration := RegistrationID{Session: corp, Region: "eu-west-1"}
	keys := ident.Credentials{AccessKeyID: "A", SecretAccessKey: "S", SessionToken: "T", Expiration: moment("2026-11-23T12:00:00Z")}
	for path, save := range map[string]func() error{
		s.RolePath(role):       func() error { return s.SaveRole(role, keys) },
		s.AssumedPath(assumed): func() error { return s.SaveAssumed(assumed, Assumed{Credentials: keys}) },
		s.RegistrationPath(registration): func() error {
			return s.SaveRegistration(registration, Registration{ClientID: "i", ClientSecret: "s", ExpiresAt: keys.Expiration})
		},
	} {
		put(t, path, `{"theirs": {"a": [1]}, "ResponseMetadata": 1}`)
		if err := save(); err != nil {
			t.Fatal(err)
		}
		o, err := parseObject([]byte(content(t, path)))
		if err != nil || string(o.raw("theirs")) != `{"a":[1]}` {
			t.Errorf("%s holds %s, %v", path, content(t, path), err)
		}
	}
}

func TestWhatOnlyFobAsksForNamesAnotherFile(t *testing.T) {
	plain := AssumeID{RoleARN: "arn:aws:iam::444455556666:role/A"}
	seen := map[string]AssumeID{plain.stem(): plain}
	for _, id := range []AssumeID{
		{RoleARN: plain.RoleARN, SourceIdentity: "ada"},
		{RoleARN: plain.RoleARN, Tags: "a=b"},
		{RoleARN: plain.RoleARN, Tags: "a=b", TransitiveTagKeys: "a"},
	} {
		if other, ok := seen[id.stem()]; ok {
			t.Errorf("%+v and %+v share a file", id, other)
		}
		seen[id.stem()] = id
	}
}

func TestAPostponementIsReadBack(t *testing.T) {
	s, at := newStore(t), moment("2026-11-23T12:00:00Z")
	if !s.Postponed("x").IsZero() {
		t.Error("postponed before it was")
	}
	s.Postpone("x", at)
	if got := s.Postponed("x"); !got.Equal(at) || !s.Postponed("y").IsZero() {
		t.Errorf("until %v", got)
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// wantPrivate fails the test when others may read a file. Windows says that by
// access lists, which are fsx's to prove.
func wantPrivate(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode != 0o600 {
		t.Errorf("%s has mode %o", path, mode)
	}
}
