package fob_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/fobcli/fob"
)

// signedOut is the environment of an empty home with the same profiles.
func signedOut() []string {
	here := os.Getenv("HOME")
	empty := filepath.Join(here, "nobody")
	return []string{"HOME=" + empty, "USERPROFILE=" + empty, "AWS_CONFIG_FILE=" + filepath.Join(here, ".aws", "config")}
}

func TestHoweverManyGoroutinesAskOneFetches(t *testing.T) {
	m := onMachine(t)
	m.hourLater(t)
	p := fob.NewProvider(fob.Options{Profile: "dev", Environ: m.environ(), Warn: func(text string) { t.Error(text) }})
	const many = 200
	keys := make([]string, many)
	var wait sync.WaitGroup
	for i := range many {
		wait.Go(func() {
			got, err := p.Retrieve(t.Context())
			if err != nil {
				t.Error(err)
			}
			keys[i] = got.AccessKeyID
		})
		wait.Go(func() {
			if _, err := p.RetrieveBearerToken(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if all := slices.Compact(slices.Sorted(slices.Values(keys))); len(all) != 1 {
		t.Errorf("different keys: %v", all)
	}
	m.expect(t, 1, 1)
}

// askAsChild asks by many goroutines of a process among many, and prints the
// keys that they got.
func askAsChild() int {
	p := fob.NewProvider(fob.Options{Profile: "dev"})
	var failed atomic.Bool
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			keys, err := p.Retrieve(context.Background())
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				failed.Store(true)
			}
			fmt.Println(keys.AccessKeyID)
		})
	}
	wait.Wait()
	if failed.Load() {
		return 1
	}
	return 0
}

func TestHoweverManyProcessesAskOneFetches(t *testing.T) {
	m := onMachine(t)
	m.hourLater(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	said := make([]string, 12)
	var wait sync.WaitGroup
	for i := range said {
		wait.Go(func() {
			c := exec.Command(self)
			c.Env = append(m.environ(), childVariable+"=1")
			out, err := c.CombinedOutput()
			if err != nil {
				t.Errorf("%v\n%s", err, out)
			}
			said[i] = string(out)
		})
	}
	wait.Wait()
	keys, err := m.store.Role(inDev)
	if err != nil {
		t.Fatal(err)
	}
	for _, out := range said { // and it says nothing but what the program prints
		if out != strings.Repeat(keys.AccessKeyID+"\n", 4) {
			t.Errorf("got %q, want the keys %s four times", out, keys.AccessKeyID)
		}
	}
	m.expect(t, 1, 1)
}

// The SDK asks the cache around the provider; bare, the provider reads the files.
func TestWrappedAndBareItGivesTheSameKeys(t *testing.T) {
	m := onMachine(t)
	p := fob.NewProvider(fob.Options{Profile: "cross", Region: "eu-west-1", Environ: m.environ()})
	bare, err := p.Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.LoadDefaultConfig(t.Context(), config.WithCredentialsProvider(p), config.WithBaseEndpoint(m.sandbox.URL()))
	if err != nil {
		t.Fatal(err)
	}
	wrapped, err := cfg.Credentials.Retrieve(t.Context())
	if err != nil || wrapped.AccessKeyID != bare.AccessKeyID || !wrapped.Expires.Equal(bare.Expires) || wrapped.AccountID != "444455556666" {
		t.Errorf("%v: wrapped %s, bare %s, account %q", err, wrapped.AccessKeyID, bare.AccessKeyID, wrapped.AccountID)
	}
	me, err := sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), nil)
	if err != nil || aws.ToString(me.Account) != "444455556666" {
		t.Errorf("%v: %+v", err, me)
	}
	direct := aws.Config{Region: "us-east-1", Credentials: p, BaseEndpoint: aws.String(m.sandbox.URL())}
	if _, err := sts.NewFromConfig(direct).GetCallerIdentity(t.Context(), nil); err != nil {
		t.Errorf("bare: %v", err)
	}
	if err := os.RemoveAll(m.store.Paths.CLICache); err != nil {
		t.Fatal(err)
	}
	if _, err := m.store.DeleteToken(mySSO); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Retrieve(t.Context()); !errors.Is(err, fob.ErrSignInNeeded) {
		t.Errorf("after a sign-out the bare provider says %v", err)
	}
}

