package cli

import (
	"context"
	"errors"
)

// CredentialProcess prints the SDKs' Version 1 document for a profile.
func CredentialProcess(ctx context.Context, e *Env, profile string) error {
	return errors.ErrUnsupported
}
