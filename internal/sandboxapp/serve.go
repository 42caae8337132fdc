package sandboxapp

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandbox"
)

type serveOptions struct {
	Org     orgOptions
	Addr    string
	KeyFile string // empty means a file among the person's settings
	Log     bool
}

func newServeCmd(w *world) *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use: "serve", Short: "Run a sandbox until Ctrl-C",
		Long: `Run a sandbox until Ctrl-C, and say how to point tools at it.

It listens on the loopback interface alone. Client registrations outlive a
restart on the same port, as they do with AWS: the key that signs them is kept
in a file of your own.`,
		Example: "  fob-sandbox serve --addr 127.0.0.1:8443\n" +
			"  fob-sandbox serve --org my-company.yaml --log\n" +
			"  fob-sandbox serve --generate accounts=1000,roles=4",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return runServe(c.Context(), w, o) },
	}
	o.Org.addFlags(c)
	c.Flags().StringVar(&o.Addr, "addr", "127.0.0.1:0", "loopback `ADDRESS` to listen on; port 0 takes a free one")
	c.Flags().StringVar(&o.KeyFile, "key-file", "", "`FILE` with the key that seals registrations and role keys (made when absent)")
	c.Flags().BoolVar(&o.Log, "log", false, "print a line for each call on stderr, without any secret")
	return c
}

func runServe(ctx context.Context, w *world, o serveOptions) error {
	organisation, err := o.Org.load()
	if err != nil {
		return err
	}
	if o.KeyFile == "" {
		if o.KeyFile, err = defaultKeyFile(); err != nil {
			return err
		}
	}
	config := sandbox.Config{Org: organisation, Addr: o.Addr, KeyFile: o.KeyFile, Notices: w.stderr, Now: w.now, Rotation: sandbox.Rotation(o.Org.Rotation)}
	if o.Log {
		config.Log = w.stderr
	}
	s, err := start(config)
	if err != nil {
		return err
	}
	printServed(w.stdout, s)
	if w.stdout.Err() == nil { // nobody can use a server whose address is lost
		<-ctx.Done()
	}
	return s.Close()
}

// defaultKeyFile lies among the person's settings, not in the cache: it is to
// outlive a clean-up.
func defaultKeyFile() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", &fault.Error{
			Summary: "there is no place for the key file: " + err.Error(), Err: err,
			Hint: "Name one:", Remedy: sandboxName + " serve --key-file ./sandbox.key",
		}
	}
	return filepath.Join(dir, sandboxName, "registrations.key"), nil
}

// start starts a sandbox and turns what can go wrong into what to do.
func start(c sandbox.Config) (*sandbox.Server, error) {
	s, err := sandbox.New(c)
	if err != nil {
		return nil, &fault.Error{Summary: "the sandbox cannot start: " + err.Error(), Err: err}
	}
	return s, nil
}

func printServed(out io.Writer, s *sandbox.Server) {
	i := s.Org().Instance
	var users []string
	for _, u := range s.Org().Users {
		users = append(users, u.Name)
	}
	if len(users) > 5 {
		users = append(users[:5], fmt.Sprintf("and %d more", len(users)-5))
	}
	fmt.Fprintf(out, `The fob sandbox is at %[1]s
  access portal  %[1]s/start/
  start URL      %[2]s  (a name to configure tools with; never contacted)
  SSO region     %[3]s
  users          %[4]s
  accounts       %[5]d

Point tools at it, in bash or zsh:
  export AWS_ENDPOINT_URL=%[1]s
  export FOB_SANDBOX_CONTROL=%[6]s
  export FOB_SANDBOX_SECRET=%[7]s

in PowerShell:
  $Env:AWS_ENDPOINT_URL = "%[1]s"
  $Env:FOB_SANDBOX_CONTROL = "%[6]s"
  $Env:FOB_SANDBOX_SECRET = "%[7]s"

The last two let you turn its clock: fob-sandbox advance 8h
Ctrl-C ends it.
`, s.URL(), i.StartURL, i.Region, strings.Join(users, ", "), len(s.Org().Accounts), s.ControlURL(), s.ControlSecret())
}