func TestEachKindOfErrorIsToldApart(t *testing.T) {
	m := onMachine(t)
	kinds := []error{fob.ErrSignInNeeded, fob.ErrNoAccess, fob.ErrNoProfile, fob.ErrNoCredentials}
	for name, tc := range map[string]struct {
		options fob.Options
		kind    error // nil: none of them
		text    string
	}{
		"signed out":      {fob.Options{Profile: "dev", Environ: signedOut()}, fob.ErrSignInNeeded, "Sign in: fob login my-sso"},
		"no such role":    {fob.Options{Profile: "nobody", Environ: m.environ()}, fob.ErrNoAccess, "NoSuchRole"},
		"no such profile": {fob.Options{Profile: "dve", Environ: m.environ()}, fob.ErrNoProfile, `"dve"`},
		"nothing chosen":  {fob.Options{Environ: append(m.environ(), "AWS_EC2_METADATA_DISABLED=true")}, fob.ErrNoCredentials, "no profile is chosen"},
		"no home":         {fob.Options{Profile: "dev", Environ: []string{}}, nil, "is not set"},
		"no region":       {fob.Options{Profile: "dev", Region: "Europe!", Environ: m.environ()}, nil, "Europe!"},
		"no CA bundle":    {fob.Options{Profile: "dev", CABundle: "no-such.pem", Environ: m.environ()}, nil, "no-such.pem"},
		"too short-lived": {fob.Options{Profile: "dev", MinTTL: 100 * time.Hour, Environ: m.environ()}, nil, "100h"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.RemoveAll(m.store.Paths.CLICache); err != nil { // what another case kept needs no network
				t.Fatal(err)
			}
			_, err := fob.NewProvider(tc.options).Retrieve(t.Context())
			var e *fob.Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), tc.text) {
				t.Fatalf("got %v, want an *Error with %q", err, tc.text)
			}
			for _, kind := range kinds {
				if errors.Is(err, kind) != (kind == tc.kind) {
					t.Errorf("%v: errors.Is(%v) is %v", err, kind, kind != tc.kind)
				}
			}
		})
	}
	_, err := fob.NewProvider(fob.Options{Profile: "keys", Environ: m.environ()}).RetrieveBearerToken(t.Context())
	if !errors.Is(err, fob.ErrNoCredentials) {
		t.Errorf("a profile without a sign-in has a token: %v", err)
	}
}

func TestKeysOfTheEnvironmentComeBeforeAProfileThatNobodyNamed(t *testing.T) {
	m := onMachine(t)
	env := append(m.environ(), "AWS_PROFILE=dev", "AWS_ACCESS_KEY_ID=AKIAENVIRONMENT", "AWS_SECRET_ACCESS_KEY=secret")
	for profile, want := range map[string]string{"": "AKIAENVIRONMENT", "keys": "AKIAIOSFODNN7EXAMPLE"} {
		got, err := fob.NewProvider(fob.Options{Profile: profile, Environ: env}).Retrieve(t.Context())
		if err != nil || got.AccessKeyID != want || got.CanExpire || got.Source != fob.Source {
			t.Errorf("profile %q: %v, %s, can expire: %v", profile, err, got.AccessKeyID, got.CanExpire)
		}
	}
	m.expect(t, 0, 0)
}

// sender counts what goes through it.
type sender struct{ n atomic.Int32 }

func (s *sender) RoundTrip(r *http.Request) (*http.Response, error) {
	s.n.Add(1)
	return http.DefaultTransport.RoundTrip(r)
}

func TestRequestsGoThroughTheTransportThatIsHandedIn(t *testing.T) {
	m := onMachine(t)
	var s sender
	p := fob.NewProvider(fob.Options{Profile: "cross", Environ: m.environ(), Transport: &s})
	if _, err := p.Retrieve(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.n.Load(); got != 2 { // GetRoleCredentials, AssumeRole
		t.Errorf("%d requests went through it, want 2", got)
	}
}

func TestTheCodeOfAnMFADeviceIsAskedFor(t *testing.T) {
	m := onMachine(t)
	nobody := errors.New("nobody there")
	p := fob.NewProvider(fob.Options{Profile: "guarded", Environ: m.environ(), AskMFA: func(_ context.Context, serial string) (string, error) {
		if !strings.HasSuffix(serial, "mfa/ada") {
			t.Errorf("asked for the device %q", serial)
		}
		return "", nobody
	}})
	if _, err := p.Retrieve(t.Context()); !errors.Is(err, nobody) {
		t.Errorf("got %v, want what the question came to", err)
	}
	if _, err := fob.NewProvider(fob.Options{Profile: "guarded", Environ: m.environ()}).Retrieve(t.Context()); err == nil {
		t.Error("a role that wants a code is given without one")
	}
}
