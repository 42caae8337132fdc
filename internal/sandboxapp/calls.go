package sandboxapp

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
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
		Long: "Count the calls that reached the sandbox, by operation, how many of them ran at\n" +
			"the same time at most, and how many got which fault. Operations that the sandbox\n" +
			"does not have stand there with their service, such as iam:ListUsers.",
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

func printCalls(w *world, format string, calls map[string]sandbox.Calls) error {
	if format == "json" {
		return w.stdout.JSON(calls, "  ")
	}
	width := 32
	for name := range calls {
		width = max(width, len(output.Line(name)))
	}
	fmt.Fprintf(w.stdout, "%-*s %7s %7s  %s\n", width, "OPERATION", "CALLS", "AT ONCE", "FAULTS")
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		if c := calls[name]; c.Total > 0 {
			fmt.Fprintln(w.stdout, strings.TrimRight(fmt.Sprintf("%-*s %7d %7d  %s", width, output.Line(name), c.Total, c.Peak, faultsText(c.Faults)), " "))
		}
	}
	return nil
}

// faultsText is the faults that calls got: 2 lost, 1 status.
func faultsText(faults map[string]int) string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(faults)) {
		parts = append(parts, fmt.Sprintf("%d %s", faults[kind], output.Line(kind)))
	}
	return strings.Join(parts, ", ")
}
