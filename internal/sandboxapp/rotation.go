package sandboxapp

import (
	"context"
	"fmt"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandbox/org"
)

const rotationLong = `Show or change what becomes of a refresh token that is used:

  off      the same one is given back
  grace    a new one is given; the previous one stays valid until its successor
           is used, and 60 seconds more (the default)
  strict   a new one is given, and reuse of a previous one ends the session

A change holds at once, for the sessions that there are too.`

func newRotationCmd(w *world) *cobra.Command {
	var o controlOptions
	c := &cobra.Command{
		Use: "rotation [off|grace|strict]", Short: "Show or change what becomes of used refresh tokens",
		Long: rotationLong, Example: "  fob-sandbox rotation\n  fob-sandbox rotation strict",
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, words []string) error { return runRotation(c.Context(), w, o, words) },
	}
	o.addFlags(c)
	return c
}

func runRotation(ctx context.Context, w *world, o controlOptions, words []string) error {
	method, body := http.MethodGet, any(nil)
	if len(words) > 0 {
		if _, err := org.ParseRotation(words[0]); err != nil {
			return fault.NewUsage(err.Error(), sandboxName+" rotation strict")
		}
		method, body = http.MethodPost, map[string]string{"rotation": words[0]}
	}
	c, err := o.open(w)
	if err != nil {
		return err
	}
	var out struct{ Rotation string }
	if err := c.do(ctx, method, "rotation", body, &out); err != nil {
		return err
	}
	fmt.Fprintln(w.stdout, out.Rotation)
	return nil
}
