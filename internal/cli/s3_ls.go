package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
)

func newS3Cmd(e *Env) *cobra.Command {
	c := newGroupCmd("s3", "List S3 buckets")
	c.AddCommand(newS3LsCmd(e))
	return c
}

func newS3LsCmd(e *Env) *cobra.Command {
	var o outputOptions
	c := &cobra.Command{
		Use:   "ls",
		Short: "List the account's buckets",
		Long: "List the account's buckets, as `aws s3 ls` does: a quick check that a profile\n" +
			"works. To list their contents, use the AWS CLI.",
		Example: "  fob s3 ls --profile my-prod-account",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runS3Ls(c.Context(), e, o) },
	}
	o.addFlags(c)
	addNoLogin(c, e)
	return c
}

// bucketAnswer is one row of the JSON of `fob s3 ls`. Fields are added, never renamed.
type bucketAnswer struct {
	Name    string    `json:"Name"`
	Created time.Time `json:"CreationDate"` // RFC 3339, UTC
}

func runS3Ls(ctx context.Context, e *Env, o outputOptions) error {
	c, err := e.caller(ctx)
	if err != nil {
		return err
	}
	buckets, err := c.buckets(ctx)
	if err != nil {
		return err
	}
	answer := make([]bucketAnswer, len(buckets))
	for i, b := range buckets {
		answer[i] = bucketAnswer{Name: b.Name, Created: b.Created}
	}
	return o.print(e, answer, func(w io.Writer) error {
		for _, b := range answer {
			fmt.Fprintf(w, "%s %s\n", b.Created.In(e.Now().Location()).Format(time.DateTime), b.Name)
		}
		return nil
	})
}
