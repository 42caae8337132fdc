package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// payloadHash is the last line of the canonical request. A hash that the
// client states is taken only when it is that of the body.
func (s *signed) payloadHash(r *http.Request, body []byte) (string, error) {
	sum := sha256.Sum256(body)
	actual := hex.EncodeToString(sum[:])
	stated := r.Header.Get("X-Amz-Content-Sha256")
	switch {
	case s.service == "s3" && (s.presigned && stated == "" || stated == "UNSIGNED-PAYLOAD"):
		return "UNSIGNED-PAYLOAD", nil
	case s.service == "s3" && strings.HasPrefix(stated, "STREAMING-"):
		return stated, nil
	case stated != "" && !equal(stated, actual):
		return "", fail(WrongPayload, "The provided 'x-amz-content-sha256' header does not match what was computed.")
	}
	return actual, nil
}

// canonicalRequest writes the request as the client must have seen it.
func (s *signed) canonicalRequest(r *http.Request, payloadHash string) (string, error) {
	headers, err := s.canonicalHeaders(r)
	if err != nil {
		return "", err
	}
	query, err := canonicalQuery(r.URL.RawQuery, s.presigned)
	if err != nil {
		return "", err
	}
	return strings.Join([]string{
		r.Method, s.canonicalPath(r.URL.Path), query, headers, strings.Join(s.signedHeaders, ";"), payloadHash,
	}, "\n"), nil
}

// canonicalPath encodes the path once for S3, as it is, and twice and without
// dots for every other service.
func (s *signed) canonicalPath(p string) string {
	if p == "" {
		return "/"
	}
	if s.service == "s3" {
		return encode(p, true)
	}
	clean := path.Clean(p)
	if strings.HasSuffix(p, "/") && clean != "/" {
		clean += "/"
	}
	return encode(encode(clean, true), true)
}

// canonicalQuery encodes each parameter anew and sorts them by name and value.
func canonicalQuery(raw string, presigned bool) (string, error) {
	var pairs [][2]string
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return "", fail(Incomplete, "The query string cannot be decoded.")
		}
		if value, err = url.QueryUnescape(value); err != nil {
			return "", fail(Incomplete, "The query string cannot be decoded.")
		}
		if presigned && name == "X-Amz-Signature" {
			continue
		}
		pairs = append(pairs, [2]string{encode(name, false), encode(value, false)})
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		if c := strings.Compare(a[0], b[0]); c != 0 {
			return c
		}
		return strings.Compare(a[1], b[1])
	})
	lines := make([]string, len(pairs))
	for i, p := range pairs {
		lines[i] = p[0] + "=" + p[1]
	}
	return strings.Join(lines, "&"), nil
}

// encode percent-encodes all but RFC 3986's unreserved characters.
func encode(s string, keepSlash bool) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 || keepSlash && c == '/' {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	return b.String()
}

// canonicalHeaders writes the headers that the client says it signed. Clients
// differ in which they sign; those that carry time and token must be among them.
func (s *signed) canonicalHeaders(r *http.Request) (string, error) {
	for _, name := range []string{"x-amz-date", "x-amz-security-token"} {
		if r.Header.Get(name) != "" && !slices.Contains(s.signedHeaders, name) {
			return "", fail(Mismatch, "There were headers present in the request which were not signed: %s", name)
		}
	}
	var b strings.Builder
	for i, name := range s.signedHeaders {
		if i > 0 && s.signedHeaders[i-1] >= name {
			return "", fail(Incomplete, "SignedHeaders must be sorted and unique.")
		}
		values := headerValues(r, name)
		if values == nil {
			return "", fail(Mismatch, "")
		}
		for j, v := range values {
			values[j] = strings.Join(strings.Fields(v), " ")
		}
		b.WriteString(name + ":" + strings.Join(values, ",") + "\n")
	}
	return b.String(), nil
}

// headerValues returns a copy of a header's values. net/http keeps the host
// outside the header, and a length it may have found out itself.
func headerValues(r *http.Request, name string) []string {
	values := slices.Clone(r.Header.Values(name))
	switch {
	case name == "host":
		return []string{r.Host}
	case name == "content-length" && len(values) == 0 && r.ContentLength >= 0:
		return []string{strconv.FormatInt(r.ContentLength, 10)}
	}
	return values
}

// sign computes the signature of a canonical request, in hexadecimal.
func (s *signed) sign(secret ident.Secret, canonical string) string {
	sum := sha256.Sum256([]byte(canonical))
	scope := strings.Join([]string{s.date, s.region, s.service, "aws4_request"}, "/")
	text := strings.Join([]string{algorithm, s.time.Format(timeFormat), scope, hex.EncodeToString(sum[:])}, "\n")
	key := []byte("AWS4" + secret.Reveal())
	for _, part := range []string{s.date, s.region, s.service, "aws4_request", text} {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return hex.EncodeToString(key)
}
