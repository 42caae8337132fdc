package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/profile"
)

type explainOptions struct {
	Profile string // empty means the profile in force
	Output  outputOptions
}

func newExplainCmd(e *Env) *cobra.Command {
	var o explainOptions
	c := &cobra.Command{
		Use:     "explain [PROFILE]",
		Short:   "Show how a profile would get its credentials",
		Example: "  fob explain my-dev-account\n  fob explain my-dev-account -o json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Profile = args[0]
			}
			return runExplain(c.Context(), e, o)
		},
		ValidArgsFunction: completeProfiles(e),
	}
	o.Output.addFlags(c)
	return c
}

func runExplain(_ context.Context, e *Env, o explainOptions) error {
	if o.Profile == "" {
		o.Profile, _ = e.Profile()
	}
	files, err := e.Files()
	if err != nil {
		return err
	}
	view := files.View()
	if _, ok := view.Profile(o.Profile); !ok {
		return profile.NotFound(files.ProfileNames(), o.Profile)
	}
	chain, err := profile.Resolve(view, o.Profile)
	if err != nil {
		return err
	}
	e.warnRead(view, files.ViewOf(o.Profile).Errors())
	if err := o.Output.print(e, explained(chain), func(w io.Writer) error { return writeChain(w, view, chain) }); err != nil {
		return err
	}
	if sso := chain.SSO(); sso != nil {
		if err := sso.Session.Check(); err != nil {
			return err
		}
	}
	if k := e.Environ.Keys(); k.AccessKeyID != "" && !o.Output.json() {
		fmt.Fprintln(e.Stderr, "Note: AWS_ACCESS_KEY_ID is set here. Tools that are not told --profile use those keys instead.")
	}
	return nil
}

// explanation is the JSON of a chain. Its shape is a contract.
type explanation struct {
	Profile string          `json:"profile"`
	Chain   []explainedStep `json:"chain"`
}

// explainedStep has the keys of its type alone; those of the others are empty
// and left out.
type explainedStep struct {
	Type                 profile.Kind `json:"type"`
	Profile              string       `json:"profile,omitempty"`
	AccessKeyID          string       `json:"access_key_id,omitempty"`
	RoleARN              string       `json:"role_arn,omitempty"`
	RoleSessionName      string       `json:"role_session_name,omitempty"`
	ExternalID           string       `json:"external_id,omitempty"`
	MFASerial            string       `json:"mfa_serial,omitempty"`
	DurationSeconds      int          `json:"duration_seconds,omitempty"`
	SourceIdentity       string       `json:"source_identity,omitempty"`
	SessionTags          string       `json:"session_tags,omitempty"`
	TransitiveTagKeys    string       `json:"transitive_tag_keys,omitempty"`
	WebIdentityTokenFile string       `json:"web_identity_token_file,omitempty"`
	StartURL             string       `json:"sso_start_url,omitempty"`
	SSORegion            string       `json:"sso_region,omitempty"`
	Session              string       `json:"sso_session,omitempty"`
	Account              string       `json:"sso_account_id,omitempty"`
	Role                 string       `json:"sso_role_name,omitempty"`
	CredentialSource     string       `json:"credential_source,omitempty"`
	Command              string       `json:"command,omitempty"`
}

func explained(c profile.Chain) explanation {
	x := explanation{Profile: c.Profile}
	for _, step := range c.Steps {
		j := explainedStep{Type: step.Kind()}
		switch s := step.(type) {
		case *profile.Static:
			j.Profile, j.AccessKeyID = s.Profile, s.Keys.AccessKeyID
		case *profile.AssumeRole:
			j.Profile, j.RoleARN, j.RoleSessionName, j.ExternalID = s.Profile, s.RoleARN, s.RoleSessionName, s.ExternalID
			j.MFASerial, j.DurationSeconds, j.SourceIdentity = s.MFASerial, s.DurationSeconds, s.SourceIdentity
			j.SessionTags, j.TransitiveTagKeys = s.TagText(), strings.Join(s.TransitiveTagKeys, ",")
		case *profile.WebIdentity:
			j.RoleARN, j.RoleSessionName, j.WebIdentityTokenFile = s.RoleARN, s.RoleSessionName, s.TokenFile
		case *profile.SSO:
			j.StartURL, j.SSORegion, j.Session = string(s.Session.StartURL), string(s.Session.Region), string(s.Session.Name)
			j.Account, j.Role = string(s.Account), string(s.Role)
		case *profile.CredentialSource:
			j.CredentialSource = s.Source
		case *profile.Process:
			j.Command = s.Command
		}
		x.Chain = append(x.Chain, j)
	}
	return x
}

