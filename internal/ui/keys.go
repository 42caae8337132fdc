package ui

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// key is one key press, or text that was pasted.
type key struct {
	name string // "enter", "up", "ctrl+a"; empty for text and for keys that mean nothing here
	text string // what was typed or pasted
}

const (
	escapeByte = 0x1b
	pasteEnd   = "\x1b[201~"
)

// decode reads the first key in buf and how many bytes it takes; 0 means that
// more bytes are needed to tell. last says that none will come in time: then a
// lone Escape is the Escape key. The sequences are those of xterm, which every
// terminal and the Windows console send.
func decode(buf []byte, last bool) (k key, n int) {
	switch c := buf[0]; {
	case c == escapeByte:
		return decodeSequence(buf, last)
	case c == '\r' || c == '\n': // \n: Enter typed before the question was there
		return key{name: "enter"}, 1
	case c == '\t':
		return key{name: "tab"}, 1
	case c == 0x7f || c == 0x08:
		return key{name: "backspace"}, 1
	case c < ' ':
		return key{name: "ctrl+" + string(rune('`'+c))}, 1
	}
	if !utf8.FullRune(buf) && !last {
		return key{}, 0
	}
	r, size := utf8.DecodeRune(buf)
	if r == utf8.RuneError {
		return key{}, size
	}
	return key{text: string(r)}, size
}

func decodeSequence(buf []byte, last bool) (key, int) {
	if len(buf) == 1 {
		if last {
			return key{name: "esc"}, 1
		}
		return key{}, 0
	}
	switch buf[1] {
	case '[':
		return decodeCSI(buf, last)
	case 'O': // the same keys in a terminal's application mode
		if len(buf) < 3 {
			return key{}, whole(buf, last)
		}
		if buf[2] == 'M' {
			return key{name: "enter"}, 3
		}
		return key{name: finalKey(buf[2])}, 3
	case escapeByte:
		return key{name: "esc"}, 1
	}
	// Alt with a key, which means nothing here.
	_, size := utf8.DecodeRune(buf[1:])
	return key{}, 1 + size
}

// decodeCSI reads ESC [ parameters final.
func decodeCSI(buf []byte, last bool) (key, int) {
	end := 2
	for end < len(buf) && (buf[end] < 0x40 || buf[end] > 0x7e) {
		end++
	}
	if end == len(buf) {
		return key{}, whole(buf, last)
	}
	number, _, _ := bytes.Cut(buf[2:end], []byte{';'}) // behind ; stand Shift and the like
	final := buf[end]
	end++
	if final != '~' {
		return key{name: finalKey(final)}, end
	}
	if string(number) == "200" {
		return decodePaste(buf, end, last)
	}
	return key{name: numberedKey(string(number))}, end
}

// decodePaste reads text in brackets, which begins at from.
func decodePaste(buf []byte, from int, last bool) (key, int) {
	if i := bytes.Index(buf[from:], []byte(pasteEnd)); i >= 0 {
		return key{text: string(buf[from : from+i])}, from + i + len(pasteEnd)
	}
	if last && len(buf) > maxPaste {
		return key{text: string(buf[from:])}, len(buf)
	}
	return key{}, 0
}

// maxPaste bounds what is kept of a paste whose end never comes, in bytes.
const maxPaste = 1 << 20

func whole(buf []byte, last bool) int {
	if last {
		return len(buf)
	}
	return 0
}

func finalKey(final byte) string {
	switch final {
	case 'A':
		return "up"
	case 'B':
		return "down"
	case 'C':
		return "right"
	case 'D':
		return "left"
	case 'H':
		return "home"
	case 'F':
		return "end"
	}
	return ""
}

func numberedKey(number string) string {
	switch n, _ := strconv.Atoi(number); n {
	case 1, 7:
		return "home"
	case 4, 8:
		return "end"
	case 3:
		return "delete"
	case 5:
		return "pgup"
	case 6:
		return "pgdown"
	}
	return ""
}
