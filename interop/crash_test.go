package interop_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// The proof of "nothing lost": 1,000 times eight processes ask at once, some
// of them are killed at random moments, and between two times the clock goes
// on, three days in all, so that tokens and keys end again and again.
const (
	crashRounds    = 1000
	crashProcesses = 8
	crashSpan      = 72 * time.Hour
)

// crowd is the processes that ask, and the world whose clock goes on under them.
type crowd struct {
	*world
	line   func(args ...string) []string // a command line of fob
	rounds int
	life   time.Duration // about how long one of eight lives that has to renew: kills fall into all of it
}

// asked is a process of a round.
type asked struct {
	profile string
	killed  bool
	ran
}

// crashOrg is an organisation whose sessions last for the whole span, and whose
// access tokens end often.
func crashOrg(rotation sandbox.Rotation) sandbox.Option {
	o := org.Default()
	o.Lifetimes.Session, o.Lifetimes.AccessToken = 30*24*time.Hour, 15*time.Minute
	o.Rotation = rotation
	return sandbox.WithOrganisation(o)
}

const crashConfig = guideConfig + `
[profile dev-reader]
sso_session = my-sso
sso_account_id = ` + devAccount + `
sso_role_name = ` + readOnly + `

[profile prod-admin]
sso_session = my-sso
sso_account_id = ` + prodAccount + `
sso_role_name = ` + admin + `
`

func newCrowd(t *testing.T, rotation sandbox.Rotation) crowd {
	w := newWorld(t, crashOrg(rotation))
	w.write(".aws/config", crashConfig)
	w.fob("login", session)
	c := crowd{world: w, rounds: crashRounds, life: 80 * time.Millisecond}
	c.line = func(args ...string) []string { return append([]string{fobPath}, args...) }
	if testing.Short() {
		c.rounds = 30
	}
	c.answerSlowly()
	return c
}

// answerSlowly lets some answers come slowly, so that some processes die before
// they have all of one.
func (c crowd) answerSlowly() {
	c.t.Helper()
	if _, err := c.sandbox.Fault(sandbox.Fault{Kind: sandbox.Slow, Operation: "CreateToken/refresh_token", BytesPerSecond: 20_000, Share: 0.1}); err != nil {
		c.t.Fatal(err)
	}
}

func crashProfiles() []string {
	return []string{"my-dev-account", "my-prod-account", "dev-reader", "prod-admin"}
}

// Where a refresh token stays good until its successor is used, no crash costs
// a sign-in: the session of the first day is renewed on the third.
func TestNoCrashLosesASessionWithGrace(t *testing.T) {
	newCrowd(t, sandbox.RotationGrace).losesNothing()
}

// The same of the Windows program, whose locks, replacing and dying are others.
func TestNoCrashOfTheWindowsProgramLosesASession(t *testing.T) {
	w := newWindows(t, crashOrg(sandbox.RotationGrace))
	w.write(".aws/config", crashConfig)
	w.signIn("login", session, "--use-device-code", "--no-browser")
	c := crowd{world: w.world, line: w.line, rounds: 25, life: time.Second}
	c.answerSlowly()
	c.losesNothing()
}

func (c crowd) losesNothing() {
	c.t.Helper()
	killed := 0
	for round := range c.rounds {
		c.letTimePass()
		for _, p := range c.askAtOnce() {
			if p.killed {
				killed++
				continue
			}
			if p.code != 0 {
				c.t.Fatalf("round %d: exit code %d\n%s", round, p.code, p)
			}
			c.rightAnswer(p)
		}
		c.everyFileParses()
	}
	c.advance(time.Hour)
	c.must(nil, c.line("whoami", "--profile", "my-dev-account")...)
	if n := len(c.sandbox.Sessions()); n != 1 {
		c.t.Errorf("%d sessions, want the first one alone", n)
	}
	c.t.Logf("%d of %d processes were killed; %d renewals", killed, c.rounds*crashProcesses, c.sandbox.Calls()["CreateToken/refresh_token"].Total)
}

