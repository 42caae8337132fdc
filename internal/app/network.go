package app

import (
	"context"
	"fmt"
	"os"
	"sync"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/browser"
	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/vend"
	"github.com/fobcli/fob/internal/wire"
)

// wireNetwork connects the commands to what speaks to AWS. A client is made
// when it is first needed: most runs find all they need in the caches.
func wireNetwork(e *cli.Env, clock *wire.Clock) {
	n := &network{env: e, clock: clock, clients: map[string]*wire.Client{}}
	n.trace = sync.OnceValue(func() *wire.Trace { // the flags are not parsed yet
		if !e.Global.Debug {
			return nil
		}
		return wire.NewTrace(e.Stderr)
	})
	clock.Warn = n.warn
	e.Wire = n.client
	e.Vendor = n.vendor
	e.Login = n.login
	e.WarnLine = vend.Once(n.warn)
	e.Note = n.note
}

// network holds the one HTTP client of a run, so that everything in it shares
// its connections and its pace. There are more only where profiles of one run
// trust different certificates.
type network struct {
	env     *cli.Env
	clock   *wire.Clock
	mu      sync.Mutex
	clients map[string]*wire.Client // by CA bundle
	trace   func() *wire.Trace      // nil without --debug
}

// client returns the HTTP client that trusts a CA bundle; --ca-bundle comes
// before the one that a profile asks for.
func (n *network) client(caBundle string) (wire.Doer, error) {
	if n.env.Global.CABundle != "" {
		caBundle = n.env.Global.CABundle
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if c, ok := n.clients[caBundle]; ok {
		return c, nil
	}
	o := wire.Options{
		CABundle: caBundle, Lookup: n.env.Environ.Lookup, UserAgent: "fob",
		Attempts: n.env.Environ.MaxAttempts(), Clock: n.clock, Trace: n.trace(),
	}
	c, err := wire.New(o)
	if err != nil {
		return nil, &fault.Error{Summary: err.Error(), Err: err}
	}
	n.clients[caBundle] = c
	return c, nil
}

// vendor makes the door to credentials.
func (n *network) vendor() (*vend.Vendor, error) {
	e := n.env
	v := &vend.Vendor{
		Store: e.Store(), Files: e.Files, Env: e.Environ, Now: e.Now, MachineNow: n.clock.System, Wire: n.client,
		Explicit: e.Global.Profile != "",
		CABundle: e.Global.CABundle,
		MinTTL:   e.Global.MinTTL,
		Warn:     n.warn, WarnLine: e.WarnLine, OnInstance: vend.OnInstance,
	}
	if e.Global.Region != "" {
		r, err := ident.ParseRegion(e.Global.Region)
		if err != nil {
			return nil, fault.NewUsage(err.Error(), "--region us-east-1")
		}
		v.Region = r
	}
	if e.Interactive() {
		v.Console = vend.Console{Stdin: os.Stdin, Stderr: os.Stderr}
		v.AskMFA = func(ctx context.Context, serial string) (ident.Secret, error) {
			code, err := e.Asker().Ask(ctx, cli.Question{Label: "MFA code for " + serial})
			return ident.Secret(code), err
		}
	}
	return v, nil
}

func (n *network) note(line string) { n.trace().Note("%s", output.Line(line)) }

func (n *network) warn(text string) { fmt.Fprintln(n.env.Stderr, "Warning: "+text) }

// login makes the deed that signs in and out. AWS is reached as the profile in
// force says; a session alone says nothing of that.
func (n *network) login() (*login.Deed, error) {
	e := n.env
	files, err := e.Files()
	if err != nil {
		return nil, err
	}
	view := files.View()
	name, _ := e.Profile()
	settings := profile.SettingsOf(view, e.Environ, name)
	client, err := n.client(settings.CABundle)
	if err != nil {
		return nil, err
	}
	vendor, err := n.vendor()
	if err != nil {
		return nil, err
	}
	abroad := false // the browser that was opened is one of Windows, and this is WSL
	return &login.Deed{
		Store: e.Store(), Wire: client, Endpoint: settings.Endpoint, Renew: vendor.Token, Editor: e.Editor(), Now: e.Now, Note: e.Note,
		Ports: login.Ports{
			Warn: n.warn,
			Browser: func(s profile.Session, address string) (func() error, string) {
				plan := n.browser(browserSetting(view, s, name), address)
				if plan.Reason != "" {
					return nil, plan.Reason
				}
				abroad = plan.Abroad
				return func() error { return browser.Open(plan) }, ""
			},
			Unreachable: func(ctx context.Context, address, answer string) string {
				if !abroad {
					return ""
				}
				return e.Windows().Unreachable(ctx, address, answer)
			},
		},
	}, nil
}

// browser plans how an address is opened on this machine.
func (n *network) browser(setting, address string) browser.Plan {
	return browser.Choose(browser.Machine{
		Env: n.env.Environ, Setting: setting, Has: browser.Installed, WSL: n.env.Windows().Facts,
	}, address)
}

// browserSetting returns fob_browser: the session's word, else the profile's.
func browserSetting(v *awsconfig.View, s profile.Session, profileName string) string {
	const key = "fob_browser"
	if section, ok := v.Session(string(s.Name)); ok && section.Get(key) != "" {
		return section.Get(key)
	}
	if section, ok := v.Profile(profileName); ok {
		return section.Get(key)
	}
	return ""
}
