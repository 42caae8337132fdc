package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/endpoint"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/shell"
)

type serveOptions struct {
	Each   bool
	Allow  []string // patterns of role names and ARNs
	Port   int
	Output outputOptions
}

func newServeCmd(e *Env) *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve credentials that programs refresh automatically",
		Long: "Serve credentials on this machine, as containers get theirs, until Ctrl-C.\n" +
			"An SDK that has the variables which it prints refreshes its credentials before\n" +
			"they expire.\n\n" +
			"It listens on 127.0.0.1 only and requires the token of the profile, which is as\n" +
			"secret as the credentials. After fob logout it serves nothing. For one program,\n" +
			"use `fob exec --server`.",
		Example: "  fob serve -p my-dev-account\n" +
			"  fob serve -p 'my-*' --each --allow 'ReadOnly*' --port 9911\n" +
			"  fob exec --server -p my-dev-account -- terraform apply",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runServe(c.Context(), e, o) },
	}
	f := c.Flags()
	f.BoolVar(&o.Each, "each", false, "--profile is a list of names and patterns (* and ?)")
	f.StringArrayVar(&o.Allow, "allow", nil, "serve only roles that match this `PATTERN` (a name or an ARN); can be repeated")
	f.IntVar(&o.Port, "port", 0, "listen on this `PORT` (default: a free one)")
	addMinTTL(c, e)
	addNoLogin(c, e)
	o.Output.addFlags(c)
	return c
}

func runServe(ctx context.Context, e *Env, o serveOptions) error {
	names, err := eachOptions{Each: o.Each}.profiles(e)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		name, _ := e.Profile()
		names = []string{name}
	}
	d, err := newDispenser(e, o.Allow)
	if err != nil {
		return err
	}
	if names, err = d.served(names, o.Each); err != nil {
		return err
	}
	if err := d.ready(ctx, names); err != nil {
		return err
	}
	s, err := d.listen(o.Port, names)
	if err != nil {
		return &fault.Error{Summary: err.Error(), Hint: "Any free port will do:", Remedy: "fob serve", Err: err}
	}
	answer := serveAnswer{Address: s.Address()}
	for _, name := range names {
		region, err := execRegion(e, name)
		if err != nil {
			return err
		}
		answer.Grants = append(answer.Grants, newServeGrant(s, name, region))
	}
	if err := o.Output.print(e, answer, func(w io.Writer) error { return writeGrants(w, e, answer.Grants) }); err != nil {
		return err
	}
	fmt.Fprintf(e.Stderr, "Serving %s at %s until Ctrl-C.\n", plural(len(names), "profile"), s.Address())
	return s.Serve(ctx)
}

// serveAnswer is the JSON of `fob serve`. Fields are added, never renamed.
type serveAnswer struct {
	Address string       `json:"address"`
	Grants  []serveGrant `json:"grants"`
}

type serveGrant struct {
	Profile string `json:"profile"`
	URL     string `json:"url"`   // AWS_CONTAINER_CREDENTIALS_FULL_URI
	Token   string `json:"token"` // AWS_CONTAINER_AUTHORIZATION_TOKEN; a secret
	Region  string `json:"region"`
}

func newServeGrant(s *endpoint.Server, name string, region ident.Region) serveGrant {
	g := s.Grant(name)
	return serveGrant{name, g.URL, g.Token.Reveal(), string(region)}
}

// variables are what a program needs to ask, and the region that it asks for.
func (g serveGrant) variables() []shell.Variable {
	return append([]shell.Variable{
		{Name: "AWS_CONTAINER_CREDENTIALS_FULL_URI", Value: g.URL},
		{Name: "AWS_CONTAINER_AUTHORIZATION_TOKEN", Value: g.Token},
	}, regionVariables(ident.Region(g.Region))...)
}

// writeGrants writes the lines for the shell in use. Whatever is set there and
// would come before them is cleared by the lines, too.
func writeGrants(w io.Writer, e *Env, grants []serveGrant) error {
	k := shell.Detect(e.Environ, e.Self)
	for _, g := range grants {
		if len(grants) > 1 {
			fmt.Fprintf(w, "%s %s\n", shell.Comment(k), g.Profile)
		}
		vars := g.variables()
		text := shell.Lines(k, e.contradictingSet(vars), vars)
		if _, err := io.WriteString(w, strings.TrimSuffix(text, "\n")+"\n"); err != nil {
			return err
		}
	}
	return nil
}
