package oidc

import (
	"crypto/rand"
	"math/big"
	"strings"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// state is how far a device authorization is.
type state int

const (
	pending state = iota
	allowed
	denied
	redeemed
)

type device struct {
	userCode string
	client   digest // of the client id
	name     string
	scopes   []string
	expires  time.Time
	state    state
	subject  Subject
	polls    int
	lastPoll time.Time
}

// devices are the device authorizations, by the hash of their device code and
// by their user code without the hyphen. Old ones are kept, since a client
// polls until it is told that the code has expired.
type devices struct {
	mu     sync.Mutex
	byCode map[digest]*device
	byUser map[string]*device
	order  []digest // oldest first
}

func newDevices() *devices {
	return &devices{byCode: map[digest]*device{}, byUser: map[string]*device{}}
}

// add remembers a device and returns the user code that it got.
func (d *devices) add(code ident.Secret, v *device) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for v.userCode == "" || d.byUser[plainUserCode(v.userCode)] != nil {
		v.userCode = newUserCode()
	}
	key := digestOf(code.Reveal())
	d.byCode[key], d.byUser[plainUserCode(v.userCode)] = v, v
	d.order = append(d.order, key)
	if len(d.order) > maxPending {
		oldest := d.order[0]
		delete(d.byUser, plainUserCode(d.byCode[oldest].userCode))
		delete(d.byCode, oldest)
		d.order = d.order[1:]
	}
	return v.userCode
}

// look finds what a user code leads to and, when it waits for a decision,
// lets decide take it.
func (d *devices) look(userCode string, now time.Time, decide func(*device)) (Device, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v, ok := d.byUser[plainUserCode(userCode)]
	switch {
	case !ok:
		return Device{}, ErrNoCode
	case v.state != pending:
		return Device{}, ErrDecided
	case !now.Before(v.expires):
		return Device{}, ErrExpired
	}
	if decide != nil {
		decide(v)
	}
	return Device{ClientName: v.name, Scopes: v.scopes, UserCode: v.userCode, Expires: v.expires}, nil
}

// poll is one question of a client whether it is let in; at the first good
// answer the code is spent.
func (d *devices) poll(code, clientID string, now time.Time) (Subject, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v, ok := d.byCode[digestOf(code)]
	if !ok || v.client != digestOf(clientID) || v.state == redeemed {
		return Subject{}, invalidGrant("Invalid grant provided")
	}
	if !now.Before(v.expires) {
		return Subject{}, badRequest("ExpiredTokenException", "expired_token", "Device code expired")
	}
	switch v.state {
	case allowed:
		v.state = redeemed
		return v.subject, nil
	case denied:
		return Subject{}, badRequest("AccessDeniedException", "access_denied", "Access denied")
	}
	if v.tooFast(now) {
		return Subject{}, badRequest("SlowDownException", "slow_down", "Slow down")
	}
	return Subject{}, badRequest("AuthorizationPendingException", "authorization_pending", "Authorization is still pending")
}

// tooFast counts a poll and tells whether it came too soon. The first two may
// come at once, as AWS CLI's do, and a clock that is a little off is no offence.
func (v *device) tooFast(now time.Time) bool {
	gap := now.Sub(v.lastPoll)
	v.polls++
	v.lastPoll = now
	return v.polls > 2 && gap < pollInterval*8/10
}

// userCodeLetters are those that RFC 8628 §6.1 proposes: no vowels, so no
// words, and nothing that looks like a digit.
const userCodeLetters = "BCDFGHJKLMNPQRSTVWXZ"

func newUserCode() string {
	b := make([]byte, 8)
	for i := range b {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(userCodeLetters))))
		if err != nil { // crypto/rand's reader never fails
			n = new(big.Int)
		}
		b[i] = userCodeLetters[n.Int64()]
	}
	return string(b[:4]) + "-" + string(b[4:])
}

func plainUserCode(s string) string {
	return strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(s))
}
