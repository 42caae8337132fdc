package sandbox

import (
	"time"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// T is the part of *testing.T that Start needs. The sandbox ships in a program
// of its own, which must not link package testing.
type T interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
	TempDir() string
}

// Option changes what Start starts.
type Option func(*startOptions)

type startOptions struct {
	config Config
	yaml   string
}

// WithOrg replaces the built-in organisation by one in YAML.
func WithOrg(yaml string) Option { return func(o *startOptions) { o.yaml = yaml } }

// WithOrganisation replaces the built-in organisation by a value, such as one
// of org.Generate.
func WithOrganisation(v *org.Organisation) Option {
	return func(o *startOptions) { o.config.Org = v }
}

// WithClock replaces the real clock: of a sandbox whose clock is an hour ahead,
// the Date header, the check of signatures and every moment that it tells are.
func WithClock(now func() time.Time) Option { return func(o *startOptions) { o.config.Now = now } }

// WithKeyFile keeps client registrations and role keys valid across two sandboxes.
func WithKeyFile(path string) Option { return func(o *startOptions) { o.config.KeyFile = path } }

// WithFaults sets faults from the start.
func WithFaults(f ...Fault) Option {
	return func(o *startOptions) { o.config.Faults = append(o.config.Faults, f...) }
}

// WithRotation says what becomes of refresh tokens that are used.
func WithRotation(r Rotation) Option { return func(o *startOptions) { o.config.Rotation = r } }

// Start runs a sandbox for one test and closes it at the test's end. It
// records all secrets, so that a test can search for leaks.
func Start(t T, opts ...Option) *Server {
	t.Helper()
	var o startOptions
	o.config.RecordSecrets = true
	for _, opt := range opts {
		opt(&o)
	}
	if o.yaml != "" {
		v, err := org.Parse("org.yaml", []byte(o.yaml))
		if err != nil {
			t.Fatalf("sandbox: %v", err)
		}
		o.config.Org = v
	}
	s, err := New(o.config)
	if err != nil {
		t.Fatalf("start sandbox: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}