// Where reuse of a refresh token ends the session, a crash between the answer
// and the disk ends it for everyone: each process then says so with code 3, one
// sign-in mends it, and nobody ever gets anything wrong.
func TestACrashThatEndsAStrictSessionIsTold(t *testing.T) {
	w := newCrowd(t, sandbox.RotationStrict)
	killed, signIns := 0, 0
	for round := range w.rounds {
		w.letTimePass()
		over := false
		for _, p := range w.askAtOnce() {
			switch {
			case p.killed:
				killed++
			case p.code == 0:
				w.rightAnswer(p)
			case p.code == 3 && strings.Contains(p.stderr, "no refresh token twice") && strings.Contains(p.stderr, "fob login "+session):
				over = true
			default:
				t.Fatalf("round %d: exit code %d\n%s", round, p.code, p)
			}
		}
		w.everyFileParses()
		if over {
			signIns++
			w.fob("login", session)
		}
	}
	w.advance(time.Hour)
	if r := w.run(nil, fobPath, "whoami", "--profile", "my-dev-account"); r.code != 0 && r.code != 3 {
		t.Errorf("at the end:\n%s", r)
	}
	t.Logf("%d of %d processes were killed, which cost %d sign-ins", killed, w.rounds*crashProcesses, signIns)
}

// letTimePass lets a random part of the three days pass, and some keys be lost.
func (w crowd) letTimePass() {
	w.t.Helper()
	w.advance(rand.N(2 * crashSpan / time.Duration(w.rounds)))
	for _, f := range w.roleFiles() {
		if rand.IntN(2) == 0 {
			if err := os.Remove(f); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// askAtOnce lets eight processes ask at once, and kills about half of them at
// random moments of their lives.
func (w crowd) askAtOnce() []asked {
	w.t.Helper()
	all := make([]asked, crashProcesses)
	var wait sync.WaitGroup
	for i := range all {
		p := &all[i]
		p.profile = crashProfiles()[rand.IntN(len(crashProfiles()))]
		ctx, cancel := context.WithTimeout(w.t.Context(), patience)
		if rand.IntN(2) == 0 {
			ctx, cancel = context.WithTimeout(w.t.Context(), rand.N(w.life))
		}
		wait.Go(func() {
			defer cancel()
			c := w.command(ctx, nil, w.line("credential-process", "--profile", p.profile)...) // its context kills it with SIGKILL
			var stdout, stderr bytes.Buffer
			c.Stdout, c.Stderr = &stdout, &stderr
			err := c.Run()
			p.ran = ran{argv: c.Args, stdout: stdout.String(), stderr: stderr.String(), code: -1}
			if c.ProcessState != nil {
				p.code = c.ProcessState.ExitCode()
			}
			var exit *exec.ExitError
			p.killed = ctx.Err() != nil || err != nil && !errors.As(err, &exit)
		})
	}
	wait.Wait()
	return all
}

// rightAnswer asks STS whether the keys that a process printed are those of its
// profile's role.
func (w *world) rightAnswer(p asked) {
	w.t.Helper()
	var doc struct{ AccessKeyId, SecretAccessKey, SessionToken, AccountId string }
	if err := json.Unmarshal([]byte(p.stdout), &doc); err != nil {
		w.t.Fatalf("%s prints no document: %v\n%s", p.profile, err, redact(p.stdout))
	}
	client := sts.New(sts.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(w.sandbox.URL()),
		Credentials: credentials.NewStaticCredentialsProvider(doc.AccessKeyId, doc.SecretAccessKey, doc.SessionToken),
	})
	id, err := client.GetCallerIdentity(w.t.Context(), nil)
	if err != nil {
		w.t.Fatalf("AWS does not take the keys of %s: %v", p.profile, err)
	}
	want := map[string][2]string{
		"my-dev-account": {devAccount, admin}, "my-prod-account": {prodAccount, readOnly},
		"dev-reader": {devAccount, readOnly}, "prod-admin": {prodAccount, admin},
	}[p.profile]
	if arn := aws.ToString(id.Arn); aws.ToString(id.Account) != want[0] || !strings.Contains(arn, "AWSReservedSSO_"+want[1]+"_") {
		w.t.Fatalf("%s got the keys of %s", p.profile, arn)
	}
}

// everyFileParses fails the test when a cache holds half a file.
func (w *world) everyFileParses() {
	w.t.Helper()
	for _, dir := range []string{".aws/sso/cache", ".aws/cli/cache"} {
		files, err := filepath.Glob(w.path(filepath.FromSlash(dir), "*.json"))
		if err != nil {
			w.t.Fatal(err)
		}
		for _, f := range files {
			if b, err := os.ReadFile(f); err != nil || !json.Valid(b) {
				w.t.Fatal(fmt.Errorf("%s is broken: %w\n%s", f, err, redact(string(b))))
			}
		}
	}
}
