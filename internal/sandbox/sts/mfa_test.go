package sts

import (
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// The vectors of RFC 6238, appendix B, for SHA-1.
func TestOneTimeCodesAreThoseOfRFC6238(t *testing.T) {
	for seconds, want := range map[uint64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		if got := oneTimeCode([]byte("12345678901234567890"), seconds/30, 8); got != want {
			t.Errorf("at %d: %s, want %s", seconds, got, want)
		}
	}
}

const robots = `
users: [{userName: ada}]
accounts: [{accountId: 111111111111, name: A}]
iamUsers:
- {arn: "arn:aws:iam::111111111111:user/robot", accessKeyId: AKIAEXAMPLEROBOT2345, secretAccessKey: x, mfaSerial: "arn:aws:iam::111111111111:mfa/robot", mfaSeed: GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ}
`

// A device is that of the vectors' key, and its clock can be set.
func newDevices(t *testing.T, now *time.Time) *devices {
	t.Helper()
	o, err := org.Parse("org.yaml", []byte(robots))
	if err != nil {
		t.Fatal(err)
	}
	return &devices{org: o, now: func() time.Time { return *now }, used: map[string]uint64{}}
}

const serial = "arn:aws:iam::111111111111:mfa/robot"

func (d *devices) try(code string) bool {
	ok, err := d.proven(url.Values{"SerialNumber": {serial}, "TokenCode": {code}}, Caller{ARN: "arn:aws:iam::111111111111:user/robot"})
	return ok && err == nil
}

func TestACodeIsGoodForItsStepAndItsNeighboursAndOnce(t *testing.T) {
	now := time.Unix(1111111109, 0) // code 081804; the next step begins in a second
	d := newDevices(t, &now)
	for _, step := range []struct {
		seconds int64
		code    string
		want    bool
	}{
		{1111111109, "081805", false},       // another code
		{1111111109, "050471", true},        // a device that is ahead
		{1111111109, "050471", false},       // never twice
		{1111111109, "081804", false},       // nor an earlier one after it
		{1111111111, "050471", false},       // nor later
		{1111111111 + 30, "050471", false},  // nor as the previous step's
		{1234567890, "005924", true},        // its own step
		{2000000000 + 30, "279037", true},   // a device that is behind
		{20000000000 + 60, "353130", false}, // too far behind
		{20000000000 - 60, "353130", false}, // too far ahead
		{20000000000, "353130", true},       // and so were not used up
	} {
		now = time.Unix(step.seconds, 0)
		if got := d.try(step.code); got != step.want {
			t.Errorf("%s at %d: %v", step.code, step.seconds, got)
		}
	}
}

func TestTheDeviceShowsCodesThatAreTaken(t *testing.T) {
	now := time.Unix(59, 0)
	d := newDevices(t, &now)
	for range 2 { // this step's, and then the next one's
		code, ok := d.next(serial)
		if !ok || !d.try(code) {
			t.Errorf("code %q was refused", code)
		}
	}
	if code, ok := d.next(serial); ok {
		t.Errorf("both are used, but it shows %s", code)
	}
	now = now.Add(30 * time.Second)
	if code, ok := d.next(serial); !ok || !d.try(code) {
		t.Errorf("30 seconds later %q was refused", code)
	}
	if _, ok := d.next("arn:aws:iam::111111111111:mfa/other"); ok {
		t.Error("there is another device")
	}
}

func TestOfManyWithOneCodeOneIsIn(t *testing.T) {
	now := time.Unix(59, 0)
	d := newDevices(t, &now)
	in := make(chan bool, 16)
	var wg sync.WaitGroup
	for range cap(in) {
		wg.Go(func() { in <- d.try("287082") })
	}
	wg.Wait()
	close(in)
	n := 0
	for ok := range in {
		if ok {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d were let in", n)
	}
}
