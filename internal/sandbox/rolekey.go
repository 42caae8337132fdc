package sandbox

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/sts"
)

// roleSession is what the keys of a role stand for. It travels in the session
// token. The role is named by what the organisation calls it, so that its ARN
// and ids are those of the organisation that the keys are used with.
type roleSession struct {
	PermissionSet ident.RoleName  `json:"p,omitempty"` // of a session of Identity Center, with Account
	Account       ident.AccountID `json:"a,omitempty"`
	RoleARN       string          `json:"r,omitempty"` // of a session of any other role
	Name          string          `json:"n"`           // the session's; of Identity Center: the user's

	Issued     stamp          `json:"t"`
	Lifetime   time.Duration  `json:"l"` // nanoseconds
	Attributes sts.Attributes `json:"x,omitzero"`
}

// keySealer turns role sessions into keys and back. The three parts of keys are
// bound to each other: the token is sealed for its access key id, and the secret
// follows from both.
type keySealer struct {
	aead     cipher.AEAD
	ids      []byte // proves that an access key id was issued
	secrets  []byte // derives secret access keys
	instance string
}

// The forms of keys, as AWS's are: ASIA and 16 letters and digits, 40 characters
// of base64, and a token that begins with the base64 of tokenPrefix.
const (
	accessKeyPrefix = "ASIA"
	secretSize      = 30 // bytes
	tokenPrefix     = "!\n\torigin_ec"
	// minSession is what a session is padded to, in bytes, so that tokens have
	// 824 characters or more. AWS's have 700 to 1,500.
	minSession = 576
)

// An access key id is random bytes and a short MAC of them, which tells a key
// that was issued from one that is made up. The ids of a million keys collide
// with a chance of one in 100,000.
const (
	idRandomSize = 7
	idMACSize    = 3
)

func newKeySealer(key []byte, instance string) keySealer {
	// Neither fails: the key has 32 bytes, and GCM fits every AES.
	block, err := aes.NewCipher(subkey(key, "role sessions"))
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return keySealer{aead: aead, ids: subkey(key, "access key ids"), secrets: subkey(key, "secret access keys"), instance: instance}
}

// seal makes the keys of a session.
func (k keySealer) seal(s roleSession) (id string, token, secret ident.Secret) {
	random := randomBytes(idRandomSize)
	id = accessKeyPrefix + base32.StdEncoding.EncodeToString(append(random, k.idMAC(random)...))
	body, _ := json.Marshal(s) // texts, numbers and lists of them always encode
	body = append(body, bytes.Repeat([]byte{' '}, max(minSession-len(body), 0))...)
	blob := k.aead.Seal([]byte(tokenPrefix), nil, body, k.bound(id))
	token = ident.Secret(base64.StdEncoding.EncodeToString(blob))
	return id, token, k.secret(id, token)
}

// open reads a session out of a token; false when the token is not the one of
// this access key id, or was sealed with another key or for another instance.
func (k keySealer) open(id string, token ident.Secret) (roleSession, bool) {
	text := token.Reveal()
	blob, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || strings.ContainsAny(text, "\r\n") { // the decoder skips line ends
		return roleSession{}, false
	}
	sealed, ok := strings.CutPrefix(string(blob), tokenPrefix)
	if !ok {
		return roleSession{}, false
	}
	body, err := k.aead.Open(nil, nil, []byte(sealed), k.bound(id))
	if err != nil {
		return roleSession{}, false
	}
	var s roleSession
	return s, json.Unmarshal(body, &s) == nil
}

// bound is what a token belongs to besides its session.
func (k keySealer) bound(id string) []byte { return []byte(id + "\x00" + k.instance) }

// secret is the secret access key of an id and its token.
func (k keySealer) secret(id string, token ident.Secret) ident.Secret {
	m := hmac.New(sha256.New, k.secrets)
	m.Write([]byte(id + "\x00" + token.Reveal()))
	return ident.Secret(base64.StdEncoding.EncodeToString(m.Sum(nil)[:secretSize]))
}

// issued reports whether an access key id is one of this sandbox.
func (k keySealer) issued(id string) bool {
	text, ok := strings.CutPrefix(id, accessKeyPrefix)
	b, err := base32.StdEncoding.DecodeString(text)
	return ok && err == nil && len(b) == idRandomSize+idMACSize &&
		subtle.ConstantTimeCompare(k.idMAC(b[:idRandomSize]), b[idRandomSize:]) == 1
}

func (k keySealer) idMAC(random []byte) []byte {
	m := hmac.New(sha256.New, k.ids)
	m.Write(random)
	return m.Sum(nil)[:idMACSize]
}
