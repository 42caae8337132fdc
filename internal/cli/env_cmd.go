package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/shell"
)

type envOptions struct {
	Format string // one of envFormats; empty: that of the shell in use
}

func newEnvCmd(e *Env) *cobra.Command {
	var o envOptions
	c := &cobra.Command{
		Use:   "env",
		Short: "Print credentials as variables, for a shell or a file",
		Long: "Print a profile's credentials and region as environment variables: as commands\n" +
			"of a shell, which also clear variables that would override them, or as a file.\n" +
			"They expire with the credentials and are not refreshed: where you can, use fob\n" +
			"exec, fob use or credential_process. The output is secret.\n\n" +
			"  env         bash, zsh   eval \"$(fob env)\"\n" +
			"  powershell  5.1 and 7   fob env | Out-String | Invoke-Expression\n" +
			"  fish                    fob env | source\n" +
			"  nu                      fob env --format json | from json | load-env\n" +
			"  cmd                     for /f \"delims=\" %i in ('fob env') do @%i\n" +
			"  dotenv      .env files  fob env --format dotenv > .env\n" +
			"  docker      --env-file  fob env --format docker > keys.env\n" +
			"  json        programs    an object of names and values",
		Example: "  eval \"$(fob env -p my-dev-account)\"\n  fob env -p my-dev-account --format json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runEnv(c.Context(), e, o) },
	}
	c.Flags().StringVar(&o.Format, "format", "", "`FORMAT`: "+strings.Join(envFormats(), ", ")+" (default: the shell in use)")
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(envFormats(), cobra.ShellCompDirectiveNoFileComp)) // the flag is there
	addMinTTL(c, e)
	addNoLogin(c, e)
	return c
}

func envFormats() []string {
	return []string{"env", "powershell", "cmd", "fish", "nu", "dotenv", "json", "docker"}
}

func runEnv(ctx context.Context, e *Env, o envOptions) error {
	write, err := o.writer(e)
	if err != nil {
		return err
	}
	name, _ := e.Profile()
	v, err := e.credentials(ctx, name)
	if err != nil {
		return err
	}
	vars, err := e.variables(v)
	if err != nil {
		return err
	}
	text, err := write(vars)
	if err != nil {
		return err
	}
	_, err = io.WriteString(e.Stdout.Exact(), text)
	return err
}

// variableWriter writes variables in one format, or says why that cannot hold
// one of the values.
type variableWriter func([]shell.Variable) (string, error)

func (o envOptions) writer(e *Env) (variableWriter, error) {
	k := shell.Detect(e.Environ, e.Self)
	switch o.Format {
	case "":
	case "env":
		k = shell.Sh
	case "dotenv":
		return fileLines("dotenv", "'", "\n\r'"), nil
	case "docker":
		return fileLines("docker", "", "\n\r"), nil
	case "json":
		return jsonObject, nil
	default:
		var ok bool
		if k, ok = shell.ParseKind(o.Format); !ok {
			return nil, fault.NewUsage(fmt.Sprintf("there is no format %q", o.Format), "fob help env")
		}
	}
	return func(vars []shell.Variable) (string, error) {
		for _, v := range vars {
			if why := shell.Refusal(k, v.Value); why != "" {
				return "", unwritable(v.Name, why)
			}
		}
		return shell.Lines(k, e.contradictingSet(vars), vars), nil
	}, nil
}

// contradictingSet lists what is set here and would contradict vars, which
// themselves replace what there is.
func (e *Env) contradictingSet(vars []shell.Variable) []string {
	var names []string
	for _, name := range contradicting() {
		_, set := e.Environ.Lookup(name)
		for _, v := range vars {
			set = set && v.Name != name
		}
		if set {
			names = append(names, name)
		}
	}
	return names
}

// fileLines writes NAME=value lines for a file that a program reads: such
// readers know no escapes that all agree on, so what would need one is refused.
func fileLines(format, quote, forbidden string) variableWriter {
	return func(vars []shell.Variable) (string, error) {
		var b strings.Builder
		for _, v := range vars {
			if strings.ContainsAny(v.Value, forbidden) {
				return "", unwritable(v.Name, "has a character that the format "+format+" cannot hold")
			}
			fmt.Fprintf(&b, "%s=%s%s%s\n", v.Name, quote, v.Value, quote)
		}
		return b.String(), nil
	}
}

func jsonObject(vars []shell.Variable) (string, error) {
	object := map[string]string{}
	for _, v := range vars {
		object[v.Name] = v.Value
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(object)
	return string(output.JSON(b.Bytes())), err
}

func unwritable(name, why string) error {
	return &fault.Error{Summary: fmt.Sprintf("the value of %s %s", name, why), Hint: "Take another format:", Remedy: "fob env --format json"}
}
