package cache

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
)

// prepared returns the temporary files beside the tokens.
func prepared(t *testing.T, s Store) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(s.Paths.SSOCache, ".*.fob-tmp-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// wantRoom checks that a file takes the space of a token with what other tools
// have put beside it.
func wantRoom(t *testing.T, path string, others int) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(answerRoom + others); info.Size() < want {
		t.Errorf("%s has %d bytes, want %d", filepath.Base(path), info.Size(), want)
	}
}

// Before a token is asked for, its file takes the space that it may need, with
// the keys of other tools.
func TestATokenIsPreparedWithRoomForIt(t *testing.T) {
	s := newStore(t)
	theirs := strings.Repeat("x", 2*answerRoom)
	put(t, s.TokenPath(corp), fmt.Sprintf(`{"accessToken":"a","expiresAt":"2026-11-23T12:00:00Z","theirs":%q}`, theirs))
	p, err := s.PrepareToken(corp)
	if err != nil {
		t.Fatal(err)
	}
	if files := prepared(t, s); len(files) != 1 {
		t.Errorf("prepared: %q", files)
	} else {
		wantRoom(t, files[0], len(theirs))
		wantPrivate(t, files[0])
	}
	if err := p.Save(tokenWith("r1")); err != nil {
		t.Fatal(err)
	}
	got, err := s.Token(corp)
	if err != nil || got.RefreshToken != "r1" || !strings.Contains(content(t, s.TokenPath(corp)), theirs) || len(prepared(t, s)) != 0 {
		t.Errorf("the token is %q, %v; prepared: %q", got.RefreshToken.Reveal(), err, prepared(t, s))
	}

	old := got
	note, err := s.BeginRenewal(corp, old, moment("2026-11-23T11:58:00Z"))
	if err != nil {
		t.Fatal(err)
	}
	wantRoom(t, s.renewalPath(corp), len(theirs))
	note.Close()
	if files := prepared(t, s); len(files) != 0 {
		t.Errorf("left behind: %q", files)
	}
}

func TestAPreparedTokenThatIsNotNeededLeavesNothing(t *testing.T) {
	s := newStore(t)
	put(t, s.TokenPath(corp), `{"accessToken": "half`)
	if err := s.CheckRoom(corp); err != nil {
		t.Fatal(err)
	}
	if len(prepared(t, s)) != 0 || content(t, s.TokenPath(corp)) != `{"accessToken": "half` {
		t.Errorf("left behind: %q", prepared(t, s))
	}
	if _, err := os.Stat(s.damagedDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was set aside although nothing was replaced: %v", err)
	}
}

// A sign-in ends what a refresh before it has noted, and sets aside what was
// damaged, whether or not its token was prepared.
func TestAPreparedTokenIsSavedLikeAnyOther(t *testing.T) {
	s := newStore(t)
	note, err := s.BeginRenewal(corp, tokenWith("r0"), moment("2026-11-23T11:58:00Z"))
	if err != nil {
		t.Fatal(err)
	}
	note.Close()
	put(t, s.TokenPath(corp), `{"accessToken": "half`)
	p, err := s.PrepareToken(corp)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Save(tokenWith("r1")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.renewalPath(corp)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the note outlived the sign-in: %v", err)
	}
	if kept := names(t, s.damagedDir()); len(kept) != 1 {
		t.Errorf("set aside: %q", kept)
	}
}

// A sign-out of another session, or a write a minute later, removes what looks
// like a dead process's. The token is saved all the same.
func TestAPreparedTokenIsSavedAlthoughItsFileWasRemoved(t *testing.T) {
	s := newStore(t)
	p, err := s.PrepareToken(corp)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Cancel()
	if err := s.RemoveLeftovers(false); err != nil || len(prepared(t, s)) != 1 {
		t.Errorf("the file of a living writer was removed: %v", err)
	}
	if err := s.RemoveLeftovers(true); err != nil {
		t.Skip("a file that is open cannot be removed here:", err)
	}
	if err := p.Save(tokenWith("r1")); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Token(corp); err != nil || got.RefreshToken != "r1" {
		t.Errorf("the token is %q, %v", got.RefreshToken.Reveal(), err)
	}
}

func TestTheNewestDamagedFilesAreKept(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"d", "a", "c", "b"} { // from the oldest on
		path := filepath.Join(dir, name)
		at := moment("2026-11-23T12:00:00Z").Add(time.Duration(i) * time.Minute)
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	pruneOldest(dir, 2)
	if kept := names(t, dir); !slices.Equal(kept, []string{"b", "c"}) {
		t.Errorf("kept %q", kept)
	}
}

// The folder that is named is the one that refuses: the tokens' or fob's own.
func TestTheFolderThatCannotBeWrittenIsNamed(t *testing.T) {
	s := newStore(t)
	put(t, s.Paths.Own, "") // a file where fob's folder would be
	_, err := s.BeginRenewal(corp, tokenWith("r0"), moment("2026-11-23T11:58:00Z"))
	f := s.Unwritable(corp, "it failed", err)
	if want := "it failed: " + s.Paths.Short(filepath.Dir(s.Paths.Own)) + " cannot be written: a file is in the way of a folder"; f.Summary != want {
		t.Errorf("%q, want %q", f.Summary, want)
	}
	put(t, s.TokenPath(corp), "{}")
	if err := os.Chmod(s.TokenPath(corp), 0o400); err != nil {
		t.Fatal(err)
	}
	err = s.CheckRoom(corp)
	f = s.Unwritable(corp, "it failed", err)
	if want := "it failed: " + s.Paths.Short(s.Paths.SSOCache) + " cannot be written: permission denied"; f.Summary != want || fault.CodeOf(f) != fault.Failed {
		t.Errorf("%q, want %q", f.Summary, want)
	}
	if f := s.Unwritable(corp, "it failed", fsx.ErrTooLarge); len(f.Detail) != 1 {
		t.Errorf("no advice: %+v", f)
	}
	if f := s.Unwritable(corp, "it failed", errors.New("unheard of")); f.Summary != "it failed: unheard of" || len(f.Detail) != 0 {
		t.Errorf("an unknown cause: %+v", f)
	}
}
