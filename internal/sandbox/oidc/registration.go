package oidc

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// Registration is what a client told of itself. The server keeps none: the
// client id holds it all, sealed, and the client secret proves that it was us
// who wrote it. So a registration that a client cached is good after a restart.
type Registration struct {
	Nonce        string   `json:"n"` // makes each id another
	Name         string   `json:"c"`
	Scopes       []string `json:"s,omitempty"`
	RedirectURIs []string `json:"u,omitempty"`
	GrantTypes   []string `json:"g,omitempty"`
	IssuerURL    string   `json:"i,omitempty"`
	IssuedAt     int64    `json:"t"` // Unix seconds of the sandbox's clock
	ExpiresAt    int64    `json:"x"`
}

// allows reports whether the client registered for a grant. One that named
// none may use the device code and refresh, as AWS CLI's device login does.
func (r Registration) allows(grant string) bool {
	if len(r.GrantTypes) == 0 {
		return grant != grantCode
	}
	return slices.Contains(r.GrantTypes, grant)
}

func (r Registration) expired(now time.Time) bool { return now.Unix() >= r.ExpiresAt }

// sealer turns registrations into client ids and back.
type sealer struct {
	key    []byte
	region ident.Region
}

const macSize = 16

// id writes a client id: base64url of a MAC, the registration and, as the
// service's ids do, the region at the end.
func (s sealer) id(r Registration) (string, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("encode registration: %w", err)
	}
	blob := append(s.mac(body), body...)
	return base64.RawURLEncoding.EncodeToString(append(blob, s.region...)), nil
}

// open reads a client id; false when it is not one of ours.
func (s sealer) open(id string) (Registration, bool) {
	blob, err := base64.RawURLEncoding.Strict().DecodeString(id)
	if err != nil || strings.ContainsAny(id, "\r\n") { // the decoder passes over line ends
		return Registration{}, false
	}
	text, ok := strings.CutSuffix(string(blob), string(s.region))
	if !ok || len(text) < macSize {
		return Registration{}, false
	}
	body := []byte(text[macSize:])
	if subtle.ConstantTimeCompare(s.mac(body), []byte(text[:macSize])) != 1 {
		return Registration{}, false
	}
	var r Registration
	return r, json.Unmarshal(body, &r) == nil
}

func (s sealer) mac(body []byte) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte("client id\x00"))
	h.Write(body)
	return h.Sum(nil)[:macSize]
}

// secret writes the client secret that belongs to an id: a JWT signed with
// HS384 whose one member holds the registration as text, as the service's do.
// The same id gives the same secret, so checking it is comparing.
func (s sealer) secret(id string, r Registration) (ident.Secret, error) {
	inner, err := json.Marshal(map[string]any{
		"clientId":            map[string]string{"value": id},
		"clientName":          r.Name,
		"clientType":          "PUBLIC",
		"createdTimestamp":    r.IssuedAt,
		"expirationTimestamp": r.ExpiresAt,
		"scopes":              r.Scopes,
		"redirectUris":        r.RedirectURIs,
		"grantTypes":          r.GrantTypes,
		"initiateLoginUri":    r.IssuerURL,
	})
	if err != nil {
		return "", fmt.Errorf("encode registration: %w", err)
	}
	payload, err := json.Marshal(map[string]string{"serialized": string(inner)})
	if err != nil {
		return "", fmt.Errorf("encode client secret: %w", err)
	}
	header := fmt.Sprintf(`{"kid":"key-%d","alg":"HS384"}`, s.keyNumber())
	signed := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	h := hmac.New(sha512.New384, s.key)
	h.Write([]byte(signed))
	return ident.Secret(signed + "." + base64.RawURLEncoding.EncodeToString(h.Sum(nil))), nil
}

// keyNumber names the key without giving it away.
func (s sealer) keyNumber() uint32 {
	sum := sha256.Sum256(append([]byte("key number\x00"), s.key...))
	return binary.BigEndian.Uint32(sum[:])
}

// sealer of the handler's instance.
func (h *Handler) sealer() sealer { return sealer{key: h.Key, region: h.Org.Instance.Region} }

// client checks a client's id and secret.
func (h *Handler) client(id string, secret string) (Registration, error) {
	r, ok := h.sealer().open(id)
	if !ok {
		return Registration{}, invalidClient()
	}
	want, err := h.sealer().secret(id, r)
	if err != nil {
		return Registration{}, err
	}
	if subtle.ConstantTimeCompare([]byte(want.Reveal()), []byte(secret)) != 1 || r.expired(h.Clock.Now()) {
		return Registration{}, invalidClient()
	}
	return r, nil
}

// random returns n random bytes as base64url.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}
