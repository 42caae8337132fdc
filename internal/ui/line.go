package ui

import "strings"

// line is one line of text being edited.
type line struct {
	text []rune
	at   int // the cursor stands before text[at]
}

func (l *line) String() string { return string(l.text) }

func (l *line) set(s string) {
	l.text = []rune(s)
	l.at = len(l.text)
}

// insert puts s at the cursor. Line ends and tabs, which a paste may hold,
// become blanks, and what no terminal shows is left out.
func (l *line) insert(s string) {
	s = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(s)
	var keep []rune
	for _, r := range s {
		if r >= ' ' && r != 0x7f {
			keep = append(keep, r)
		}
	}
	rest := append([]rune(nil), l.text[l.at:]...)
	l.text = append(append(l.text[:l.at], keep...), rest...)
	l.at += len(keep)
}

// edit takes a key and reports whether it was one for editing.
func (l *line) edit(k key) bool {
	switch k.name {
	case "left", "ctrl+b":
		l.at = max(0, l.at-1)
	case "right", "ctrl+f":
		l.at = min(len(l.text), l.at+1)
	case "home", "ctrl+a":
		l.at = 0
	case "end", "ctrl+e":
		l.at = len(l.text)
	case "backspace":
		if l.at > 0 {
			l.remove(l.at-1, l.at)
		}
	case "delete":
		if l.at < len(l.text) {
			l.remove(l.at, l.at+1)
		}
	case "ctrl+u":
		l.remove(0, l.at)
	case "ctrl+k":
		l.remove(l.at, len(l.text))
	case "ctrl+w":
		l.remove(l.wordStart(), l.at)
	default:
		if k.text == "" {
			return false
		}
		l.insert(k.text)
	}
	return true
}

func (l *line) remove(from, to int) {
	l.text = append(l.text[:from], l.text[to:]...)
	l.at = from
}

func (l *line) wordStart() int {
	at := l.at
	for at > 0 && l.text[at-1] == ' ' {
		at--
	}
	for at > 0 && l.text[at-1] != ' ' {
		at--
	}
	return at
}

// window returns the part of the text around the cursor that fits columns,
// and where the cursor stands in it.
func (l *line) window(columns int) (text shown, cursor int) {
	part := func(from, to int) shown { return escaped(string(l.text[from:to])) }
	from := 0
	for from < l.at && width(part(from, l.at)) >= columns {
		from++
	}
	return clip(part(from, len(l.text)), columns), width(part(from, l.at))
}
