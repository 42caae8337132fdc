package sigv4

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	timeFormat = "20060102T150405Z"
)

// signed is what a request says about its own signature.
type signed struct {
	accessKeyID   string
	date          string // YYYYMMDD of the scope
	region        string
	service       string
	signedHeaders []string // in the order given
	signature     string
	token         string
	time          time.Time
	expires       time.Duration // presigned only
	presigned     bool
}

// read takes the signature's parts from the header or from the query.
func read(r *http.Request) (signed, error) {
	if values := r.Header.Values("Authorization"); len(values) > 0 {
		if len(values) > 1 {
			return signed{}, fail(Incomplete, "Authorization header must be given once.")
		}
		return readHeader(r, values[0])
	}
	if q := r.URL.Query(); q.Has("X-Amz-Algorithm") || q.Has("X-Amz-Signature") {
		return readQuery(q)
	}
	return signed{}, fail(Missing, "")
}

func readHeader(r *http.Request, authorization string) (signed, error) {
	name, rest, _ := strings.Cut(authorization, " ")
	if name != algorithm {
		return signed{}, fail(Missing, "")
	}
	parts := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if _, again := parts[key]; again {
			return signed{}, fail(Incomplete, "Authorization header must have '%s' once.", key)
		}
		parts[key] = value
	}
	for _, key := range []string{"Credential", "Signature", "SignedHeaders"} {
		if parts[key] == "" {
			return signed{}, fail(Incomplete, "Authorization header requires '%s' parameter.", key)
		}
	}
	s := signed{token: r.Header.Get("X-Amz-Security-Token")}
	return s, s.fill(parts["Credential"], parts["SignedHeaders"], parts["Signature"], r.Header.Get("X-Amz-Date"))
}

func readQuery(q url.Values) (signed, error) {
	for _, key := range []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"} {
		if len(q[key]) != 1 || q.Get(key) == "" {
			return signed{}, fail(Incomplete, "AWS query-string parameters must include '%s' once.", key)
		}
	}
	if q.Get("X-Amz-Algorithm") != algorithm {
		return signed{}, fail(Incomplete, "X-Amz-Algorithm only supports \"%s\".", algorithm)
	}
	s := signed{presigned: true, expires: maxSkew, token: q.Get("X-Amz-Security-Token")}
	if q.Has("X-Amz-Expires") { // SDKs leave it out for STS
		seconds, err := strconv.Atoi(q.Get("X-Amz-Expires"))
		if err != nil || seconds < 1 || seconds > 604800 {
			return signed{}, fail(Incomplete, "X-Amz-Expires must be between 1 and 604800 seconds.")
		}
		s.expires = time.Duration(seconds) * time.Second
	}
	return s, s.fill(q.Get("X-Amz-Credential"), q.Get("X-Amz-SignedHeaders"), q.Get("X-Amz-Signature"), q.Get("X-Amz-Date"))
}

// fill reads the parts that both forms have.
func (s *signed) fill(credential, headers, signature, date string) error {
	scope := strings.Split(credential, "/")
	if len(scope) != 5 || scope[4] != "aws4_request" || slices.Contains(scope, "") {
		return fail(Incomplete, "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")
	}
	s.accessKeyID, s.date, s.region, s.service = scope[0], scope[1], scope[2], scope[3]
	s.signedHeaders = strings.Split(headers, ";")
	s.signature = signature
	if !slices.Contains(s.signedHeaders, "host") {
		return fail(Incomplete, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
	}
	at, err := time.Parse(timeFormat, date)
	if err != nil {
		return fail(Incomplete, "Date must be in ISO-8601 'basic format'.")
	}
	if s.date != date[:8] {
		return fail(Mismatch, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.")
	}
	s.time = at
	return nil
}

// checkTime compares the request's own time with now.
func (s *signed) checkTime(now time.Time) error {
	if early := s.time.Sub(now); early > maxSkew {
		return fail(Skewed, "Signature not yet current: %s is still later than %s (%s + 15 min.)",
			s.time.Format(timeFormat), now.Add(maxSkew).UTC().Format(timeFormat), now.UTC().Format(timeFormat))
	}
	if s.presigned {
		if now.After(s.time.Add(s.expires)) {
			return fail(PresignExpired, "Signature expired: %s is now earlier than %s (%s - %s)",
				s.time.Add(s.expires).Format(timeFormat), now.UTC().Format(timeFormat), now.UTC().Format(timeFormat), s.expires)
		}
		return nil
	}
	if late := now.Sub(s.time); late > maxSkew {
		return fail(Skewed, "Signature expired: %s is now earlier than %s (%s - 15 min.)",
			s.time.Format(timeFormat), now.Add(-maxSkew).UTC().Format(timeFormat), now.UTC().Format(timeFormat))
	}
	return nil
}
