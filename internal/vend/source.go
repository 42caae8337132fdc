package vend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

// source returns the credentials of the place where the program runs. They
// are not kept: the place keeps them.
func (e *request) source(ctx context.Context, s *profile.CredentialSource) (keys ident.Credentials, err error) {
	switch s.Source {
	case profile.SourceEnvironment:
		keys, err = environmentKeys(e.Env)
	case profile.SourceContainer:
		keys, err = e.container(ctx)
	case profile.SourceInstance:
		keys, err = e.instance(ctx)
	}
	if err != nil || keys.AccessKeyID == "" {
		return ident.Credentials{}, e.noSource(s, err)
	}
	return keys, nil
}

func (e *request) noSource(s *profile.CredentialSource, cause error) error {
	why := map[string]string{
		profile.SourceEnvironment: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set",
		profile.SourceContainer:   "this is no container with a role (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not set)",
		profile.SourceInstance:    "this is no EC2 instance with a role",
	}[s.Source]
	if cause != nil {
		why = fault.Text(cause)
	}
	f := &fault.Error{
		Summary: fmt.Sprintf("the credential_source %s of the profile %q gives no credentials: %s", s.Source, s.Profile, why),
		Code:    fault.NoCredentials,
		Err:     cause,
	}
	if s.Pos.File != "" {
		f.Detail = []string{"  " + e.where(s.Pos) + ": credential_source = " + s.Source}
	}
	return f
}

// get returns the body of an answer that is 200.
func (e *request) get(ctx context.Context, method, target string, header http.Header) ([]byte, error) {
	w, err := e.wire()
	if err != nil {
		return nil, err
	}
	res, err := w.Do(ctx, wire.Request{Method: method, URL: target, Header: header, Idempotent: true})
	if err != nil {
		return nil, err
	}
	if res.Status != http.StatusOK {
		return nil, &placeError{target, res.Status}
	}
	return res.Body, nil
}

// placeError is a refusal by the place where the program runs.
type placeError struct {
	url    string
	status int
}

func (e *placeError) Error() string { return fmt.Sprintf("%s answers %d", e.url, e.status) }

// parsePlace reads the document that both places answer with.
func parsePlace(body []byte) (ident.Credentials, error) {
	var doc struct{ Code, Message, AccessKeyId, SecretAccessKey, Token, Expiration, AccountId string }
	if json.Unmarshal(body, &doc) == nil && doc.Code != "" && doc.Code != "Success" {
		return ident.Credentials{}, fmt.Errorf("it says %s %s", wire.Shorten(doc.Code), wire.Shorten(doc.Message))
	}
	if json.Unmarshal(body, &doc) != nil || doc.AccessKeyId == "" || doc.SecretAccessKey == "" {
		return ident.Credentials{}, errors.New("the answer holds no credentials")
	}
	at, err := cache.ParseTime(doc.Expiration)
	if err != nil {
		return ident.Credentials{}, errors.New("the answer does not tell when the credentials end")
	}
	return ident.Credentials{
		AccessKeyID: doc.AccessKeyId, SecretAccessKey: ident.Secret(doc.SecretAccessKey),
		SessionToken: ident.Secret(doc.Token), Expiration: at.UTC(), AccountID: ident.AccountID(doc.AccountId),
	}, nil
}
