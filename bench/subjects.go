package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
)

// subject is one thing to measure: a command in a home of its own, and the bar
// it has to meet.
type subject struct {
	name string
	argv []string
	home string
	// profile is the one that AWS_PROFILE selects; empty for none.
	profile string
	vars    []string // name=value, beside the environment that all have
	slow    bool     // a twentieth of the pairs is enough
	bar     float64  // the most CPU it may use, in hello-worlds; 0 for no bar
	memory  float64  // the same for the peak of its memory
}

// The bars, in hello-worlds of CPU. Source: the issue that founded fob; what
// they mean is told in docs/performance.md.
const (
	barVend     = 2.0 // credential-process, 20 profiles
	barMemory   = 3.0 // credential-process, 20 profiles: memory
	barVendBig  = 4.0 // credential-process, 10,000 profiles
	barListBig  = 9.0 // profiles, 10,000 of them
	barPrompt   = 2.0 // prompt, 20 profiles
	barTab      = 25  // a TAB that offers 10,000 profiles: far below 50 ms
	few, many   = 20, 10_000
	sessionName = "my-sso"
	account     = ident.AccountID("111122223333")
	role        = ident.RoleName("ReadOnly")
)

func subjects(p programs, dir string) ([]subject, error) {
	small, err := newHome(filepath.Join(dir, "few"), few)
	if err != nil {
		return nil, err
	}
	big, err := newHome(filepath.Join(dir, "many"), many)
	if err != nil {
		return nil, err
	}
	list := []subject{
		{name: "hello-world itself", argv: []string{p.hello}, home: small},
		{name: "fob version", argv: []string{p.fob, "version"}, home: small},
		{name: "fob credential-process, 20 profiles", argv: vend(p, few), home: small, bar: barVend, memory: barMemory},
		{name: "fob credential-process, 10,000", argv: vend(p, many), home: big, bar: barVendBig},
		{name: "fob profiles, 20 profiles", argv: []string{p.fob, "profiles"}, home: small},
		{name: "fob profiles, 10,000", argv: []string{p.fob, "profiles"}, home: big, bar: barListBig},
		{name: "fob prompt, 20 profiles", argv: []string{p.fob, "prompt", "--shell", "bash"}, home: small, profile: name(few), bar: barPrompt},
		{name: "fob prompt, 10,000", argv: []string{p.fob, "prompt", "--shell", "bash"}, home: big, profile: name(many)},
		{name: "fob complete, 20 profiles", argv: []string{p.fob, "complete", "fish", "fob", "use", ""}, home: small},
		{name: "fob complete, 10,000", argv: []string{p.fob, "complete", "fish", "fob", "use", ""}, home: big, bar: barTab},
		{name: "fob complete of a session, 10,000", argv: []string{p.fob, "complete", "fish", "fob", "login", ""}, home: big, bar: barTab},
		{name: "fob configure list-profiles, 10,000", argv: []string{p.fob, "configure", "list-profiles"}, home: big, bar: barListBig},
	}
	if p.aws == "" {
		fmt.Fprintln(os.Stderr, "AWS CLI v2 is not installed: nothing to compare with but the hello-world")
		return list, nil
	}
	return append(list,
		subject{name: "aws export-credentials, 20 profiles", argv: []string{p.aws, "configure", "export-credentials", "--profile", name(few)}, home: small, slow: true},
		subject{name: "aws export-credentials, 10,000", argv: []string{p.aws, "configure", "export-credentials", "--profile", name(many)}, home: big, slow: true},
		subject{name: "aws list-profiles, 10,000", argv: []string{p.aws, "configure", "list-profiles"}, home: big, slow: true},
	), nil
}

// vend asks for the credentials of the last of n profiles, the one that is
// found latest.
func vend(p programs, n int) []string {
	return []string{p.fob, "credential-process", "--profile", name(n)}
}

func name(n int) string { return fmt.Sprintf("account-%05d.readonly", n) }

// newHome makes a home with n profiles on one session, and the credentials of
// their role in the cache, good for eight hours.
func newHome(home string, n int) (string, error) {
	p, err := paths.Locate(paths.FromMap("", map[string]string{"HOME": home}))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "[sso-session %s]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n", sessionName)
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, "\n[profile %s]\nsso_session = %s\nsso_account_id = %s\nsso_role_name = %s\nregion = us-east-1\noutput = json\n", name(i), sessionName, account, role)
	}
	if err := os.MkdirAll(filepath.Dir(p.Config), 0o700); err != nil {
		return "", err
	}
	if err := os.WriteFile(p.Config, []byte(b.String()), 0o600); err != nil {
		return "", err
	}
	store := cache.Store{Paths: p}
	if err := store.SaveToken(cache.SessionID{Name: sessionName}, cache.Token{
		StartURL: "https://my-company.awsapps.com/start", Region: "us-east-1", AccessToken: ident.Secret(strings.Repeat("aoal", 100)),
		ExpiresAt: time.Now().Add(8 * time.Hour).UTC().Truncate(time.Second),
	}); err != nil {
		return "", err
	}
	id := cache.RoleID{Account: account, Role: role, Session: cache.SessionID{Name: sessionName}}
	return home, store.SaveRole(id, ident.Credentials{
		AccessKeyID: "ASIAIOSFODNN7EXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
		SessionToken: ident.Secret(strings.Repeat("IQoJ", 200)), // about as long as AWS's are
		Expiration:   time.Now().Add(8 * time.Hour).UTC().Truncate(time.Second), AccountID: account,
	})
}
