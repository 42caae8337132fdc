package fsx

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/windows"
)

const everyone = "S-1-1-0"

// listOf reads an access list in Windows' text form.
func listOf(t *testing.T, sddl string) *windows.SecurityAttributes {
	t.Helper()
	sd, err := windows.SecurityDescriptorFromString(sddl)
	if err != nil {
		t.Fatal(err)
	}
	return attributes(sd)
}

// me is the person's SID.
func me(t *testing.T) string {
	t.Helper()
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		t.Fatal(err)
	}
	return user.User.Sid.String()
}

// allowed lists who may do something with a file, by their SIDs.
func allowed(t *testing.T, path string) map[string]windows.ACCESS_MASK {
	t.Helper()
	sd, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := sd.DACL()
	if err != nil {
		t.Fatal(err)
	}
	who := map[string]windows.ACCESS_MASK{}
	for i := range uint32(list.AceCount) {
		var ace *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &ace); err != nil {
			t.Fatal(err)
		}
		if ace.Header.AceType == windows.ACCESS_ALLOWED_ACE_TYPE {
			who[sidOf(ace).String()] |= ace.Mask
		}
	}
	return who
}

// openDir is a folder in which what others make is for everyone to read, as in
// a folder right below C:\.
func openDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "open")
	list := listOf(t, "D:P(A;OICI;FA;;;"+me(t)+")(A;OICI;FRFX;;;WD)")
	if err := windows.CreateDirectory(windows.StringToUTF16Ptr(dir), list); err != nil {
		t.Fatal(err)
	}
	if closed, err := closedToOthers(dir); err != nil || closed {
		t.Fatalf("a folder open to everyone counts as closed: %v, %v", closed, err)
	}
	return dir
}

func wantClosed(t *testing.T, path string) {
	t.Helper()
	who := allowed(t, path)
	const reading = windows.FILE_READ_DATA | windows.GENERIC_READ | windows.GENERIC_ALL
	for sid, mask := range who {
		if sid != me(t) && sid != "S-1-5-18" && sid != "S-1-5-32-544" && mask&reading != 0 {
			t.Errorf("%s may be read by %s (%#x)", path, sid, mask)
		}
	}
	if who[me(t)]&windows.FILE_READ_DATA == 0 {
		t.Errorf("%s cannot be read by the person: %v", path, who)
	}
}

func TestWhatIsPrivateIsClosedToOthersInAnOpenFolder(t *testing.T) {
	dir := openDir(t)
	path := filepath.Join(dir, "deeper", "still", "token.json")
	if err := ReplaceFile(path, []byte("secret"), privateFile); err != nil {
		t.Fatal(err)
	}
	if windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() != nil {
		wantClosed(t, path) // it inherits, which wine does not know
	}
	wantClosed(t, filepath.Dir(path))
	wantClosed(t, filepath.Join(dir, "deeper"))
	beside := filepath.Join(dir, "token.json")
	if err := ReplaceFile(beside, []byte("secret"), privateFile); err != nil {
		t.Fatal(err)
	}
	wantClosed(t, beside)
}

func TestATemporaryFileIsPrivateFromItsFirstMoment(t *testing.T) {
	dir := openDir(t)
	tmp, err := createTemp(dir, ".x", target{mode: privateFile})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tmp.Close() }()
	wantClosed(t, tmp.Name())
}

// Whoever opened a file to others, or closed it, meant it.
func TestAnExistingFileKeepsItsAccessList(t *testing.T) {
	dir := openDir(t)
	for name, list := range map[string]string{"opened": "(A;;FRFX;;;WD)", "closed": ""} {
		path := filepath.Join(dir, name)
		f, err := createNew(path, listOf(t, "D:P(A;;FA;;;"+me(t)+")"+list))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		before := allowed(t, path)
		if _, open := before[everyone]; open != (list != "") {
			t.Fatalf("the list was not taken: %v", before)
		}
		if err := ReplaceFile(path, []byte("new"), privateFile); err != nil {
			t.Fatal(err)
		}
		if after := allowed(t, path); !maps.Equal(before, after) {
			t.Errorf("%s: the list was %v and is %v", name, before, after)
		}
	}
}

func TestWhatIsForAllIsMadeForAll(t *testing.T) {
	path := filepath.Join(openDir(t), "for-all")
	if err := ReplaceFile(path, []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if who := allowed(t, path); who[everyone] == 0 {
		t.Errorf("others may not read it: %v", who)
	}
}

// Longer than 260 characters, which Windows' calls refuse unless a path is
// written for them: Go's own functions see to it, and so do ours.
func TestLongPaths(t *testing.T) {
	dir := t.TempDir()
	for len(dir) < 400 {
		dir = filepath.Join(dir, strings.Repeat("long", 10))
	}
	path := filepath.Join(dir, "config")
	for _, text := range []string{"new", "newer"} {
		if err := ReplaceFile(path, []byte(text), privateFile); err != nil {
			t.Fatal(err)
		}
		if b, err := ReadFile(path); err != nil || string(b) != text {
			t.Fatalf("read %q, %v", b, err)
		}
	}
	unlock, err := Lock(t.Context(), filepath.Join(dir, "locks", "config.lock"))
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	if err := RemoveLeftovers(path); err != nil {
		t.Error(err)
	}
	if err := Remove(path); err != nil {
		t.Error(err)
	}
}

func TestLong(t *testing.T) {
	deep := strings.Repeat(`\0123456789`, 30)
	for in, want := range map[string]string{
		`C:\short`:              `C:\short`,
		`C:` + deep:             `\\?\C:` + deep,
		`C:` + deep + `\..\x`:   `\\?\C:` + deep[:len(deep)-11] + `\x`,
		`\\server\share` + deep: `\\?\UNC\server\share` + deep,
		`\\?\C:` + deep:         `\\?\C:` + deep,
	} {
		if got := long(in); got != want {
			t.Errorf("long(%q) is %q, want %q", in, got, want)
		}
	}
}
