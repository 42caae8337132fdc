package sts

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// defaultAudience is who a web identity token is for when nobody says more.
const defaultAudience = "sts.amazonaws.com"

// issuer is the OpenID Connect provider of the sandbox.
const issuer = "https://oidc.fob-sandbox.invalid"

// claims are what a web identity token says. Expiry is on the client's clock;
// Ends is the same moment on the sandbox's, which is what is checked.
type claims struct {
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"`
	Audience string `json:"aud"`
	Issued   int64  `json:"iat"` // Unix seconds
	Expiry   int64  `json:"exp"` // Unix seconds
	Ends     int64  `json:"fob_sandbox_exp"`
}

// WebIdentityToken issues a token as an OpenID Connect provider would, of a CI
// system or a cluster. An empty audience means sts.amazonaws.com.
func (h *Handler) WebIdentityToken(subject, audience string, lifetime time.Duration) ident.Secret {
	if audience == "" {
		audience = defaultAudience
	}
	now := h.Clock.Now()
	ends := now.Add(lifetime)
	payload, _ := json.Marshal(claims{ // texts and numbers always encode
		issuer, subject, audience, h.Clock.Seen(now).Unix(), h.Clock.Seen(ends).Unix(), ends.Unix(),
	})
	text := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	return ident.Secret(text + "." + h.seal(text))
}

func (h *Handler) seal(text string) string {
	m := hmac.New(sha256.New, h.Key)
	m.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// openToken checks that a token is one of ours and still good.
func (h *Handler) openToken(token string) (claims, error) {
	var c claims
	text, seal := token, ""
	if i := strings.LastIndexByte(token, '.'); i >= 0 {
		text, seal = token[:i], token[i+1:]
	}
	_, payload, _ := strings.Cut(text, ".")
	data, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil || subtle.ConstantTimeCompare([]byte(h.seal(text)), []byte(seal)) != 1 || json.Unmarshal(data, &c) != nil {
		return c, &Error{http.StatusBadRequest, "InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"}
	}
	if now := h.Clock.Now().Unix(); now >= c.Ends {
		return c, &Error{
			http.StatusBadRequest, "ExpiredTokenException",
			fmt.Sprintf("Token expired: current date/time %d must be before the expiration date/time %d", now, c.Ends),
		}
	}
	return c, nil
}

type webIdentityResponse struct {
	XMLName     struct{}        `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleWithWebIdentityResponse"`
	Credentials credentials     `xml:"AssumeRoleWithWebIdentityResult>Credentials"`
	Subject     string          `xml:"AssumeRoleWithWebIdentityResult>SubjectFromWebIdentityToken"`
	User        assumedRoleUser `xml:"AssumeRoleWithWebIdentityResult>AssumedRoleUser"`
	Packed      int             `xml:"AssumeRoleWithWebIdentityResult>PackedPolicySize,omitempty"` // percent
	Provider    string          `xml:"AssumeRoleWithWebIdentityResult>Provider"`
	Audience    string          `xml:"AssumeRoleWithWebIdentityResult>Audience"`
	Metadata    metadata        `xml:"ResponseMetadata"`
}

// assumeWithWebIdentity needs no signature: the token says who calls.
func (h *Handler) assumeWithWebIdentity(f url.Values, _ Caller) (answer, error) {
	arn, name := f.Get("RoleArn"), f.Get("RoleSessionName")
	if err := checkNames(arn, name); err != nil {
		return nil, err
	}
	length, err := duration(f.Get("DurationSeconds"))
	if err != nil {
		return nil, err
	}
	policies, err := sessionPolicies(f, arn)
	if err != nil {
		return nil, err
	}
	packed, err := packedSize(policies, nil)
	if err != nil {
		return nil, err
	}
	c, err := h.openToken(f.Get("WebIdentityToken"))
	if err != nil {
		return nil, err
	}
	role, _ := h.Org.IAMRole(arn)
	if !slices.ContainsFunc(role.Trust, func(t org.Trust) bool { return trustsToken(t, c) }) {
		return nil, &Error{http.StatusForbidden, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"}
	}
	if err := checkLength(length, role, false); err != nil {
		return nil, err
	}
	s, k := h.issue(role, name, length, Attributes{By: c.Subject})
	return &webIdentityResponse{
		Credentials: shownKeys(k), Subject: c.Subject, User: assumedRoleUser{AssumedRoleID: s.UserID, ARN: s.ARN},
		Packed: packed, Provider: issuer, Audience: c.Audience,
	}, nil
}

// trustsToken reports whether a statement is about the holder of a token.
func trustsToken(t org.Trust, c claims) bool {
	audiences := t.Audiences
	if len(audiences) == 0 {
		audiences = []string{defaultAudience}
	}
	return slices.Contains(audiences, c.Audience) && slices.ContainsFunc(t.Subjects, func(s string) bool { return glob(s, c.Subject) })
}
