package vend

import (
	"fmt"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
)

// environmentKeys returns the credentials in the environment, zero when there
// are none, and an error when one of the two variables is missing.
func environmentKeys(env paths.Environ) (ident.Credentials, error) {
	k := env.Keys()
	switch {
	case k.AccessKeyID == "" && k.SecretAccessKey == "":
		return ident.Credentials{}, nil
	case k.AccessKeyID == "":
		return ident.Credentials{}, partialKeys("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID")
	case k.SecretAccessKey == "":
		return ident.Credentials{}, partialKeys("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
	}
	c := ident.Credentials{
		AccessKeyID: k.AccessKeyID, SecretAccessKey: k.SecretAccessKey,
		SessionToken: k.SessionToken, AccountID: k.AccountID,
	}
	if k.Expiration == "" {
		return c, nil
	}
	at, err := cache.ParseTime(k.Expiration)
	if err != nil {
		return ident.Credentials{}, &fault.Error{Summary: fmt.Sprintf("AWS_CREDENTIAL_EXPIRATION: %v", err), Err: err}
	}
	c.Expiration = at
	return c, nil
}

func partialKeys(there, missing string) error {
	return &fault.Error{
		Summary: fmt.Sprintf("the environment has %s, but %s is missing", there, missing),
		Hint:    "Set both or none; or name a profile, so that neither counts:",
		Remedy:  "--profile NAME",
	}
}
