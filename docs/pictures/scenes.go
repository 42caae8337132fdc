package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// drawTour shows the tour up to the first verified identity.
func drawTour(ctx context.Context, bin, folder string) error {
	home, err := os.MkdirTemp("", "fob-pictures-home-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	s, err := startSession(ctx, cleanEnv(bin, home), 116, 400, filepath.Join(bin, "fob-sandbox"), "tour")
	if err != nil {
		return err
	}
	if err := s.end(); err != nil {
		return fmt.Errorf("the tour went wrong: %w", err)
	}
	to := s.rowOf("One sign-in serves all profiles")
	if to < 0 {
		return fmt.Errorf("the tour does not verify who it is:\n%s", s.text())
	}
	return os.WriteFile(filepath.Join(folder, "tour.svg"), s.svg(0, to), 0o644)
}

// drawPicker shows the wizard as it lets a person pick an account.
func drawPicker(ctx context.Context, bin, folder string) error {
	home, err := os.MkdirTemp("", "fob-pictures-home-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	s, err := startSession(ctx, cleanEnv(bin, home), 92, 40,
		filepath.Join(bin, "fob-sandbox"), "exec", "--generate", "accounts=214,roles=4", "--", "fob", "configure", "sso",
		"--sso-session", "my-sso", "--sso-start-url", "https://my-company.awsapps.com/start", "--sso-region", "us-east-1",
		"--sso-registration-scopes", "sso:account:access")
	if err != nil {
		return err
	}
	if err := s.wait(ctx, "214 AWS accounts"); err != nil {
		return err
	}
	for _, key := range []string{"p", "r", "o", "d", "\x1b[B", "\x1b[B"} {
		if err := s.typeText(key); err != nil {
			return err
		}
		if err := s.settle(ctx); err != nil {
			return err
		}
	}
	picture := s.svg(0, 0)
	if err := s.leave(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "picker.svg"), picture, 0o644)
}

func (s *session) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String()
}

// rowOf returns the row that text stands in, or -1.
func (s *session) rowOf(text string) int {
	for y, line := range strings.Split(s.text(), "\n") {
		if strings.Contains(line, text) {
			return y
		}
	}
	return -1
}