// writeChain tells a chain in sentences, base first, each with its place.
func writeChain(w io.Writer, v *awsconfig.View, c profile.Chain) error {
	if len(c.Steps) == 1 {
		what, at := sentenceOf(c.Steps[0])
		_, err := fmt.Fprintf(w, "%s %s\n  (%s)\n", c.Profile, what, v.Where(at))
		return err
	}
	if _, err := fmt.Fprintf(w, "%s gets its credentials in %d steps:\n", c.Profile, len(c.Steps)); err != nil {
		return err
	}
	for i, step := range c.Steps {
		what, at := sentenceOf(step)
		if _, err := fmt.Fprintf(w, "  %d. %s %s\n     (%s)\n", i+1, step.In(), what, v.Where(at)); err != nil {
			return err
		}
	}
	return nil
}

// sentenceOf tells what a profile does at a step, and where it says so.
func sentenceOf(step profile.Step) (what string, at awsconfig.Pos) {
	switch s := step.(type) {
	case *profile.Static:
		if s.WrittenFor != "" {
			return "has the keys that fob wrote there for " + s.WrittenFor, s.Pos
		}
		return "has the access key " + s.Keys.AccessKeyID + " in the file itself", s.Pos
	case *profile.AssumeRole:
		return "takes on the role " + s.RoleARN + withWords(s), s.Pos
	case *profile.WebIdentity:
		return "takes on the role " + s.RoleARN + " with the token in " + s.TokenFile, s.Pos
	case *profile.SSO:
		return signInSentence(s), s.Pos
	case *profile.CredentialSource:
		return map[string]string{
			profile.SourceEnvironment: "takes the keys in the environment (AWS_ACCESS_KEY_ID)",
			profile.SourceInstance:    "takes the role of the EC2 instance that it runs on",
			profile.SourceContainer:   "takes the role of the container that it runs in",
		}[s.Source], s.Pos
	case *profile.Process:
		return "runs a program that prints credentials: " + s.Command, s.Pos
	}
	return string(step.Kind()), awsconfig.Pos{}
}

// withWords tells what an assumed role asks for besides the role.
func withWords(s *profile.AssumeRole) string {
	var with []string
	for _, w := range [...]struct{ what, value string }{
		{"the external id ", s.ExternalID},
		{"a code of the MFA device ", s.MFASerial},
		{"the session name ", s.RoleSessionName},
		{"the source identity ", s.SourceIdentity},
		{"the session tags ", s.TagText()},
	} {
		if w.value != "" {
			with = append(with, w.what+w.value)
		}
	}
	if len(s.TransitiveTagKeys) > 0 {
		with[len(with)-1] += " (" + strings.Join(s.TransitiveTagKeys, ",") + " for further roles too)"
	}
	if len(with) == 0 {
		return ""
	}
	return ", with " + strings.Join(with, " and ")
}

func signInSentence(s *profile.SSO) string {
	via := fmt.Sprintf("signs in at %s (%s)", s.Session.StartURL, s.Session.Region)
	if s.Session.Name != "" {
		via = fmt.Sprintf("signs in to the session %s, at %s (%s),", s.Session.Name, s.Session.StartURL, s.Session.Region)
	}
	if s.Role == "" {
		return via + " and names no account and role: it gives a token, but no credentials"
	}
	return fmt.Sprintf("%s and takes the role %s in account %s", via, s.Role, s.Account)
}
