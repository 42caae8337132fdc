package ui

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgressLine(t *testing.T) {
	for name, tc := range map[string]struct {
		done, total int
		spent       time.Duration
		columns     int
		want        shown
	}{
		"nothing known yet":     {0, 0, time.Second, 60, "Reading accounts"},
		"a bar, pace and time":  {50, 200, 5 * time.Second, 60, "Reading accounts  ━━━━─────────────  50/200  10/s  15 s left"},
		"a slow pace says less": {1, 4, 10 * time.Second, 60, "Reading accounts  ━━━━━━──────────────────  1/4  30 s left"},
		"minutes":               {10, 1000, 10 * time.Second, 60, "Reading accounts  ───────────────  10/1000  1/s  17 min left"},
		"done":                  {200, 200, 5 * time.Second, 60, "Reading accounts  ━━━━━━━━━━━━━━━━━━━━━━━━  200/200  40/s"},
		"a narrow terminal":     {50, 200, 5 * time.Second, 20, "Reading accounts  5…"},
	} {
		t.Run(name, func(t *testing.T) {
			got := progressLine("Reading accounts", tc.done, tc.total, tc.spent, tc.columns)
			if got != tc.want || width(got) > tc.columns {
				t.Errorf("got  %q (%d columns)\nwant %q", got, width(got), tc.want)
			}
		})
	}
}

func TestProgressShowsOnlyLongWorkAndWipesItselfOut(t *testing.T) {
	for name, tc := range map[string]struct {
		work  time.Duration
		shown bool
	}{
		"short work shows nothing": {200 * time.Millisecond, false},
		"long work is shown":       {500 * time.Millisecond, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var out bytes.Buffer
				p := startProgress(&out, 60, "Reading")
				p.Set(1, 2)
				time.Sleep(tc.work) // in the bubble's time
				p.Done()
				p.Done()
				if got := strings.Contains(out.String(), "Reading"); got != tc.shown {
					t.Errorf("shown %v, want %v: %q", got, tc.shown, out.String())
				}
				if rest := out.String(); tc.shown && strings.TrimRight(rest[strings.LastIndex(strings.TrimRight(rest, "\r"), "\r"):], " \r") != "" {
					t.Errorf("the line stays: %q", rest)
				}
			})
		})
	}
}
