package portal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
)

// maxPage is the most items on a page, and how many there are when the client
// does not say.
const maxPage = 100

// page reads max_result and next_token and returns the part of a list of total
// items to send, with the token of the next one. A token is bound to the user
// and to the query that it came from.
func (h *Handler) page(c call, query string, total int) (from, to int, next *string, err error) {
	q := c.URL.Query()
	size := maxPage
	if q.Has("max_result") {
		size, err = strconv.Atoi(q.Get("max_result"))
		if err != nil || size < 1 || size > maxPage {
			return 0, 0, nil, invalid("max_result must be between 1 and 100")
		}
	}
	if token := q.Get("next_token"); token != "" {
		var ok bool
		if from, ok = h.openCursor(token, c.user, query); !ok || from > total {
			return 0, 0, nil, invalid("next_token is not valid")
		}
	}
	to = min(from+size, total)
	if to < total {
		token := h.cursor(to, c.user, query)
		next = &token
	}
	return from, to, next, nil
}

// cursor writes a next token: a position and a MAC, in the base64 whose signs
// (+, / and the = at the end) have to be encoded in a query, so that a client
// which forgets that is found out.
func (h *Handler) cursor(position int, user, query string) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(position))
	return base64.StdEncoding.EncodeToString(append(b[:], h.cursorMAC(b[:], user, query)...))
}

func (h *Handler) openCursor(token, user, query string) (position int, ok bool) {
	b, err := base64.StdEncoding.Strict().DecodeString(token)
	if err != nil || strings.ContainsAny(token, "\r\n") || len(b) < 8 || !hmac.Equal(b[8:], h.cursorMAC(b[:8], user, query)) {
		return 0, false
	}
	return int(binary.BigEndian.Uint64(b)), true
}

// cursorMAC has 32 bytes: with the 8 before them the length is no multiple of
// three, so each token ends in an equals sign.
func (h *Handler) cursorMAC(position []byte, user, query string) []byte {
	m := hmac.New(sha256.New, h.Key)
	for _, part := range []string{"next token", user, query, string(position)} {
		m.Write([]byte(part))
		m.Write([]byte{0})
	}
	return m.Sum(nil)
}
