package visitor

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParsePageReadsFormsAsTheyWouldBeSent(t *testing.T) {
	p, err := parsePage(strings.NewReader(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>T &middot; x</title><link rel="icon" href="/i.svg"></head>
<body><h1>Allow <span id="client">a &amp; b</span>?</h1>
<input name="outside" value="no">
<form id="signin" method="post" action="/start/signin">
<input type="hidden" name="token" value="t&#34;k">
<input type="radio" name="user" value="one" required><input type="radio" name="user" value="two" required checked>
<input name="empty"><button name="decision" value="allow">Allow</button>
</form><p id="last">un  closed
</body></html>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []form{{id: "signin", method: "post", action: "/start/signin", fields: url.Values{
		"token": {`t"k`}, "user": {"two"}, "empty": {""},
	}}}
	if diff := cmp.Diff(want, p.forms, cmp.AllowUnexported(form{})); diff != "" {
		t.Error(diff)
	}
	if p.heading != "Allow a & b?" || p.text("client") != "a & b" || p.text("last") != "un closed" {
		t.Errorf("heading %q, ids %q", p.heading, p.ids)
	}
}

func FuzzParsePage(f *testing.F) {
	for _, s := range []string{"", "<h1>a", "<form id=signin><input name=a>", "</form>", "<form></p></form><input name=x>", "<a b='", "&bogus;", "<title>x</title>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parsePage(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		p.task()
	})
}
