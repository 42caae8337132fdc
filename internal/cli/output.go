package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
)

// outputOptions are the flags of every command that lists or shows something.
type outputOptions struct {
	Format string // "text", "json", or empty: the command's own default
	Query  string // JMESPath over the JSON; empty means all of it
}

func (o *outputOptions) addFlags(c *cobra.Command) {
	c.Flags().VarP((*formatValue)(&o.Format), "output", "o", "output `FORMAT`: text or json")
	c.Flags().StringVar(&o.Query, "query", "", "JMESPath `EXPRESSION` that filters the JSON")
	_ = c.RegisterFlagCompletionFunc("output", fixed("text", "json"))
}

// json reports whether the answer is to be JSON.
func (o outputOptions) json() bool { return o.Format == "json" }

// print writes an answer to stdout: doc as JSON (all of it, or what --query
// picks), or else what text writes. doc must encode as documented in the
// command's contract; text gets stdout with a buffer.
func (o outputOptions) print(e *Env, doc any, text func(io.Writer) error) error {
	return e.Stdout.Buffered(func() error {
		switch {
		case o.Query != "":
			picked, err := search(o.Query, doc)
			if err != nil {
				return err
			}
			if o.json() || o.Format == "" && e.Global.AWSForm {
				return o.writeJSON(e, picked)
			}
			writeAWSText(e.Stdout.Exact(), picked)
			return nil
		case o.json():
			return o.writeJSON(e, doc)
		}
		return text(e.Stdout)
	})
}

// writeJSON writes doc with the indentation that this spelling of the command
// has: fob's own, or the AWS CLI's.
func (o outputOptions) writeJSON(e *Env, doc any) error {
	if e.Global.AWSForm {
		return e.Stdout.JSON(doc, "    ")
	}
	return e.Stdout.JSON(doc, "  ")
}

// formatValue is the value of --output.
type formatValue string

func (f *formatValue) String() string { return string(*f) }
func (f *formatValue) Type() string   { return "format" }

func (f *formatValue) Set(s string) error {
	if s != "text" && s != "json" {
		return fault.NewUsage(fmt.Sprintf("--output takes text or json, not %q", s), "")
	}
	*f = formatValue(s)
	return nil
}
