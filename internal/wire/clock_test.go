package wire

import (
	"net/http"
	"testing"
	"time"
)

func TestTheClockFollowsTheServersWhereItIsFarOff(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	date := func(d time.Duration) http.Header {
		return http.Header{"Date": {now.Add(d).Format(http.TimeFormat)}}
	}
	old := date(-time.Hour)
	old.Set("Age", "3600")
	var told int
	c := &Clock{System: func() time.Time { return now }, Warn: func(string) { told++ }}
	for i, step := range []struct {
		h    http.Header
		took time.Duration
		want time.Duration
	}{
		{date(50 * time.Second), 0, 0},
		{date(3 * time.Minute), 0, 3 * time.Minute},
		{http.Header{"Date": {"yesterday"}}, 0, 3 * time.Minute}, // says nothing
		{http.Header{}, 0, 3 * time.Minute},
		{old, 0, 3 * time.Minute}, // a cache's answer
		{date(-2 * time.Hour), 0, -2 * time.Hour},
		{date(0), 0, 0},                           // it was set right
		{date(-70 * time.Second), time.Minute, 0}, // a slow answer is no wrong clock
	} {
		c.hear(step.h, step.took)
		if got := c.Now().Sub(now); got != step.want {
			t.Errorf("step %d: off by %s, want %s", i, got, step.want)
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	(*Clock)(nil).hear(date(0), 0) // a client without a clock
}
