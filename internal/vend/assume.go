package vend

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/sts"
)

// chainedMost is what AWS allows for a role that is assumed with the
// credentials of another role, whatever the role's own limit is.
const chainedMost = time.Hour

// assume returns the credentials of a role that is assumed with those of the
// steps below it.
func (e *request) assume(ctx context.Context, s *profile.AssumeRole, below []profile.Step) (ident.Credentials, error) {
	if err := e.tooLong(s, below); err != nil {
		return ident.Credentials{}, err
	}
	id := s.CacheID()
	var source ident.Credentials
	var got sts.AssumeOutput
	return e.credentials(ctx, entry{
		what: "the credentials of " + s.RoleARN,
		lock: id.LockName(),
		load: func() (ident.Credentials, error) {
			a, err := e.Store.Assumed(id)
			return a.Credentials, err
		},
		need: func(ctx context.Context, early bool) (err error) {
			lower := *e
			lower.early, lower.minTTL = e.early || early, defaultMinTTL
			if lower.early && s.MFASerial != "" {
				return errNotNow // nobody is asked before it is needed
			}
			source, err = lower.resolveChain(ctx, below)
			return err
		},
		fetch: func(ctx context.Context, _ bool) (ident.Credentials, error) {
			var err error
			got, err = e.fetchAssumed(ctx, s, source)
			return got.Credentials, err
		},
		save: func(c ident.Credentials) error {
			return e.Store.SaveAssumed(id, cache.Assumed{Credentials: c, ARN: got.ARN, RoleID: got.AssumedRoleID})
		},
	})
}

func (e *request) fetchAssumed(ctx context.Context, s *profile.AssumeRole, source ident.Credentials) (sts.AssumeOutput, error) {
	code, err := e.mfaCode(ctx, s)
	if err != nil {
		return sts.AssumeOutput{}, err
	}
	client, err := e.sts(s.Profile, s.RoleARN)
	if err != nil {
		return sts.AssumeOutput{}, err
	}
	out, err := e.signed(func() (sts.AssumeOutput, error) {
		return client.AssumeRole(ctx, source, sts.AssumeInput{
			RoleARN: s.RoleARN, RoleSessionName: e.roleSession(s.RoleSessionName), ExternalID: s.ExternalID,
			Duration: time.Duration(s.DurationSeconds) * time.Second, SerialNumber: s.MFASerial, TokenCode: code,
			SourceIdentity: s.SourceIdentity, Tags: tagsOf(s), TransitiveTagKeys: s.TransitiveTagKeys,
		})
	})
	if err != nil {
		return sts.AssumeOutput{}, refusedRole(s.Profile, s.RoleARN, e.where(s.Pos), err)
	}
	return out, nil
}

func tagsOf(s *profile.AssumeRole) []sts.Tag {
	var tags []sts.Tag
	for _, t := range s.Tags {
		tags = append(tags, sts.Tag(t))
	}
	return tags
}

// signed asks STS, and once more where the answer was none. Where the signature
// was refused, and the answer's Date has just shown that the clock was wrong,
// the call is signed anew.
func (e *request) signed(ask func() (sts.AssumeOutput, error)) (out sts.AssumeOutput, err error) {
	for range 3 { // AWS's hosts may not agree on the time either
		before, begun := e.Now(), time.Now()
		out, err = retryOnce(ask, sts.ErrAnswer)
		var refusal *sts.Error
		moved := e.Now().Sub(before) - time.Since(begun)
		if !errors.As(err, &refusal) || moved.Abs() < clockMoved {
			break
		}
	}
	return out, err
}

// clockMoved is by how much the clock is corrected at least, if at all.
const clockMoved = 30 * time.Second

// roleSession returns the name that the role's session gets in the logs of
// AWS: the configured one, else one that is made up.
func (e *request) roleSession(configured string) string {
	if configured != "" {
		return configured
	}
	return fmt.Sprintf("fob-session-%d", e.Now().Unix())
}

