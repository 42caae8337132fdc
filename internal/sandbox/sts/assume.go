package sts

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// How long assumed roles may last. Source: STS API, AssumeRole.
const (
	shortestSession = 15 * time.Minute
	defaultSession  = time.Hour
	longestSession  = 12 * time.Hour
	longestChained  = time.Hour // of a role that is assumed with a role's keys
)

type assumeResponse struct {
	XMLName     struct{}        `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleResponse"`
	Credentials credentials     `xml:"AssumeRoleResult>Credentials"`
	User        assumedRoleUser `xml:"AssumeRoleResult>AssumedRoleUser"`
	Packed      int             `xml:"AssumeRoleResult>PackedPolicySize,omitempty"` // percent
	Source      string          `xml:"AssumeRoleResult>SourceIdentity,omitempty"`
	Metadata    metadata        `xml:"ResponseMetadata"`
}

type credentials struct {
	AccessKeyID     string `xml:"AccessKeyId"`
	SecretAccessKey string
	SessionToken    string
	Expiration      string // ISO 8601, UTC, whole seconds
}

type assumedRoleUser struct {
	AssumedRoleID string `xml:"AssumedRoleId"`
	ARN           string `xml:"Arn"`
}

func shownKeys(k ident.Credentials) credentials {
	return credentials{
		k.AccessKeyID, k.SecretAccessKey.Reveal(), k.SessionToken.Reveal(),
		k.Expiration.UTC().Format("2006-01-02T15:04:05Z"),
	}
}

// assumeRole checks the parameters, then the device, then the trust, then the
// length, as the service does: who is not trusted learns nothing about the
// role.
func (h *Handler) assumeRole(f url.Values, c Caller) (answer, error) {
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
	a, err := attributes(f, c)
	if err != nil {
		return nil, err
	}
	packed, err := packedSize(policies, a.Tags)
	if err != nil {
		return nil, err
	}
	if a.MFA, err = h.mfa.proven(f, c); err != nil {
		return nil, err
	}
	role, _ := h.Org.IAMRole(arn)
	if err := allow(statements(role), arn, c, f.Get("ExternalId"), a); err != nil {
		return nil, err
	}
	if err := checkLength(length, role, c.RoleARN != ""); err != nil {
		return nil, err
	}
	a.By = c.ARN
	s, k := h.issue(role, name, length, a)
	return &assumeResponse{
		Credentials: shownKeys(k), User: assumedRoleUser{AssumedRoleID: s.UserID, ARN: s.ARN}, Packed: packed, Source: a.SourceIdentity,
	}, nil
}

func (h *Handler) issue(role org.IAMRole, name string, length time.Duration, a Attributes) (org.Session, ident.Credentials) {
	r := h.Org.Role(role)
	s := r.As(name)
	return s, h.Vault.AssumedRole(r, s, length, a)
}

func checkNames(arn, name string) error {
	switch {
	case len(arn) < 20 || !strings.HasPrefix(arn, "arn:"):
		return invalid("1 validation error detected: Value at 'roleArn' failed to satisfy constraint: Member must be an ARN of 20 or more characters")
	case len(name) < 2 || len(name) > 64 || strings.ContainsFunc(name, notInSessionName):
		return invalid(`1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]{2,64}`)
	}
	return nil
}

func notInSessionName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("_+=,.@-", r)
}

// duration reads DurationSeconds; absent means an hour.
func duration(text string) (time.Duration, error) {
	if text == "" {
		return defaultSession, nil
	}
	seconds, err := strconv.Atoi(text)
	if err != nil {
		return 0, &Error{http.StatusBadRequest, "MalformedInput", "DurationSeconds is not a number"}
	}
	switch d := time.Duration(seconds) * time.Second; {
	case seconds < int(shortestSession/time.Second):
		return 0, invalid("1 validation error detected: Value '" + text + "' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900")
	case seconds > int(longestSession/time.Second):
		return 0, invalid("1 validation error detected: Value '" + text + "' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200")
	default:
		return d, nil
	}
}

func checkLength(d time.Duration, role org.IAMRole, chained bool) error {
	if chained && d > longestChained {
		return invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
	}
	if d > role.MaxSessionDuration {
		return invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	}
	return nil
}
