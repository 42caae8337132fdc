package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/vend"
)

// Everything in this file runs in every process of every SDK that a profile
// sends to fob, so it does little: app calls CredentialProcess before the
// command tree is built (see HotProfile), and a cache hit reads the two shared
// files and one cache file, takes no lock and makes no network call. Keep it
// from reaching the terminal packages and from making the HTTP client.

func newCredentialProcessCmd(e *Env) *cobra.Command {
	c := &cobra.Command{
		Use:   HotVerb,
		Short: "Print credentials for SDKs (credential_process)",
		Long: `Print credentials for SDKs (credential_process).

It never opens a browser: where a sign-in is needed it ends with exit code 3
and the line to type. In ~/.aws/config:

  [profile dev]
  credential_process = fob credential-process --profile my-dev-account`,
		Example: "  fob credential-process --profile my-dev-account",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return CredentialProcess(c.Context(), e, "")
		},
	}
	addMinTTL(c, e)
	return c
}

// CredentialProcess prints the SDKs' Version 1 document for a profile; an
// empty name means the profile in force. Its error is as those of
// vend.Vendor.Credentials.
func CredentialProcess(ctx context.Context, e *Env, profile string) error {
	if profile != "" {
		e.Global.Profile = profile
	}
	v, err := vended(ctx, e)
	if err != nil {
		return err
	}
	_, err = e.Stdout.Write(output.JSON(versionOne(v)))
	return err
}

// vended gives the credentials of the profile in force.
func vended(ctx context.Context, e *Env) (vend.Vended, error) {
	v, err := e.Vendor()
	if err != nil {
		return vend.Vended{}, err
	}
	name, _ := e.Profile()
	return v.Credentials(ctx, name)
}

// versionOne writes the document on one line, by hand: making an encoder costs
// more than all the rest. Source: AWS SDKs and Tools Reference Guide, "Process
// credential provider".
func versionOne(v vend.Vended) []byte {
	var expiration string
	if !v.Expiration.IsZero() {
		expiration = v.Expiration.UTC().Format(time.RFC3339)
	}
	b := []byte(`{"Version":1`)
	for _, m := range [...]struct{ name, value string }{
		{"AccessKeyId", v.AccessKeyID},
		{"SecretAccessKey", v.SecretAccessKey.Reveal()},
		{"SessionToken", v.SessionToken.Reveal()},
		{"Expiration", expiration},
		{"AccountId", string(v.AccountID)},
	} {
		if m.value != "" {
			b = append(append(append(b, `,"`...), m.name...), `":`...)
			b = cache.AppendString(b, m.value)
		}
	}
	return append(b, "}\n"...)
}
