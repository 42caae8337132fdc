package ident

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestASecretIsHiddenHoweverItIsPrinted(t *testing.T) {
	const s Secret = "hunter2"
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "secret", s, "keys", Credentials{SecretAccessKey: s})
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "secret", s)
	doc, err := json.Marshal(map[string]any{"token": s, "keys": Credentials{SecretAccessKey: s, SessionToken: s}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"%v": fmt.Sprintf("%v", s), "%q": fmt.Sprintf("%q", s), "%+v": fmt.Sprintf("%+v", s), "%#v": fmt.Sprintf("%#v", s), "%x": fmt.Sprintf("%x", s),
		"in a struct":           fmt.Sprintf("%v %+v %#v", Credentials{SecretAccessKey: s}, &Credentials{SecretAccessKey: s}, Credentials{SessionToken: s}),
		"in an error":           fmt.Errorf("token %s: %w", s, fmt.Errorf("%v", s)).Error(),
		"in slog":               log.String(),
		"in encoding/json":      string(doc),
		"joined as a Stringer":  fmt.Sprint([]Secret{s}, map[string]Secret{"k": s}),
		"by its String method":  s.String(),
		"by its Go syntax":      s.GoString(),
		"by its value for slog": s.LogValue().String(),
	} {
		if strings.Contains(text, "hunter2") || strings.Contains(text, fmt.Sprintf("%x", "hunter2")) {
			t.Errorf("%s shows it: %s", name, text)
		}
		if text == "" {
			t.Errorf("%s shows nothing at all", name)
		}
	}
	if s.Reveal() != "hunter2" {
		t.Errorf("Reveal gives %q", s.Reveal())
	}
}

func TestHowLongCredentialsAreValid(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		keys  Credentials
		spare time.Duration
		want  bool
	}{
		{Credentials{}, 0, false},
		{Credentials{Expiration: now.Add(time.Hour)}, 0, false}, // no key
		{Credentials{AccessKeyID: "AKIA"}, time.Hour, true},
		{Credentials{AccessKeyID: "ASIA", Expiration: now.Add(time.Hour)}, time.Hour, true},
		{Credentials{AccessKeyID: "ASIA", Expiration: now.Add(time.Hour)}, time.Hour + 1, false},
		{Credentials{AccessKeyID: "ASIA", Expiration: now.Add(-1)}, 0, false},
	} {
		if got := tc.keys.ValidAt(now, tc.spare); got != tc.want {
			t.Errorf("%+v for %v: %t", tc.keys, tc.spare, got)
		}
	}
}
