package sandboxapp

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/sandbox"
)

func newMFACodeCmd(w *world) *cobra.Command {
	var o controlOptions
	c := &cobra.Command{
		Use: "mfa-code [SERIAL]", Short: "Show the code of an MFA device",
		Long: "Show the one-time code that an MFA device of the organisation shows now; without\n" +
			"SERIAL, that of the only one. Codes follow the sandbox's clock, and each is good\n" +
			"once: when those of this moment were used, \"fob-sandbox advance 30s\" gives the next.",
		Example: "  fob-sandbox mfa-code\n  fob-sandbox mfa-code arn:aws:iam::111122223333:mfa/robot",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, words []string) error {
			path := "mfa-code"
			if len(words) == 1 {
				path += "?" + url.Values{"serial": {words[0]}}.Encode()
			}
			return printField(c.Context(), w, o, http.MethodGet, path, nil, "code")
		},
	}
	o.addFlags(c)
	return c
}

func newWebIdentityCmd(w *world) *cobra.Command {
	var o controlOptions
	var audience string
	var lifetime time.Duration
	c := &cobra.Command{
		Use: "web-identity-token SUBJECT", Short: "Issue a token for AssumeRoleWithWebIdentity",
		Long: "Issue a token as a CI system or a cluster would, for AssumeRoleWithWebIdentity, and\n" +
			"print it. Roles trust tokens by their subjects (iamRoles in the organisation file).",
		Example: "  fob-sandbox web-identity-token repo:corp/app:main > token",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, words []string) error {
			body := map[string]string{"subject": words[0], "audience": audience, "lifetime": lifetime.String()}
			return printField(c.Context(), w, o, http.MethodPost, "web-identity-token", body, "token")
		},
	}
	c.Flags().StringVar(&audience, "audience", "", "`NAME` of who it is for (default: sts.amazonaws.com)")
	c.Flags().DurationVar(&lifetime, "lifetime", time.Hour, "`TIME` that it is good for")
	o.addFlags(c)
	return c
}

// printField calls the control API and prints one text of its answer.
func printField(ctx context.Context, w *world, o controlOptions, method, path string, body any, field string) error {
	c, err := o.open(w)
	if err != nil {
		return err
	}
	var out map[string]string
	if err := c.do(ctx, method, path, body, &out); err != nil {
		return err
	}
	fmt.Fprintln(w.stdout.Exact(), out[field])
	return nil
}

type assumedOptions struct {
	Control controlOptions
	Output  string
}

func newAssumedCmd(w *world) *cobra.Command {
	var o assumedOptions
	c := &cobra.Command{
		Use: "assumed-roles", Short: "List the sessions of roles that were assumed",
		Long: "List the sessions of IAM roles whose keys are good: who assumed them, with which\n" +
			"source identity, tags and MFA. A + stands before a tag that goes along a chain.",
		Example: "  fob-sandbox assumed-roles\n  fob-sandbox assumed-roles -o json",
		Args:    args(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return runAssumed(c.Context(), w, o) },
	}
	o.Control.addFlags(c)
	c.Flags().StringVarP(&o.Output, "output", "o", "text", "`FORMAT`: text or json")
	return c
}

func runAssumed(ctx context.Context, w *world, o assumedOptions) error {
	if o.Output != "text" && o.Output != "json" {
		return fault.NewUsage(fmt.Sprintf("--output %q: want text or json", o.Output), sandboxName+" assumed-roles -o json")
	}
	c, err := o.Control.open(w)
	if err != nil {
		return err
	}
	var out struct{ AssumedRoles []sandbox.AssumedRole }
	if err := c.do(ctx, http.MethodGet, "assumed-roles", nil, &out); err != nil {
		return err
	}
	if o.Output == "json" {
		return w.stdout.JSON(out.AssumedRoles, "  ")
	}
	if len(out.AssumedRoles) == 0 {
		fmt.Fprintln(w.stdout, "No role is assumed.")
	}
	for _, a := range out.AssumedRoles {
		printAssumed(w, a)
	}
	return nil
}

func printAssumed(w *world, a sandbox.AssumedRole) {
	fmt.Fprintf(w.stdout, "%s\n  by               %s\n  expires          %s\n", output.Line(a.ARN), output.Line(a.By), a.Expires.Local().Format(time.DateTime))
	if a.SourceIdentity != "" {
		fmt.Fprintf(w.stdout, "  source identity  %s\n", output.Line(a.SourceIdentity))
	}
	if a.MFA {
		fmt.Fprintln(w.stdout, "  MFA              yes")
	}
	var tags []string
	for _, t := range a.Tags {
		text := t.Key + "=" + t.Value
		if t.Transitive {
			text = "+" + text
		}
		tags = append(tags, text)
	}
	if len(tags) > 0 {
		fmt.Fprintf(w.stdout, "  tags             %s\n", output.Line(strings.Join(tags, " ")))
	}
}
