package sts

import (
	"regexp"
	"strings"
	"testing"
)

// FuzzGlob compares with the regular expression that means the same.
func FuzzGlob(f *testing.F) {
	f.Add("arn:aws:sts::*:assumed-role/AWSReservedSSO_Dev_*/ada", "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Dev_0123/ada")
	f.Add("a*a", "a")
	f.Add("*", "")
	f.Add("*ab*b", "aab")
	f.Add("a**c", "abc")
	f.Add("abc", "abcd")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		want, err := regexp.Compile("(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + "$")
		if err != nil {
			t.Skip("a pattern that is no UTF-8")
		}
		if !strings.Contains(pattern+text, "\ufffd") && glob(pattern, text) != want.MatchString(text) {
			t.Fatalf("%q like %q: %v", text, pattern, !want.MatchString(text))
		}
	})
}
