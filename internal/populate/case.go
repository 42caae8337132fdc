package populate

import (
	"strings"
	"unicode"
)

// Case is how the letters of a name are changed: Python's methods of the same
// names, in full Unicode, because that is what people's patterns and profile
// names were made with. golang.org/x/text/cases does the same for single
// characters but has other rules for words, and costs at every start.
type Case string

// The cases.
const (
	AsIs       Case = ""
	Lower      Case = "lower"
	Upper      Case = "upper"
	Title      Case = "title"
	Capitalize Case = "capitalize"
	Casefold   Case = "casefold"
)

// Cases lists the cases that can be asked for.
func Cases() []Case { return []Case{Capitalize, Casefold, Lower, Title, Upper} }

// apply changes the letters of a whole name.
func (c Case) apply(s string) string {
	switch c {
	case Lower:
		return lower([]rune(s))
	case Upper:
		return upper(s)
	case Title:
		return title([]rune(s))
	case Capitalize:
		return capitalize([]rune(s))
	case Casefold:
		return casefold(s)
	}
	return s
}

func upper(s string) string {
	var b strings.Builder
	for _, r := range s {
		if up, _, ok := special(r); ok {
			b.WriteString(up)
		} else {
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	return b.String()
}

func lower(text []rune) string {
	var b strings.Builder
	for i := range text {
		b.WriteString(lowerAt(text, i))
	}
	return b.String()
}

// lowerAt is the lower case of text[i], which for a sigma depends on whether a
// word ends there.
func lowerAt(text []rune, i int) string {
	switch r := text[i]; r {
	case 'İ':
		return "i\u0307"
	case 'Σ':
		if endsWord(text, i) {
			return "ς"
		}
		return "σ"
	default:
		return string(unicode.ToLower(r))
	}
}

// endsWord is Unicode's condition Final_Sigma.
func endsWord(text []rune, i int) bool {
	before := i - 1
	for before >= 0 && isCaseIgnorable(text[before]) {
		before--
	}
	if before < 0 || !isCased(text[before]) {
		return false
	}
	after := i + 1
	for after < len(text) && isCaseIgnorable(text[after]) {
		after++
	}
	return after == len(text) || !isCased(text[after])
}

// title raises the first letter of each run of letters and lowers the others.
// Everything else breaks a run: they're becomes They'Re, 3rd becomes 3Rd.
func title(text []rune) string {
	var b strings.Builder
	within := false
	for i, r := range text {
		if within {
			b.WriteString(lowerAt(text, i))
		} else {
			b.WriteString(titleOf(r))
		}
		within = isCased(r)
	}
	return b.String()
}

// capitalize raises the first character and lowers all others.
func capitalize(text []rune) string {
	var b strings.Builder
	for i, r := range text {
		if i == 0 {
			b.WriteString(titleOf(r))
		} else {
			b.WriteString(lowerAt(text, i))
		}
	}
	return b.String()
}

func titleOf(r rune) string {
	if _, t, ok := special(r); ok {
		return t
	}
	return string(unicode.ToTitle(r))
}

// casefold makes texts equal that differ in case alone.
func casefold(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == 'ı' || r >= 0x13a0 && r <= 0x13f5: // dotless i; capital Cherokee
			b.WriteRune(r)
		case r >= 0x13f8 && r <= 0x13fd || r >= 0xab70 && r <= 0xabbf: // small Cherokee
			b.WriteRune(unicode.ToUpper(r))
		case r == 'İ':
			b.WriteString("i\u0307")
		default: // down, up to the long forms such as SS for ß, and down again
			for _, u := range upper(string(unicode.ToLower(r))) {
				b.WriteRune(unicode.ToLower(u))
			}
		}
	}
	return b.String()
}

// isCased is Unicode's property Cased.
func isCased(r rune) bool {
	return unicode.IsUpper(r) || unicode.IsLower(r) || unicode.IsTitle(r) ||
		unicode.In(r, unicode.Other_Lowercase, unicode.Other_Uppercase)
}

// isCaseIgnorable is Unicode's property Case_Ignorable: marks, modifiers, and
// the punctuation that stands within words.
func isCaseIgnorable(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk) ||
		strings.ContainsRune("'.:·\u0387\u055f\u05f4‘’․‧\ufe13\ufe52\ufe55\uff07\uff0e\uff1a", r)
}
