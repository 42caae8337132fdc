package fob

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/vend"
	"github.com/fobcli/fob/internal/wire"
)

// newVendor wires the door to credentials to the real world, or to as much of
// it as the options hand in.
func newVendor(o Options) (*vend.Vendor, error) {
	env := environ(o.Environ)
	where, err := paths.Locate(env)
	if err != nil {
		return nil, err
	}
	clock := &wire.Clock{System: time.Now, Warn: o.Warn}
	v := &vend.Vendor{
		Store:      cache.Store{Paths: where, Command: filepath.Base(os.Args[0])},
		Files:      func() (awsconfig.Files, error) { return awsconfig.Read(where) },
		Env:        env,
		Now:        clock.Now,
		MachineNow: clock.System,
		Wire:       clients(o, env, clock),
		Explicit:   o.Profile != "",
		CABundle:   o.CABundle,
		Warn:       o.Warn,
		MinTTL:     o.MinTTL,
		OnInstance: vend.OnInstance,
	}
	if o.Warn != nil {
		v.WarnLine = vend.Once(o.Warn)
	}
	if o.Region != "" {
		if v.Region, err = ident.ParseRegion(o.Region); err != nil {
			return nil, &fault.Error{Summary: err.Error(), Code: fault.Usage, Err: err}
		}
	}
	if o.AskMFA != nil {
		v.AskMFA = func(ctx context.Context, serial string) (ident.Secret, error) {
			code, err := o.AskMFA(ctx, serial)
			return ident.Secret(code), err
		}
	}
	return v, nil
}

// environ is the environment that the options mean.
func environ(vars []string) paths.Environ {
	if vars == nil {
		return paths.Environ{GOOS: runtime.GOOS, Lookup: os.LookupEnv, All: os.Environ}
	}
	byName := make(map[string]string, len(vars))
	for _, v := range vars {
		if name, value, ok := strings.Cut(v, "="); ok {
			byName[name] = value
		}
	}
	return paths.FromMap(runtime.GOOS, byName)
}

// clients makes the HTTP clients when they are needed: one for each set of
// certificates, so that all that a provider asks shares connections and pace.
func clients(o Options, env paths.Environ, clock *wire.Clock) func(caBundle string) (wire.Doer, error) {
	var mu sync.Mutex
	made := map[string]*wire.Client{}
	return func(caBundle string) (wire.Doer, error) {
		mu.Lock()
		defer mu.Unlock()
		if c, ok := made[caBundle]; ok {
			return c, nil
		}
		c, err := wire.New(wire.Options{
			CABundle: caBundle, Lookup: env.Lookup, UserAgent: "fob", Attempts: env.MaxAttempts(),
			Clock: clock, Transport: o.Transport,
		})
		if err != nil {
			return nil, &fault.Error{Summary: err.Error(), Err: err}
		}
		made[caBundle] = c
		return c, nil
	}
}
