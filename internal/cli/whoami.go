package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/sts"
)

func newWhoamiCmd(e *Env) *cobra.Command {
	var o outputOptions
	c := &cobra.Command{
		Use:   "whoami",
		Short: "Show the account, role and user",
		Long: "Show the account, role and user of the current profile, as AWS reports them.\n\n" +
			"`fob sts get-caller-identity` prints what the AWS CLI prints.",
		Example: "  fob whoami\n  fob whoami --profile my-prod-account -o json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runWhoami(c.Context(), e, o) },
	}
	o.addFlags(c)
	addNoLogin(c, e)
	return c
}

// identityAnswer is the JSON of `aws sts get-caller-identity`.
type identityAnswer struct {
	UserID  string `json:"UserId"`
	Account string `json:"Account"`
	ARN     string `json:"Arn"`
}

// whoamiAnswer is the JSON of `fob whoami`: the AWS CLI's, and what is known
// beside it. Fields are added, never renamed.
type whoamiAnswer struct {
	identityAnswer
	Profile     string     `json:"Profile"`
	AccountName string     `json:"AccountName"` // as fob configure wrote it; may be empty
	RoleName    string     `json:"RoleName"`    // the permission set's; empty when this is no role
	UserName    string     `json:"UserName"`
	Expiration  *time.Time `json:"Expiration"` // RFC 3339 in UTC; null for keys that do not expire
}

func runWhoami(ctx context.Context, e *Env, o outputOptions) error {
	c, err := e.caller(ctx)
	if err != nil {
		return err
	}
	id, err := c.identity(ctx)
	if err != nil {
		return err
	}
	answer := c.whoamiAnswer(id)
	var doc any = answer
	if e.Global.AWSForm {
		doc = answer.identityAnswer
	}
	if e.Global.AWSForm && o.Format == "" {
		o.Format = c.awsFormat()
	}
	return o.print(e, doc, func(w io.Writer) error {
		if e.Global.AWSForm {
			_, err := fmt.Fprintf(w, "%s\t%s\t%s\n", answer.Account, answer.ARN, answer.UserID)
			return err
		}
		_, err := io.WriteString(w, c.whoamiText(id))
		return err
	})
}

func (c *caller) whoamiAnswer(id sts.Identity) whoamiAnswer {
	a := whoamiAnswer{
		identityAnswer: identityAnswer{UserID: id.UserID, Account: string(id.Account), ARN: id.ARN},
		Profile:        c.keys.Profile, AccountName: c.env.accountName(c.keys.Profile),
	}
	a.RoleName, a.UserName = roleAndUser(id.ARN)
	if at := c.keys.Expiration; !at.IsZero() {
		at = at.UTC()
		a.Expiration = &at
	}
	return a
}

// awsFormat is the format in which the AWS CLI would print: text where the
// environment or the profile says so. What fob does not print becomes json.
func (c *caller) awsFormat() string {
	format := c.env.Environ.Output()
	if format == "" {
		format = c.output
	}
	if format == "text" {
		return format
	}
	return "json"
}

// whoamiText is three lines: the profile with its account, role and user; the
// ARN; and how long the credentials last.
func (c *caller) whoamiText(id sts.Identity) string {
	e := c.env
	role, user := roleAndUser(id.ARN)
	account := string(id.Account)
	if name := e.accountName(c.keys.Profile); name != "" {
		account = name + " (" + account + ")"
	}
	var words []string
	for _, w := range []string{c.keys.Profile, account, role, user} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, "  ") + "\n" + id.ARN + "\n" + c.lastsText() + "\n"
}

// lastsText tells until when the credentials hold, and what happens then.
func (c *caller) lastsText() string {
	at, now := c.keys.Expiration, c.env.Now()
	switch {
	case at.IsZero():
		return "These keys do not expire: better a profile that signs in (fob configure sso)."
	case c.keys.Method == "sso" || c.keys.Method == "assume-role":
		return fmt.Sprintf("Credentials until %s, renewed by themselves while the session lasts.", until(at, now))
	}
	return fmt.Sprintf("Credentials until %s.", until(at, now))
}

// accountName is the name that fob configure wrote beside the account id; AWS
// itself does not tell a role the name of its account.
func (e *Env) accountName(profile string) string {
	files, err := e.Files()
	if err != nil {
		return ""
	}
	s, ok := files.Find(awsconfig.TypeProfile, profile)
	if !ok {
		return ""
	}
	return s.Get("sso_account_name")
}

// roleAndUser takes an assumed-role ARN apart. The role that Identity Center
// makes for a permission set is shown by the permission set's name.
func roleAndUser(arn string) (role, user string) {
	_, tail, ok := strings.Cut(arn, ":assumed-role/")
	if !ok {
		_, user, _ = strings.Cut(arn, "/")
		return "", user
	}
	role, user, _ = strings.Cut(tail, "/")
	if set, ok := strings.CutPrefix(role, "AWSReservedSSO_"); ok {
		if i := strings.LastIndexByte(set, '_'); i > 0 {
			role = set[:i]
		}
	}
	return role, user
}
