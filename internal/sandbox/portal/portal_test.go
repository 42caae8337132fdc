package portal

import (
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/sandbox/org"
)

func TestCursorsNeedEncodingAndHoldTheirPlace(t *testing.T) {
	h := New(Config{Key: []byte("key"), Org: org.Default()})
	plus := false
	for i := range 50 {
		token := h.cursor(i, "ada", "ListAccounts")
		if got, ok := h.openCursor(token, "ada", "ListAccounts"); !ok || got != i || !strings.HasSuffix(token, "=") {
			t.Errorf("%d: %s is read as %d, %v", i, token, got, ok)
		}
		plus = plus || strings.ContainsAny(token, "+/")
		if _, ok := h.openCursor(token, "bob", "ListAccounts"); ok {
			t.Error("another user may use it")
		}
		if _, ok := h.openCursor(token, "ada", "ListAccountRoles/111122223333"); ok {
			t.Error("another list takes it")
		}
	}
	if !plus {
		t.Error("no cursor has a plus or a slash")
	}
}

func FuzzOnlySealedCursorsOpen(f *testing.F) {
	h := New(Config{Key: []byte("key"), Org: org.Default()})
	good := h.cursor(1, "ada", "q")
	f.Add(good)
	f.Add("page==2")
	f.Add(good[:4] + "\n" + good[4:])
	f.Add("AAAAAAAAAAE=")
	f.Fuzz(func(t *testing.T, s string) {
		if _, ok := h.openCursor(s, "ada", "q"); ok && s != good {
			t.Fatalf("%q opens", s)
		}
	})
}
