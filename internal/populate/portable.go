package populate

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// portable writes a name in the characters that SDKs read in the name of a
// profile: letters lose their accents, and every run of other characters
// becomes one hyphen. "Zürich R&D.Admin" is Zurich-R-D.Admin.
func portable(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch text := plainLetters(r); {
		case unicode.Is(unicode.Mn, r): // the accent of the letter before
		case text == "":
			b.WriteByte(' ') // which is no part of any name now
		default:
			b.WriteString(text)
		}
	}
	return hyphenate(b.String(), func(r rune) bool { return r == ' ' })
}

// plainLetters writes a character as SDKs read it; empty where there is no way.
func plainLetters(r rune) string {
	if isPortable(r) {
		return string(r)
	}
	switch r { // letters that Unicode does not take apart
	case 'ß':
		return "ss"
	case 'ẞ':
		return "SS"
	case 'æ':
		return "ae"
	case 'Æ':
		return "AE"
	case 'œ':
		return "oe"
	case 'Œ':
		return "OE"
	case 'ø':
		return "o"
	case 'Ø':
		return "O"
	case 'ł':
		return "l"
	case 'Ł':
		return "L"
	case 'đ', 'ð':
		return "d"
	case 'Đ', 'Ð':
		return "D"
	case 'þ':
		return "th"
	case 'Þ':
		return "Th"
	case 'ı':
		return "i"
	}
	return ""
}

// isPortable reports whether SDKs take r in the name of a profile.
func isPortable(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-/.%@:+", r)
}