// sts returns the client for a role of a profile. The region is the one that
// was asked for on the command line or by the environment, else the profile's
// with the role, else the asked-for profile's, else the main one of the
// partition that the role is in.
func (e *request) sts(name, roleARN string) (*sts.Client, error) {
	w, err := e.wire()
	if err != nil {
		return nil, err
	}
	region := e.Vendor.Region
	for _, r := range [...]ident.Region{
		profile.SettingsOf(e.view, e.Env, name).Region, // the environment's, if that has one
		e.settings.Region,
		partition.MainRegion(partitionOf(roleARN)),
	} {
		if region == "" {
			region = r
		}
	}
	if _, err := ident.ParseRegion(string(region)); err != nil {
		return nil, &fault.Error{Summary: fmt.Sprintf("the profile %q: %v", name, err), Err: err}
	}
	base, err := e.settings.Endpoint(partition.STS, region)
	if err != nil {
		return nil, err
	}
	return &sts.Client{Wire: w, Base: base, Region: region, Now: e.Now}, nil
}

// partitionOf returns the partition that an ARN names.
func partitionOf(arn string) string {
	_, rest, _ := strings.Cut(arn, ":")
	name, _, _ := strings.Cut(rest, ":")
	return name
}

// mfaCode asks the person for the code of the device that the role wants.
func (e *request) mfaCode(ctx context.Context, s *profile.AssumeRole) (ident.Secret, error) {
	if s.MFASerial == "" {
		return "", nil
	}
	if e.AskMFA == nil {
		return "", &fault.Error{
			Summary: fmt.Sprintf("the role of the profile %q wants a code of the MFA device %s, and nobody is here to ask", s.Profile, s.MFASerial),
			Hint:    "Run this at a terminal; the credentials are kept for an hour then:",
			Remedy:  "fob whoami --profile " + profile.Quote(e.name),
			Code:    fault.Usage,
		}
	}
	return e.AskMFA(ctx, s.MFASerial)
}

// tooLong tells before the call what AWS would answer: a role on top of
// another role lasts an hour at most.
func (e *request) tooLong(s *profile.AssumeRole, below []profile.Step) error {
	if time.Duration(s.DurationSeconds)*time.Second <= chainedMost || !ofRole(below[len(below)-1]) {
		return nil
	}
	return &fault.Error{
		Summary: fmt.Sprintf("the profile %q asks for %d seconds, but AWS gives a role that is assumed with another role's credentials 3600 at most", s.Profile, s.DurationSeconds),
		Detail:  []string{fmt.Sprintf("  %s: duration_seconds = %d", e.where(s.DurationPos), s.DurationSeconds)},
		Hint:    "Ask for an hour:",
		Remedy:  "fob configure set duration_seconds 3600 --profile " + profile.Quote(s.Profile),
	}
}

// ofRole reports whether a step is sure to give the credentials of a role. Of
// keys, be they in a file, in the environment or from a program, one cannot
// know: they may be a person's own.
func ofRole(s profile.Step) bool {
	switch s := s.(type) {
	case *profile.Static, *profile.Process:
		return false
	case *profile.CredentialSource:
		return s.Source != profile.SourceEnvironment
	}
	return true
}

// refusedRole turns a refusal by STS into an error with what to look at; any
// other error stays as it is.
func refusedRole(name, roleARN, where string, err error) error {
	var refusal *sts.Error
	if errors.As(err, new(*fault.Error)) || !errors.As(err, &refusal) {
		return err // AWS is having trouble, or cannot be reached
	}
	f := &fault.Error{
		Summary: fmt.Sprintf("AWS refuses the role %s of the profile %q", roleARN, name),
		Detail:  []string{"  " + refusal.Error(), "  " + where + ": role_arn = " + roleARN},
		Err:     err,
	}
	if refusal.Code == "AccessDenied" {
		f.Code = fault.NoAccess
		f.Hint = "The role's trust policy must name who assumes it, and that one must be allowed to. See who that is:"
		f.Remedy = "fob explain " + profile.Quote(name)
	}
	return f
}
