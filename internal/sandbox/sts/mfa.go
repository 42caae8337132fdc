package sts

import (
	"crypto/hmac"
	"crypto/sha1" // #nosec G505 -- RFC 6238 says HMAC-SHA-1
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// stepLength is how long a one-time code of a virtual MFA device is shown.
const stepLength = 30 * time.Second

// devices are the MFA devices of IAM users. Codes are those of the sandbox's
// clock, so that advancing it by a step gives the next one at once. A code of
// the step before or after is good too, as clocks differ; none is good twice,
// nor is one of an earlier step than the last that was used.
type devices struct {
	org *org.Organisation
	now func() time.Time

	mu   sync.Mutex
	used map[string]uint64 // the last step whose code was used, by serial
}

// proven checks the device of an AssumeRole call; false when it names none.
// Only an IAM user has devices: the session of a role proves none.
func (d *devices) proven(f url.Values, c Caller) (bool, error) {
	serial, code := f.Get("SerialNumber"), f.Get("TokenCode")
	switch {
	case serial == "" && code == "":
		return false, nil
	case serial == "" || code == "":
		return false, mfaFailed(", must provide both MFA serial number and one time pass code.")
	case len(code) != 6 || strings.Trim(code, "0123456789") != "":
		return false, invalid(`1 validation error detected: Value at 'tokenCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\d]{6}`)
	}
	u, ok := d.org.MFADevice(serial)
	if !ok || u.ARN != c.ARN {
		return false, mfaFailed(", unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.")
	}
	if !d.use(u, code) {
		return false, mfaFailed(" with invalid MFA one time pass code.")
	}
	return true, nil
}

func mfaFailed(how string) error {
	return &Error{http.StatusForbidden, "AccessDenied", "MultiFactorAuthentication failed" + how}
}

func (d *devices) use(u org.IAMUser, code string) bool {
	key, _ := org.MFAKey(u.MFASeed) // checked when the file was read
	d.mu.Lock()
	defer d.mu.Unlock()
	first, last := d.open(u.MFASerial)
	for step := first; step <= last; step++ {
		if subtle.ConstantTimeCompare([]byte(oneTimeCode(key, step, 6)), []byte(code)) == 1 {
			d.used[u.MFASerial] = step
			return true
		}
	}
	return false
}

// open are the steps whose codes would be taken; none when first is after last.
func (d *devices) open(serial string) (first, last uint64) {
	now := uint64(d.now().Unix()) / uint64(stepLength/time.Second)
	return max(now-1, d.used[serial]+1), now + 1
}

// next is the code that a device would show: this step's, or the next one's
// when that was used. False when there is no device, or both were used.
func (d *devices) next(serial string) (code string, ok bool) {
	u, ok := d.org.MFADevice(serial)
	if !ok {
		return "", false
	}
	key, _ := org.MFAKey(u.MFASeed)
	d.mu.Lock()
	defer d.mu.Unlock()
	first, last := d.open(serial)
	if step := max(first, last-1); step <= last {
		return oneTimeCode(key, step, 6), true
	}
	return "", false
}

// oneTimeCode is the code of a step. Source: RFC 6238, RFC 4226 §5.3.
func oneTimeCode(key []byte, step uint64, digits int) string {
	h := hmac.New(sha1.New, key)
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], step)
	h.Write(counter[:])
	sum := h.Sum(nil)
	n := binary.BigEndian.Uint32(sum[sum[len(sum)-1]&0x0f:]) & 0x7fffffff
	text := fmt.Sprintf("%010d", n)
	return text[len(text)-digits:]
}

// MFACode is the code that the device with this serial shows, and that STS
// would take. False when there is no such device, or when its codes of this
// moment were used: the next comes after at most 30 seconds on the sandbox's clock.
func (h *Handler) MFACode(serial string) (code string, ok bool) { return h.mfa.next(serial) }
