package pattern

import "unicode"

// isClass reports whether r is in the class d, w or s, or in the complement D,
// W or S, as Python understands them for text: by Unicode, or by ASCII alone.
func isClass(class, r rune, ascii bool) bool {
	if lower := unicode.ToLower(class); lower != class {
		return !isClass(lower, r, ascii)
	}
	if ascii && r > unicode.MaxASCII {
		return false
	}
	switch class {
	case 'd':
		return unicode.IsDigit(r)
	case 's':
		return isSpace(r)
	}
	return isWord(r)
}

// isWord is str.isalnum or the underscore.
func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// isSpace is str.isspace: White_Space, and the four separators of ASCII.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

func (s set) has(r rune) bool {
	if s.hasExactly(r) {
		return !s.negate
	}
	if s.fold {
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			if s.hasExactly(f) {
				return !s.negate
			}
		}
	}
	return s.negate
}

func (s set) hasExactly(r rune) bool {
	for _, i := range s.items {
		if i.class != 0 && isClass(i.class, r, i.ascii) || i.class == 0 && i.from <= r && r <= i.to {
			return true
		}
	}
	return false
}

// same compares two characters.
func same(a, b rune, fold bool) bool {
	if a == b || !fold {
		return a == b
	}
	for f := unicode.SimpleFold(a); f != a; f = unicode.SimpleFold(f) {
		if f == b {
			return true
		}
	}
	return false
}
