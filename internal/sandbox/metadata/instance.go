package metadata

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// The headers of IMDSv2, and the longest time that a session token is good.
const (
	ttlHeader   = "X-Aws-Ec2-Metadata-Token-Ttl-Seconds"
	tokenHeader = "X-Aws-Ec2-Metadata-Token"
	maxTTL      = 21_600 // seconds
)

// token starts a session. What came through a proxy is refused.
func (h *Handler) token(w http.ResponseWriter, r *http.Request) {
	ttl, err := strconv.Atoi(r.Header.Get(ttlHeader))
	switch {
	case r.Header.Get("X-Forwarded-For") != "":
		http.Error(w, "403 - Forbidden", http.StatusForbidden)
	case err != nil || ttl < 1 || ttl > maxTTL:
		http.Error(w, "400 - Bad Request", http.StatusBadRequest)
	default:
		w.Header().Set(ttlHeader, strconv.Itoa(ttl))
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, h.seal(h.Clock.Now().Add(time.Duration(ttl)*time.Second)))
	}
}

// seal writes a session token that is good until a moment of the sandbox's clock.
func (h *Handler) seal(until time.Time) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(until.UnixNano()))
	m := hmac.New(sha256.New, h.Key)
	m.Write(b[:])
	return base64.URLEncoding.EncodeToString(m.Sum(b[:]))
}

func (h *Handler) sealed(token string) bool {
	b, err := base64.URLEncoding.DecodeString(token)
	if err != nil || len(b) < 8 {
		return false
	}
	until := time.Unix(0, int64(binary.BigEndian.Uint64(b)))
	return hmac.Equal([]byte(h.seal(until)), []byte(token)) && h.Clock.Now().Before(until)
}

type instanceKeys struct {
	Code            string
	LastUpdated     string
	Type            string
	AccessKeyID     string `json:"AccessKeyId"`
	SecretAccessKey string
	Token           string
	Expiration      string
}

// instance answers what there is of the metadata, to a session alone: version
// 1 of the service is off, as it is on new instances.
func (h *Handler) instance(w http.ResponseWriter, r *http.Request) {
	if !h.sealed(r.Header.Get(tokenHeader)) {
		http.Error(w, "401 - Unauthorized", http.StatusUnauthorized)
		return
	}
	i := h.Org.EC2Instance
	role, _ := h.Org.IAMRole(i.RoleARN)
	name := h.Org.Role(role).Name
	region := string(h.Org.Instance.Region)
	switch path := strings.TrimPrefix(r.URL.Path, "/latest/"); path {
	case "meta-data/iam/security-credentials", "meta-data/iam/security-credentials/":
		text(w, name)
	case "meta-data/iam/security-credentials/" + name:
		k := h.keys(i.RoleARN, i.ID)
		write(w, http.StatusOK, instanceKeys{
			"Success", shown(h.Clock.Seen(k.issued)), "AWS-HMAC", k.keys.AccessKeyID, k.keys.SecretAccessKey.Reveal(),
			k.keys.SessionToken.Reveal(), shown(k.keys.Expiration),
		})
	case "meta-data/instance-id":
		text(w, i.ID)
	case "meta-data/placement/region":
		text(w, region)
	case "meta-data/placement/availability-zone":
		text(w, region+"a")
	case "dynamic/instance-identity/document":
		write(w, http.StatusOK, map[string]string{
			"accountId": string(org.AccountOfARN(i.RoleARN)), "availabilityZone": region + "a", "instanceId": i.ID, "region": region,
		})
	default:
		http.Error(w, "404 - Not Found", http.StatusNotFound)
	}
}

func text(w http.ResponseWriter, s string) {
	w.Header().Set("Content-Type", "text/plain")
	_, _ = io.WriteString(w, s)
}
