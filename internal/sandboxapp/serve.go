package sandboxapp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandboxapp/home"
	"github.com/fobcli/fob/internal/shell"
)

type serveOptions struct {
	Org     orgOptions
	Addr    string
	KeyFile string // empty means a file among the person's settings
	Log     bool
	Shell   string // empty means the one in use
}

func newServeCmd(w *world) *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use: "serve", Short: "Run a sandbox until Ctrl-C",
		Long: `Run a sandbox until Ctrl-C, and print the lines that point tools at it.

Paste all of the lines into another terminal: some clients need a variable for
each service, and AWS CLIs older than 2.13 read none of these but AWS_DATA_PATH.
What is started there talks to the sandbox and never to AWS.

It listens on the loopback interface alone. Client registrations and role
credentials stay valid after a restart, as they do with AWS: the key that seals
them is kept in your configuration directory.`,
		Example: "  fob-sandbox serve --addr 127.0.0.1:8443\n" +
			"  fob-sandbox serve --org my-company.yaml --log\n" +
			"  fob-sandbox serve --shell pwsh\n" +
			"  fob-sandbox serve --generate accounts=1000,roles=4",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return runServe(c.Context(), w, o) },
	}
	o.Org.addFlags(c)
	c.Flags().StringVar(&o.Addr, "addr", "127.0.0.1:0", "loopback `ADDRESS` to listen on; port 0 takes a free one")
	c.Flags().StringVar(&o.KeyFile, "key-file", "", "`FILE` with the key that seals registrations and role keys (made when absent)")
	c.Flags().StringVar(&o.Shell, "shell", "", "print the lines for this `SHELL` (default: the one in use): "+shellNames())
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
	k, err := o.shell(w)
	if err != nil {
		return err
	}
	s, err := start(config)
	if err != nil {
		return err
	}
	dir, remove, err := models(s.URL())
	if err != nil {
		return errors.Join(err, s.Close())
	}
	text, err := lines(k, home.Pointers(w.environ, w.windows, home.Sandbox{
		Origin: s.URL(), Control: s.ControlURL(), Secret: s.ControlSecret(),
	}, dir))
	if err == nil {
		printServed(w.stdout, s, k, text)
		if w.stdout.Err() == nil { // nobody can use a server whose address is lost
			<-ctx.Done()
		}
	}
	return errors.Join(err, s.Close(), remove())
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

// models makes the folder that points old AWS CLIs at the sandbox, and returns
// what removes it.
func models(origin string) (dir string, remove func() error, err error) {
	dir, err = os.MkdirTemp("", sandboxName+"-models-")
	if err == nil {
		err = home.WriteModels(dir, origin)
	}
	if err != nil {
		return "", nil, &fault.Error{Summary: "the sandbox cannot write its temporary files: " + err.Error(), Err: err}
	}
	return dir, func() error { return os.RemoveAll(dir) }, nil
}

// shell is the shell that lines are printed for: the one that was asked for, or
// the one in use.
func (o serveOptions) shell(w *world) (shell.Kind, error) {
	if o.Shell == "" {
		return shell.Detect(paths.Environ{GOOS: goos(w), Lookup: w.lookupVar, All: func() []string { return w.environ }}, w.self), nil
	}
	k, ok := shell.ParseKind(o.Shell)
	if !ok {
		return k, fault.NewUsage(fmt.Sprintf("--shell %q: want one of %s", o.Shell, shellNames()), sandboxName+" serve --shell bash")
	}
	return k, nil
}

// shellNames lists the values of --shell.
func shellNames() string {
	var names []string
	for _, k := range append(shell.Kinds(), shell.Sh) {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

// lines are the commands that point programs started from a shell at a sandbox.
func lines(k shell.Kind, vars []string) (string, error) {
	var all []shell.Variable
	for _, kv := range vars {
		name, value, _ := strings.Cut(kv, "=")
		if why := shell.Refusal(k, value); why != "" {
			return "", &fault.Error{Summary: fmt.Sprintf("%s %s", name, why), Hint: "Take another shell:", Remedy: sandboxName + " serve --shell pwsh"}
		}
		all = append(all, shell.Variable{Name: name, Value: value})
	}
	return shell.Lines(k, nil, all), nil
}

func printServed(out io.Writer, s *sandbox.Server, k shell.Kind, lines string) {
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

Point tools at it with all of these lines, in %[6]s (--shell NAME for another shell):
  %[7]s

With FOB_SANDBOX_* you can turn its clock: fob-sandbox advance 8h
Ctrl-C ends it.
`, s.URL(), i.StartURL, i.Region, strings.Join(users, ", "), len(s.Org().Accounts), k, strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\n  "))
}
