package portal

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/ident"
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

func TestTokensAreThrottledEachAndForgottenBeyondALimit(t *testing.T) {
	l := limits{throttle: org.Throttle{CallsPerSecond: 1, Burst: 2}}
	for i, want := range []bool{true, true, false} {
		if l.allow("a") != want {
			t.Errorf("call %d: %v", i, !want)
		}
	}
	if !l.allow("b") {
		t.Error("another token is throttled, too")
	}
	for i := range 5 * maxLimiters {
		l.allow(ident.Secret(fmt.Sprint(i)))
	}
	if n := len(l.byToken); n > maxLimiters {
		t.Errorf("%d tokens are watched", n)
	}
}

func TestRefusalsOfFaultsHaveTheServicesNames(t *testing.T) {
	for status, want := range map[int]string{
		0: "429 TooManyRequestsException", 429: "429 TooManyRequestsException", 400: "400 InvalidRequestException", 401: "401 UnauthorizedException",
		403: "403 ForbiddenException", 404: "404 ResourceNotFoundException", 500: "500 InternalServerException", 503: "503 ServiceUnavailableException",
	} {
		w := httptest.NewRecorder()
		writeError(w, &org.Refusal{Status: status})
		var out struct {
			Type    string `json:"__type"`
			Message string `json:"message"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
			t.Fatal(err)
		}
		_, kind, _ := strings.Cut(out.Type, "#")
		if got := fmt.Sprint(w.Code, " ", kind); got != want || out.Message == "" {
			t.Errorf("%d: %s, %q", status, got, out.Message)
		}
	}
}
