package pages

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// maxAnswered is how many consent forms that were answered are remembered.
const maxAnswered = 1000

// forms lets each consent form be answered once. Forms are numbered as they are
// shown, and nothing is kept of them until they are answered. Its zero value is
// ready.
type forms struct {
	mu       sync.Mutex
	shown    uint64   // the number of the latest
	answered []uint64 // sorted
	closed   uint64   // this one and all before it are not taken any more
}

// number is that of a new form.
func (f *forms) number() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.shown++
	return f.shown
}

// answer reports whether a form is answered for the first time. To remember few
// of them, it closes the oldest ones, answered or not.
func (f *forms) answer(number uint64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	at, found := slices.BinarySearch(f.answered, number)
	if found || number <= f.closed {
		return false
	}
	f.answered = slices.Insert(f.answered, at, number)
	if len(f.answered) > maxAnswered {
		f.closed = f.answered[0]
		f.answered = slices.Delete(f.answered, 0, 1)
	}
	return true
}

// newForm is the hidden field of a new consent form for this browser.
func (h *Handler) newForm(v visitor) string {
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], h.forms.number())
	return base64.RawURLEncoding.EncodeToString(append(number[:], h.formMAC(v, number[:])...))
}

func (h *Handler) formMAC(v visitor, number []byte) []byte {
	m := hmac.New(sha256.New, h.key)
	m.Write([]byte("consent form\x00" + v.bound + "\x00"))
	m.Write(number)
	return m.Sum(nil)
}

// answerForm uses up a consent form, which a browser may send again after a
// reload or a step back.
func (h *Handler) answerForm(v visitor, field string) error {
	b, err := base64.RawURLEncoding.Strict().DecodeString(field)
	if err != nil || strings.ContainsAny(field, "\r\n") || len(b) < 8 || !hmac.Equal(b[8:], h.formMAC(v, b[:8])) {
		return pageTooOld()
	}
	if !h.forms.answer(binary.BigEndian.Uint64(b)) {
		return &ErrorPage{
			Title: "This request was already answered", Status: http.StatusConflict,
			Detail: "Each request can be allowed or denied once. If your program still waits, start the sign-in there again.",
		}
	}
	return nil
}
