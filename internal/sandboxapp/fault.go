package sandboxapp

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/sandbox"
)

func newFaultCmd(w *world) *cobra.Command {
	c := &cobra.Command{
		Use: "fault", Short: "Make calls go wrong: late, refused, lost, broken",
		Long: "Make calls of the sandbox go wrong, as networks and services do: list, set and\n" +
			"clear faults. They can stand in the organisation file too.",
		Example: "  fob-sandbox fault set lost --operation CreateToken/refresh_token --count 1\n" +
			"  fob-sandbox fault list\n  fob-sandbox fault clear",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newFaultSetCmd(w), newFaultListCmd(w), newFaultClearCmd(w))
	return c
}

type faultListOptions struct {
	Control controlOptions
	Output  string
}

func newFaultListCmd(w *world) *cobra.Command {
	var o faultListOptions
	c := &cobra.Command{
		Use: "list", Short: "Show the faults that are set, and what they did",
		Long: "Show the faults that are set, the calls that they were set for, and how many of\n" +
			"them got it. One whose count or time is over is gone.",
		Example: "  fob-sandbox fault list\n  fob-sandbox fault list -o json",
		Args:    args(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return runFaultList(c.Context(), w, o) },
	}
	o.Control.addFlags(c)
	c.Flags().StringVarP(&o.Output, "output", "o", "text", "`FORMAT`: text or json")
	return c
}

func runFaultList(ctx context.Context, w *world, o faultListOptions) error {
	if o.Output != "text" && o.Output != "json" {
		return fault.NewUsage(fmt.Sprintf("--output %q: want text or json", o.Output), sandboxName+" fault list -o json")
	}
	c, err := o.Control.open(w)
	if err != nil {
		return err
	}
	var out struct {
		Faults []sandbox.FaultState `json:"faults"`
	}
	if err := c.do(ctx, http.MethodGet, "faults", nil, &out); err != nil {
		return err
	}
	if o.Output == "json" {
		return w.stdout.JSON(out.Faults, "  ")
	}
	if len(out.Faults) == 0 {
		fmt.Fprintln(w.stdout, "No fault is set.")
		return nil
	}
	fmt.Fprintf(w.stdout, "%-3s  %-16s %-27s %-16s %7s\n", "ID", "FAULT", "OPERATION", "CALLS", "GIVEN")
	for _, s := range out.Faults {
		fmt.Fprintf(w.stdout, "%-3d  %-16s %-27s %-16s %7d\n", s.ID, faultText(s.Fault), operationText(s.Fault), choiceText(s.Fault), s.Given)
	}
	return nil
}

// faultText is a fault as set takes it: status=429.
func faultText(f sandbox.Fault) string {
	switch f.Kind {
	case sandbox.Latency:
		return fmt.Sprintf("%s=%s", f.Kind, f.Delay)
	case sandbox.Status:
		return fmt.Sprintf("%s=%d", f.Kind, f.Status)
	case sandbox.Limit:
		return fmt.Sprintf("%s=%d", f.Kind, f.CallsPerSecond)
	case sandbox.Slow:
		return fmt.Sprintf("%s=%d", f.Kind, f.BytesPerSecond)
	case sandbox.Skew:
		return fmt.Sprintf("%s=%s", f.Kind, short(f.Skew.String()))
	}
	return output.Line(string(f.Kind))
}

func operationText(f sandbox.Fault) string {
	if f.Operation == "" {
		return "(every)"
	}
	return output.Line(f.Operation)
}

// choiceText says in a few words which calls of the operation get it.
func choiceText(f sandbox.Fault) string {
	var parts []string
	if f.Share > 0 {
		parts = append(parts, fmt.Sprintf("%v%%", f.Share*100))
	}
	if f.Skip > 0 {
		parts = append(parts, fmt.Sprintf("skip %d", f.Skip))
	}
	if f.Count > 0 {
		parts = append(parts, fmt.Sprintf("next %d", f.Count))
	}
	if f.From > 0 || f.Until > 0 {
		parts = append(parts, spanText(f.From, f.Until))
	}
	if len(parts) == 0 {
		return "all"
	}
	return strings.Join(parts, ", ")
}

func spanText(from, until time.Duration) string {
	text := short(from.String()) + "-"
	if until > 0 {
		text += short(until.String())
	}
	return text
}

func newFaultClearCmd(w *world) *cobra.Command {
	var o controlOptions
	c := &cobra.Command{
		Use: "clear [ID...]", Short: "Take faults back: these, or all",
		Long:    "Take faults back by the ids that list shows; without an id, all of them.",
		Example: "  fob-sandbox fault clear",
		Args:    args(cobra.ArbitraryArgs),
		RunE:    func(c *cobra.Command, ids []string) error { return runFaultClear(c.Context(), w, o, ids) },
	}
	o.addFlags(c)
	return c
}

func runFaultClear(ctx context.Context, w *world, o controlOptions, ids []string) error {
	c, err := o.open(w)
	if err != nil {
		return err
	}
	paths := []string{"faults"}
	if len(ids) > 0 {
		paths = nil
	}
	for _, id := range ids {
		paths = append(paths, "faults?id="+id)
	}
	cleared := 0
	for _, path := range paths {
		var out struct{ Cleared int }
		if err := c.do(ctx, http.MethodDelete, path, nil, &out); err != nil {
			return err
		}
		cleared += out.Cleared
	}
	fmt.Fprintf(w.stdout, "Cleared %s.\n", count(cleared, "fault", "faults"))
	return nil
}
