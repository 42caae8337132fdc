package vend

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/profile"
)

// Console is where a program may talk to the person.
type Console struct {
	Stdin  io.Reader
	Stderr io.Writer
}

// stopAfter is how long a program that is told to end may take to do so.
const stopAfter = 2 * time.Second

// process runs a credential_process. What it gives is not kept: such programs
// keep their own.
func (e *request) process(ctx context.Context, s *profile.Process) (ident.Credentials, error) {
	if e.early {
		return ident.Credentials{}, errNotNow // it may be refreshing a token of its own
	}
	out, err := e.run(ctx, s)
	if err != nil {
		return ident.Credentials{}, err
	}
	keys, err := parseProcess(out)
	if err != nil {
		return ident.Credentials{}, e.failedProcess(s, err.Error(), err)
	}
	if !e.valid(keys, time.Second) {
		return ident.Credentials{}, e.failedProcess(s, "it gave credentials that ended "+ended(keys.Expiration, e.Now()), nil)
	}
	return keys, nil
}

// run runs the command through the platform's shell, as the SDKs do, and
// returns what it wrote to stdout.
func (e *request) run(ctx context.Context, s *profile.Process) ([]byte, error) {
	var out, said bytes.Buffer
	c := shell(ctx, s.Command)
	c.Env = append(without(without(e.Env.All(), paths.ProfileChain), paths.ErrorsVariable), paths.ProfileChain+"="+chainValue(append(e.seen, e.name)))
	c.Stdin, c.Stdout, c.Stderr = e.Console.Stdin, &out, e.Console.Stderr
	if c.Stderr == nil {
		c.Stderr = &said
	}
	c.WaitDelay = stopAfter
	err := c.Run()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		f := e.failedProcess(s, processEnd(err), err)
		for line := range strings.Lines(tail(said.String())) {
			f.Detail = append(f.Detail, "  it said: "+strings.TrimRight(line, "\r\n"))
		}
		return nil, f
	}
	return out.Bytes(), nil
}

func processEnd(err error) string {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return "it ended with " + exit.String()
	}
	return err.Error()
}

// tail returns the last lines of what a program said.
func tail(text string) string {
	const most = 10
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-most):], "\n")
}

func (e *request) failedProcess(s *profile.Process, why string, cause error) *fault.Error {
	return &fault.Error{
		Summary: fmt.Sprintf("the credential_process of the profile %q gives no credentials: %s", s.Profile, why),
		Detail:  []string{"  " + e.where(s.Pos) + ": credential_process = " + s.Command},
		Err:     cause,
	}
}

// without returns the environment without a variable.
func without(env []string, name string) []string {
	var rest []string
	for _, e := range env {
		if n, _, _ := strings.Cut(e, "="); n != name {
			rest = append(rest, e)
		}
	}
	return rest
}

// parseProcess reads the SDKs' Version 1 document. The errors never repeat
// what the program wrote: that may be a secret. The zone of Expiration is kept
// as it was written.
func parseProcess(out []byte) (ident.Credentials, error) {
	var doc struct {
		Version                                                any
		AccessKeyId, SecretAccessKey, SessionToken, Expiration *string
		AccountId                                              *string
	}
	if json.Unmarshal(bytes.TrimSpace(out), &doc) != nil {
		return ident.Credentials{}, errors.New("it did not write the JSON that is expected")
	}
	if v, ok := doc.Version.(float64); !ok || v != 1 {
		return ident.Credentials{}, fmt.Errorf("it wrote Version %v, and only 1 is known", doc.Version)
	}
	if blank(doc.AccessKeyId) || blank(doc.SecretAccessKey) {
		return ident.Credentials{}, errors.New("it wrote no AccessKeyId or no SecretAccessKey")
	}
	keys := ident.Credentials{AccessKeyID: *doc.AccessKeyId, SecretAccessKey: ident.Secret(*doc.SecretAccessKey)}
	if !blank(doc.SessionToken) {
		keys.SessionToken = ident.Secret(*doc.SessionToken)
	}
	if !blank(doc.AccountId) {
		keys.AccountID = ident.AccountID(*doc.AccountId)
	}
	if !blank(doc.Expiration) {
		at, err := cache.ParseTime(*doc.Expiration)
		if err != nil {
			return ident.Credentials{}, fmt.Errorf("it wrote an Expiration that is no time: %q", *doc.Expiration)
		}
		keys.Expiration = at
	}
	return keys, nil
}

func blank(s *string) bool { return s == nil || *s == "" }
