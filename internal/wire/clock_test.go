package wire

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

func TestTheClockFollowsTheServersWhereItIsFarOff(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	date := func(d time.Duration) http.Header {
		return http.Header{"Date": {now.Add(d).Format(http.TimeFormat)}, "X-Amzn-Requestid": {"1"}}
	}
	old := date(-time.Hour)
	old.Set("Age", "3600")
	aws := &url.URL{Scheme: "https", Host: "sts.us-east-1.amazonaws.com"}
	var told int
	c := &Clock{System: func() time.Time { return now }, Warn: func(string) { told++ }}
	for i, step := range []struct {
		h    http.Header
		took time.Duration
		want time.Duration
	}{
		{date(50 * time.Second), 0, 0},
		{date(3 * time.Minute), 0, 3 * time.Minute},
		{http.Header{"Date": {"yesterday"}, "X-Amzn-Requestid": {"1"}}, 0, 3 * time.Minute}, // says nothing
		{http.Header{}, 0, 3 * time.Minute},
		{old, 0, 3 * time.Minute}, // a cache's answer
		{date(-2 * time.Hour), 0, -2 * time.Hour},
		{date(0), 0, 0}, // it was set right
		{date(-70 * time.Second), time.Minute, 0}, // a slow answer is no wrong clock
	} {
		c.hear(aws, &Response{Status: 200, Header: step.h}, step.took)
		if got := c.Now().Sub(now); got != step.want {
			t.Errorf("step %d: off by %s, want %s", i, got, step.want)
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	(*Clock)(nil).hear(aws, &Response{Status: 200, Header: date(0)}, 0) // a client without a clock
}

// Only the service itself is believed: what stands between it and this machine
// can put any Date on an answer.
func TestTheClockBelievesOnlyTheService(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	const far = -48 * time.Hour
	for name, tc := range map[string]struct {
		url    string
		status int
		header map[string]string
		body   string
		want   time.Duration
	}{
		"a result":                     {"https://oidc.us-east-1.amazonaws.com/token", 200, map[string]string{"X-Amzn-Requestid": "1"}, "{}", far},
		"a result on loopback":         {"http://127.0.0.1:9911/token", 200, map[string]string{"X-Amzn-Requestid": "1"}, "{}", far},
		"a service error":              {"https://oidc.us-east-1.amazonaws.com/token", 400, map[string]string{"X-Amzn-Requestid": "1", "X-Amzn-Errortype": "InvalidGrantException"}, "{}", far},
		"an error of STS":              {"https://sts.us-east-1.amazonaws.com/", 403, map[string]string{"X-Amzn-Requestid": "1"}, "<ErrorResponse><Error/></ErrorResponse>", far},
		"an error of S3":               {"https://s3.us-east-1.amazonaws.com/", 403, map[string]string{"X-Amz-Request-Id": "1"}, "<?xml version=\"1.0\"?><Error/>", far},
		"an error page":                {"https://sts.us-east-1.amazonaws.com/", 503, map[string]string{"X-Amzn-Requestid": "1"}, "<html>", 0},
		"a redirect":                   {"https://sts.us-east-1.amazonaws.com/", 302, map[string]string{"X-Amzn-Requestid": "1"}, "", 0},
		"no request id":                {"https://sts.us-east-1.amazonaws.com/", 200, nil, "{}", 0},
		"an error without one":         {"https://sts.us-east-1.amazonaws.com/", 403, map[string]string{"X-Amzn-Errortype": "X"}, "{}", 0},
		"a cache":                      {"https://sts.us-east-1.amazonaws.com/", 200, map[string]string{"X-Amzn-Requestid": "1", "Age": "172800"}, "{}", 0},
		"plain HTTP":                   {"http://sts.us-east-1.amazonaws.com/", 200, map[string]string{"X-Amzn-Requestid": "1"}, "{}", 0},
		"a host named after localhost": {"http://localhost.example/", 200, map[string]string{"X-Amzn-Requestid": "1"}, "{}", 0},
	} {
		u, err := url.Parse(tc.url)
		if err != nil {
			t.Fatal(err)
		}
		h := http.Header{"Date": {now.Add(far).Format(http.TimeFormat)}}
		for k, v := range tc.header {
			h.Set(k, v)
		}
		c := &Clock{System: func() time.Time { return now }}
		c.hear(u, &Response{Status: tc.status, Header: h, Body: []byte(tc.body)}, 0)
		if got := c.Now().Sub(now); got != tc.want {
			t.Errorf("%s: corrected by %s, want %s", name, got, tc.want)
		}
	}
}
