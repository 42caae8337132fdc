package ident_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/ident"
)

func FuzzLikeMeansWhatTheExpressionMeans(f *testing.F) {
	for _, s := range []string{"prod-*|prod-a", "*|", "|", "*-prod|x-prod", "a*b*c|aXbYbc", "?|ü", "[a]*|[a]b", "a?c|ac", "**|x", "*a|aaab"} {
		pattern, name, _ := strings.Cut(s, "|")
		f.Add(pattern, name)
	}
	f.Fuzz(func(t *testing.T, pattern, name string) {
		pattern, name = strings.ToValidUTF8(pattern, "?"), strings.ToValidUTF8(name, "?")
		expression := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
		if want := regexp.MustCompile(`(?s)\A` + expression + `\z`).MatchString(name); ident.Like(pattern, name) != want {
			t.Errorf("%q like %q: want %v", name, pattern, want)
		}
	})
}
