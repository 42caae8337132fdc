package vend

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/wire"
)

const childHome = "FOB_TEST_VENDOR_HOME"

// TestMain lets the test binary be one of many processes that ask at once.
func TestMain(m *testing.M) {
	if home := os.Getenv(childHome); home != "" {
		if err := askOnce(home, os.Getenv("AWS_ENDPOINT_URL")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// askOnce prints the access key that the profile dev leads to.
func askOnce(home, url string) error {
	env := paths.FromMap("linux", map[string]string{"HOME": home, "AWS_ENDPOINT_URL": url})
	p, err := paths.Locate(env)
	if err != nil {
		return err
	}
	v := &Vendor{
		Store: cache.Store{Paths: p}, Env: env, Now: time.Now, Explicit: true,
		Files: func() (awsconfig.Files, error) { return awsconfig.Read(p) },
		Wire:  func(string) (wire.Doer, error) { return plainDoer{}, nil },
		Warn:  func(text string) { fmt.Fprintln(os.Stderr, text) },
	}
	got, err := v.Credentials(context.Background(), "dev")
	if err == nil {
		fmt.Print(got.AccessKeyID)
	}
	return err
}

func TestHoweverManyProcessesAskAtOnceOneRefreshesAndFetches(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, devText)
	w.clock.advance(time.Since(noon)) // the processes have real clocks
	if err := w.Store.SaveToken(corp, cache.Token{
		StartURL: corp.StartURL, Region: "eu-west-1", AccessToken: "token-0-secret", ExpiresAt: time.Now().Add(-time.Minute),
		ClientID: "client", ClientSecret: "s", RegistrationExpiresAt: time.Now().Add(24 * time.Hour), RefreshToken: "refresh-0-secret",
	}); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			c := exec.Command(self)
			c.Env = append(os.Environ(), childHome+"="+w.Store.Paths.Home, "AWS_ENDPOINT_URL="+w.aws.url)
			var said strings.Builder
			c.Stderr = &said
			out, err := c.Output()
			if err != nil || string(out) != "ASIAROLE1" {
				t.Errorf("got %q, %v, %s", out, err, &said)
			}
			for line := range strings.Lines(said.String()) {
				if !strings.HasPrefix(line, "waiting for ") { // which a busy machine makes long enough to be told
					t.Errorf("one said %s", line)
				}
			}
		})
	}
	wait.Wait()
	if w.aws.count("CreateToken") != 1 || w.aws.count("GetRoleCredentials") != 1 {
		t.Errorf("calls: %v", w.aws.calls)
	}
}
