package sandboxapp

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandbox"
)

type callsOptions struct {
	Control controlOptions
	Reset   bool
	Output  string
}

func newCallsCmd(w *world) *cobra.Command {
	var o callsOptions
	c := &cobra.Command{
		Use: "calls", Short: "Count the calls that the sandbox answered",
		Long: "Count the calls that the sandbox answered, by operation, and how many of them\n" +
			"ran at the same time at most.",
		Example: "  fob-sandbox calls\n  fob-sandbox calls --reset\n  fob-sandbox calls -o json",
		Args:    args(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return runCalls(c.Context(), w, o) },
	}
	o.Control.addFlags(c)
	c.Flags().BoolVar(&o.Reset, "reset", false, "set all counts to zero after printing them")
	c.Flags().StringVarP(&o.Output, "output", "o", "text", "`FORMAT`: text or json")
	return c
}

func runCalls(ctx context.Context, w *world, o callsOptions) error {
	if o.Output != "text" && o.Output != "json" {
		return fault.NewUsage(fmt.Sprintf("--output %q: want text or json", o.Output), sandboxName+" calls -o json")
	}
	c, err := o.Control.open(w)
	if err != nil {
		return err
	}
	var out struct{ Calls map[string]sandbox.Calls }
	if err := c.do(ctx, http.MethodGet, "calls", nil, &out); err != nil {
		return err
	}
	if err := printCalls(w, o.Output, out.Calls); err != nil || !o.Reset {
		return err
	}
	return c.do(ctx, http.MethodDelete, "calls", nil, &out)
}

func printCalls(w *world, output string, calls map[string]sandbox.Calls) error {
	if output == "json" {
		e := json.NewEncoder(w.stdout)
		e.SetIndent("", "  ")
		return e.Encode(calls)
	}
	fmt.Fprintf(w.stdout, "%-32s %7s %7s\n", "OPERATION", "CALLS", "AT ONCE")
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		if c := calls[name]; c.Total > 0 {
			fmt.Fprintf(w.stdout, "%-32s %7d %7d\n", name, c.Total, c.Peak)
		}
	}
	return nil
}
