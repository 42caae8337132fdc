package sandboxapp

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandbox/org"
)

const faultSetLong = `Make calls go wrong from now on. FAULT is one of

  latency=50ms   the answer comes later; latencies add up
  status=503     an HTTP status from 400 on, in the service's shape
  throttle       the service's own words for "too many calls"
  limit=5        the same, for what exceeds so many calls per second (real time)
  hang           no answer until the client gives up
  reset          the connection is reset, nothing was done
  reset-within   the connection is reset in the middle of the answer
  garbage        200 with bytes that mean nothing, nothing was done
  truncated      the first half of the answer
  mistyped       the answer with values of other types
  skew=-10m      the service's clock is wrong: Date and check of signatures
  slow=100       so many bytes of the answer per second
  lost           the call is carried out, then the connection is reset

Of several faults that fit a call the one that was set first wins, but latency
goes together with any. --from and --until count from now on the sandbox's
clock: time passes on it by itself and by "fob-sandbox advance".`

const faultSetExample = `  fob-sandbox fault set latency=50ms
  fob-sandbox fault set status=429 --retry-after 2s --operation GetRoleCredentials
  fob-sandbox fault set lost --operation CreateToken/refresh_token --count 1
  fob-sandbox fault set reset --share 30% --seed 7
  fob-sandbox fault set limit=5 --burst 10 --operation ListAccountRoles
  fob-sandbox fault set hang --from 1h --until 2h
  fob-sandbox fault set skew=-10m --skip 1`

type faultSetOptions struct {
	Control controlOptions
	Share   string
	Fault   sandbox.Fault // what the other flags fill
}

func newFaultSetCmd(w *world) *cobra.Command {
	var o faultSetOptions
	c := &cobra.Command{
		Use: "set FAULT[=VALUE]", Short: "Make calls go wrong from now on",
		Long: faultSetLong + "\n\n" + operationsHelp(), Example: faultSetExample,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, words []string) error { return runFaultSet(c.Context(), w, o, words[0]) },
	}
	f := c.Flags()
	f.StringVar(&o.Fault.Operation, "operation", "", "`NAME` of what goes wrong (default: all)")
	f.IntVar(&o.Fault.Count, "count", 0, "only the next `N` calls (default: all)")
	f.IntVar(&o.Fault.Skip, "skip", 0, "let `N` calls pass first")
	f.StringVar(&o.Share, "share", "", "only a `SHARE` of the calls: 30% or 0.3")
	f.Uint64Var(&o.Fault.Seed, "seed", 0, "`NUMBER` that decides which calls a share hits")
	f.DurationVar(&o.Fault.From, "from", 0, "begin in `TIME`, on the sandbox's clock")
	f.DurationVar(&o.Fault.Until, "until", 0, "end in `TIME`, on the sandbox's clock")
	f.DurationVar(&o.Fault.RetryAfter, "retry-after", 0, "with a Retry-After of `TIME` (status, throttle, limit)")
	f.IntVar(&o.Fault.Burst, "burst", 0, "`N` calls that may come at once (limit; default: its value)")
	o.Control.addFlags(c)
	return c
}

func runFaultSet(ctx context.Context, w *world, o faultSetOptions, word string) error {
	f, err := o.fault(word)
	if err != nil {
		return fault.NewUsage(err.Error(), sandboxName+" fault set --help")
	}
	c, err := o.Control.open(w)
	if err != nil {
		return err
	}
	var out struct{ ID int }
	if err := c.do(ctx, http.MethodPost, "faults", f, &out); err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "Set fault %d: %s for %s, %s.\n", out.ID, faultText(f), operationText(f), choiceText(f))
	return nil
}

// fault puts the word and the flags together.
func (o faultSetOptions) fault(word string) (sandbox.Fault, error) {
	f := o.Fault
	kind, value, has := strings.Cut(word, "=")
	f.Kind = sandbox.FaultKind(kind)
	if err := setValue(&f, value, has); err != nil {
		return f, err
	}
	if o.Share != "" {
		share, err := org.ParseShare(o.Share)
		if err != nil {
			return f, err
		}
		f.Share = share
	}
	return f, f.Check()
}

// values are the faults that take a value, with one for example.
var values = map[sandbox.FaultKind]string{
	sandbox.Latency: "50ms", sandbox.Status: "503", sandbox.Limit: "5", sandbox.Skew: "-10m", sandbox.Slow: "100",
}

// setValue reads what stands behind the equals sign into its place.
func setValue(f *sandbox.Fault, value string, has bool) (err error) {
	example, takes := values[f.Kind]
	switch {
	case takes && !has:
		return fmt.Errorf("the fault %s needs a value: %s=%s", f.Kind, f.Kind, example)
	case has && !takes:
		if err := f.Check(); err != nil {
			return err // there is no such fault, perhaps
		}
		return fmt.Errorf("the fault %s takes no value", f.Kind)
	}
	switch f.Kind {
	case sandbox.Latency:
		f.Delay, err = time.ParseDuration(value)
	case sandbox.Skew:
		f.Skew, err = time.ParseDuration(value)
	case sandbox.Status:
		f.Status, err = strconv.Atoi(value)
	case sandbox.Limit:
		f.CallsPerSecond, err = strconv.Atoi(value)
	case sandbox.Slow:
		f.BytesPerSecond, err = strconv.Atoi(value)
	}
	if err != nil {
		return fmt.Errorf("%s=%s cannot be read: want %s=%s or the like", f.Kind, value, f.Kind, example)
	}
	return nil
}

// operationsHelp lists the operations in lines of at most 80 characters.
func operationsHelp() string {
	text, line := "", " "
	for _, name := range org.Operations() {
		if len(line)+len(name)+2 > 80 {
			text, line = text+line+"\n", " "
		}
		line += " " + name
	}
	return "The operations:\n" + text + line
}
