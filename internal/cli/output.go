package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
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
	c.Flags().VarP((*formatValue)(&o.Format), "output", "o", "print as `FORMAT`: text or json")
	c.Flags().StringVar(&o.Query, "query", "", "JMESPath `EXPRESSION` that picks from the JSON")
	_ = c.RegisterFlagCompletionFunc("output", fixed("text", "json"))
}

// json reports whether the answer is to be JSON.
func (o outputOptions) json() bool { return o.Format == "json" }

// print writes an answer to stdout: doc as JSON (all of it, or what --query
// picks), or else what text writes. doc must encode as documented in the
// command's contract; text gets a buffered writer.
func (o outputOptions) print(e *Env, doc any, text func(io.Writer) error) error {
	w := answerWriter{bufio.NewWriterSize(e.Stdout, 64<<10), e.Stdout}
	switch {
	case o.Query != "":
		picked, err := search(o.Query, doc)
		if err != nil {
			return err
		}
		if o.json() || o.Format == "" && e.Global.AWSForm {
			err = o.writeJSON(w, e, picked)
		} else {
			writeAWSText(w, picked)
		}
		if err != nil {
			return err
		}
	case o.json():
		if err := o.writeJSON(w, e, doc); err != nil {
			return err
		}
	default:
		if err := text(w); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (o outputOptions) writeJSON(w io.Writer, e *Env, doc any) error {
	if e.Global.AWSForm {
		return writeJSON(w, doc, "    ") // as the AWS CLI indents
	}
	return writeJSON(w, doc, "  ")
}

// writeJSON writes doc with indentation and a line end, leaving <, > and &
// as they are: the reader is a person or jq, not a web page.
func writeJSON(w io.Writer, doc any, indent string) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("encode the answer as JSON: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
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
