package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
)

type configureSetOptions struct {
	sectionOptions
	Key, Value string
}

func newConfigureSetCmd(e *Env) *cobra.Command {
	var o configureSetOptions
	c := &cobra.Command{
		Use:   "set KEY VALUE",
		Short: "Set one value in the shared files",
		Long: "Set one value in the shared files, without changing any other byte.\n\n" +
			"KEY is written as for `fob configure get`. A missing section is created. Access\n" +
			"keys and session tokens go to the credentials file, everything else to the\n" +
			"config file, unless the credentials file already has the key. It does not\n" +
			"prompt; `fob configure undo` reverts it.",
		Example: "  fob configure set region eu-west-1 --profile my-dev-account\n" +
			"  fob configure set s3.addressing_style path\n" +
			"  fob configure set sso_region us-east-1 --sso-session my-sso",
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: o.completeSetting(e),
		RunE: func(c *cobra.Command, args []string) error {
			o.Key, o.Value = args[0], args[1]
			return runConfigureSet(c.Context(), e, o)
		},
	}
	o.addFlags(c)
	return c
}

func runConfigureSet(ctx context.Context, e *Env, o configureSetOptions) error {
	files, err := e.Files()
	if err != nil {
		return err
	}
	s, err := o.resolve(e, files, o.Key)
	if err != nil {
		return err
	}
	change, err := e.Editor().Apply(ctx, awsconfig.Plan{{
		Target: s.target(files), Type: s.Type, Name: s.Name, Key: s.Key, Sub: s.Sub, Value: o.Value,
	}})
	if err != nil {
		return err
	}
	e.warnExposed(change)
	e.tellChanged(change, fmt.Sprintf("Set %s of %s", s.key(), s.of()))
	e.tellKept(change.DropsSecrets())
	return nil
}

type configureUnsetOptions struct {
	sectionOptions
	Key string
}

func newConfigureUnsetCmd(e *Env) *cobra.Command {
	var o configureUnsetOptions
	c := &cobra.Command{
		Use:   "unset KEY",
		Short: "Remove one value from the shared files",
		Long: "Remove one value from the shared files, wherever it is read from, without\n" +
			"changing any other byte. KEY is written as for `fob configure get`. A value that\n" +
			"does not exist is not an error. `fob configure undo` reverts it, so the undo\n" +
			"copies keep a removed secret until `fob configure undo --forget`.",
		Example:           "  fob configure unset sso_start_url --profile my-dev-account\n  fob configure unset s3.addressing_style",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: o.completeKeys(e),
		RunE: func(c *cobra.Command, args []string) error {
			o.Key = args[0]
			return runConfigureUnset(c.Context(), e, o)
		},
	}
	o.addFlags(c)
	return c
}

func runConfigureUnset(ctx context.Context, e *Env, o configureUnsetOptions) error {
	files, err := e.Files()
	if err != nil {
		return err
	}
	s, err := o.resolve(e, files, o.Key)
	if err != nil {
		return err
	}
	if _, section, _ := s.lookup(files); !section && !s.Implied {
		return s.missing(files)
	}
	edit := awsconfig.Edit{Type: s.Type, Name: s.Name, Key: s.Key, Sub: s.Sub, Op: awsconfig.Unset}
	plan := awsconfig.Plan{edit}
	if s.Type == awsconfig.TypeProfile {
		edit.Target = awsconfig.CredentialsFile
		plan = append(plan, edit)
	}
	change, err := e.Editor().Apply(ctx, plan)
	if err != nil {
		return err
	}
	e.tellChanged(change, fmt.Sprintf("Removed %s from %s", s.key(), s.of()))
	e.tellKept(awsconfig.IsSecret(strings.ToLower(s.Key)) || change.DropsSecrets())
	return nil
}

// target is the file to write a value to: the credentials file for what
// belongs there and for what it holds already, as it wins over the other.
func (s setting) target(f awsconfig.Files) awsconfig.Target {
	if s.Type != awsconfig.TypeProfile {
		return awsconfig.ConfigFile
	}
	p, _, found := setting{Type: s.Type, Name: s.Name, Key: s.Key}.lookup(f)
	if found && p.Pos.File == f.CredentialsPath || awsconfig.GoesToCredentials(strings.ToLower(s.Key)) {
		return awsconfig.CredentialsFile
	}
	return awsconfig.ConfigFile
}

// tellChanged says in one line what was done and how to take it back. A
// script, which nobody watches, is told nothing, as by the AWS CLI.
func (e *Env) tellChanged(c awsconfig.Change, what string) {
	switch {
	case !e.Interactive():
	case c.Empty():
		fmt.Fprintln(e.Stderr, "Nothing to do: the files say so already.")
	default:
		var names []string
		for _, f := range c.Files {
			names = append(names, e.Paths.Short(f.Path))
		}
		fmt.Fprintf(e.Stderr, "%s in %s. Undo: fob configure undo\n", what, strings.Join(names, " and "))
	}
}

// tellKept tells a person who took a secret out of the files where it still is.
// dropped reports whether a secret was taken out. A script is told, too: it is
// no receipt, but something left to do.
func (e *Env) tellKept(dropped bool) {
	if !dropped || !e.Editor().KeepsRemovedSecrets() {
		return
	}
	fmt.Fprintf(e.Stderr, "The undo copies in %s still hold secrets that are no longer in the files. Erase them:\n  fob configure undo --forget\n",
		e.Paths.Short(filepath.Join(e.Paths.Own, "undo")))
}

// warnExposed warns of a credentials file that others may read.
func (e *Env) warnExposed(c awsconfig.Change) {
	for _, f := range c.Files {
		info, err := os.Stat(f.Path)
		if f.Path != e.Paths.Credentials || err != nil || e.Environ.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
			continue
		}
		fmt.Fprintf(e.Stderr, "Warning: other users of this machine can read %s. Close it to them:\n  chmod 600 %s\n",
			e.Paths.Short(f.Path), e.Paths.Short(f.Path))
	}
}
