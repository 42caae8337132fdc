package org

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// faultJSON is a fault as the control API writes it: with the keys of the
// file, and durations as Go writes them.
type faultJSON struct {
	Kind           FaultKind `json:"fault"`
	Operation      string    `json:"operation,omitempty"`
	From           span      `json:"from,omitzero"`
	Until          span      `json:"until,omitzero"`
	Skip           int       `json:"skip,omitempty"`
	Share          float64   `json:"share,omitempty"`
	Seed           uint64    `json:"seed,omitempty"`
	Count          int       `json:"count,omitempty"`
	Delay          span      `json:"delay,omitzero"`
	Status         int       `json:"status,omitempty"`
	RetryAfter     span      `json:"retryAfter,omitzero"`
	Skew           span      `json:"skew,omitzero"`
	BytesPerSecond int       `json:"bytesPerSecond,omitempty"`
	CallsPerSecond int       `json:"callsPerSecond,omitempty"`
	Burst          int       `json:"burst,omitempty"`
}

// MarshalJSON writes a fault with the keys of the file.
func (f Fault) MarshalJSON() ([]byte, error) {
	return json.Marshal(faultJSON{
		f.Kind, f.Operation, span(f.From), span(f.Until), f.Skip, f.Share, f.Seed, f.Count,
		span(f.Delay), f.Status, span(f.RetryAfter), span(f.Skew), f.BytesPerSecond, f.CallsPerSecond, f.Burst,
	})
}

// UnmarshalJSON reads what MarshalJSON writes. A key that it does not know is
// an error; whether the fault makes sense is for Check to say.
func (f *Fault) UnmarshalJSON(data []byte) error {
	var j faultJSON
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&j); err != nil {
		return fmt.Errorf("read a fault: %w", err)
	}
	*f = Fault{
		j.Kind, j.Operation, time.Duration(j.From), time.Duration(j.Until), j.Skip, j.Share, j.Seed, j.Count,
		time.Duration(j.Delay), j.Status, time.Duration(j.RetryAfter), time.Duration(j.Skew), j.BytesPerSecond, j.CallsPerSecond, j.Burst,
	}
	return nil
}

// span is a duration that JSON has as text: 1m30s.
type span time.Duration

func (s span) MarshalText() ([]byte, error) { return []byte(time.Duration(s).String()), nil }

func (s *span) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	*s = span(d)
	return err
}
