package sandboxapp

import (
	"context"

	"github.com/spf13/cobra"
)

const execLong = `Start a sandbox, run COMMAND in a private home that points at it, and remove
everything afterwards. The exit code is COMMAND's own.

The private home is empty (--configured puts the guide's profiles there), HOME
and its relatives name it, and nothing is inherited of AWS_* variables: no
credentials, no profile, no CA bundle. Every AWS client in it talks to the
sandbox and never to AWS: by AWS_ENDPOINT_URL and its like, and AWS CLIs older
than 2.13 by ~/.aws/models. Services that the sandbox does not have get an error
that says so.
Sign-ins go by themselves: BROWSER is a built-in visitor that allows them.`

func newExecCmd(w *world) *cobra.Command {
	var o stageOptions
	c := &cobra.Command{
		Use: "exec [flags] -- COMMAND [ARG...]", Short: "Run a command against a sandbox of its own",
		Long: execLong,
		Example: "  fob-sandbox exec --configured -- sh -c 'fob login && aws s3 ls --profile my-dev-account'\n" +
			"  fob-sandbox exec --generate accounts=1000,roles=4 -- ./my-test.sh",
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, words []string) error { return runExec(c.Context(), w, o, words) },
	}
	o.addFlags(c)
	c.Flags().SetInterspersed(false) // flags after COMMAND are its own
	return c
}

func runExec(ctx context.Context, w *world, o stageOptions, argv []string) error {
	s, err := setUp(w, o)
	if err != nil {
		return err
	}
	defer s.leave(w)
	return child{argv: argv, env: s.env, bin: s.home.Bin()}.run(ctx)
}
