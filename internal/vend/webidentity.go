package vend

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/sts"
)

// webIdentityOf returns the role that the environment names with a file of a
// token, as Kubernetes and CI systems set it up; nil when it names none.
func webIdentityOf(env paths.Environ) *profile.WebIdentity {
	arn, file, session := env.WebIdentity()
	if arn == "" {
		return nil
	}
	return &profile.WebIdentity{RoleARN: arn, TokenFile: file, RoleSessionName: session}
}

// webIdentity returns the credentials of a role that is assumed with a token
// of an OIDC provider. The token is read when it is needed, as its file is
// renewed by others.
func (e *request) webIdentity(ctx context.Context, s *profile.WebIdentity) (ident.Credentials, error) {
	id := cache.AssumeID{RoleARN: s.RoleARN, RoleSessionName: s.RoleSessionName}
	var got sts.AssumeOutput
	return e.credentials(ctx, entry{
		what: "the credentials of " + s.RoleARN,
		lock: id.LockName(),
		load: func() (ident.Credentials, error) {
			a, err := e.Store.Assumed(id)
			return a.Credentials, err
		},
		fetch: func(ctx context.Context, _ bool) (ident.Credentials, error) {
			var err error
			got, err = e.fetchWebIdentity(ctx, s)
			return got.Credentials, err
		},
		save: func(c ident.Credentials) error {
			return e.Store.SaveAssumed(id, cache.Assumed{Credentials: c, ARN: got.ARN, RoleID: got.AssumedRoleID})
		},
	})
}

func (e *request) fetchWebIdentity(ctx context.Context, s *profile.WebIdentity) (sts.AssumeOutput, error) {
	token, err := os.ReadFile(s.TokenFile)
	if err != nil {
		f := &fault.Error{Summary: fmt.Sprintf("the web identity token cannot be read: %v", err), Err: err}
		if s.Pos.File != "" {
			f.Detail = []string{"  " + e.where(s.Pos) + ": web_identity_token_file = " + s.TokenFile}
		}
		return sts.AssumeOutput{}, f
	}
	client, err := e.sts(s.Profile, s.RoleARN)
	if err != nil {
		return sts.AssumeOutput{}, err
	}
	out, err := retryOnce(func() (sts.AssumeOutput, error) {
		return client.AssumeRoleWithWebIdentity(ctx, sts.WebIdentityInput{
			RoleARN: s.RoleARN, RoleSessionName: e.roleSession(s.RoleSessionName), Token: ident.Secret(strings.TrimSpace(string(token))),
		})
	}, sts.ErrAnswer)
	if err != nil {
		where := "AWS_ROLE_ARN"
		if s.Pos.File != "" {
			where = e.where(s.Pos)
		}
		return sts.AssumeOutput{}, refusedRole(e.name, s.RoleARN, where, err)
	}
	return out, nil
}
