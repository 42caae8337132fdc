package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/vend"
)

type exportOptions struct {
	Format string // one of exportFormats
}

// exportFormat is how a line of the output is written; the AWS CLI quotes and
// escapes nothing, and neither does this, which is the same to the byte.
type exportFormat struct{ name, line string }

func exportFormats() []exportFormat {
	return []exportFormat{
		{"process", ""}, // JSON
		{"env", "export %s=%s\n"},
		{"env-no-export", "%s=%s\n"},
		{"powershell", "$Env:%s=\"%s\"\n"},
		{"windows-cmd", "set %s=%s\n"},
		{"fish", "set -gx %s \"%s\"\n"},
	}
}

func newExportCredentialsCmd(e *Env) *cobra.Command {
	var o exportOptions
	var names []string
	for _, f := range exportFormats() {
		names = append(names, f.name)
	}
	c := &cobra.Command{
		Use:     "export-credentials",
		Short:   "Print credentials for a shell, as the AWS CLI does",
		Example: "  eval \"$(fob configure export-credentials --profile my-dev-account --format env)\"",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return runExportCredentials(c.Context(), e, o)
		},
	}
	c.Flags().StringVar(&o.Format, "format", names[0], "`FORMAT`: "+strings.Join(names, ", "))
	addMinTTL(c, e)
	// The error says that the flag does not exist, two lines above.
	_ = c.RegisterFlagCompletionFunc("format", fixed(names...))
	return c
}

func runExportCredentials(ctx context.Context, e *Env, o exportOptions) error {
	for _, f := range exportFormats() {
		if f.name != o.Format {
			continue
		}
		v, err := vended(ctx, e)
		if err != nil {
			return err
		}
		_, err = e.Stdout.Exact().Write(f.write(v))
		return err
	}
	return fault.NewUsage(fmt.Sprintf("there is no format %q", o.Format), "fob help configure export-credentials")
}

func (f exportFormat) write(v vend.Vended) []byte {
	expiration := pythonTime(v.Expiration)
	if f.line == "" {
		return output.JSON(exportJSON(v, expiration))
	}
	b := fmt.Appendf(nil, f.line, "AWS_ACCESS_KEY_ID", v.AccessKeyID)
	b = fmt.Appendf(b, f.line, "AWS_SECRET_ACCESS_KEY", v.SecretAccessKey.Reveal())
	if v.SessionToken != "" {
		b = fmt.Appendf(b, f.line, "AWS_SESSION_TOKEN", v.SessionToken.Reveal())
	}
	if expiration != "" {
		b = fmt.Appendf(b, f.line, "AWS_CREDENTIAL_EXPIRATION", expiration)
	}
	return b
}

// exportJSON writes the document as the AWS CLI does: without AccountId.
func exportJSON(v vend.Vended, expiration string) []byte {
	b := []byte("{\n  \"Version\": 1")
	for _, m := range [...]struct{ name, value string }{
		{"AccessKeyId", v.AccessKeyID},
		{"SecretAccessKey", v.SecretAccessKey.Reveal()},
		{"SessionToken", v.SessionToken.Reveal()},
		{"Expiration", expiration},
	} {
		if m.value != "" {
			b = append(b, ",\n  \""+m.name+"\": "...)
			b = cache.AppendString(b, m.value)
		}
	}
	return append(b, "\n}\n"...)
}

// pythonTime writes a moment as Python's isoformat does: with an offset and
// never a Z, and with six decimals when there are any. The zone is the one
// that the source of the credentials wrote. Empty for the zero time.
func pythonTime(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Nanosecond()/1000 != 0:
		return t.Format("2006-01-02T15:04:05.000000-07:00")
	}
	return t.Format("2006-01-02T15:04:05-07:00")
}
