package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
)

// newSandboxCmd hands over to fob-sandbox: the emulator is a program of its
// own, so that the credential tool stays small and ships none.
func newSandboxCmd(e *Env) *cobra.Command {
	return &cobra.Command{
		Use:   "sandbox [command]",
		Short: "Try fob with an Identity Center on this machine",
		Long: "Run fob-sandbox, an IAM Identity Center on this machine that unmodified AWS\n" +
			"clients accept. Every release archive contains it.",
		Example:            "  fob sandbox tour\n  fob sandbox shell\n  fob sandbox exec -- aws s3 ls",
		DisableFlagParsing: true, // all words are fob-sandbox's own
		ValidArgs:          []string{"advance", "calls", "end-session", "exec", "init", "serve", "shell", "tour", "visit"},
		RunE:               func(c *cobra.Command, args []string) error { return runSandbox(c.Context(), e, args) },
	}
}

func runSandbox(ctx context.Context, e *Env, args []string) error {
	program, err := e.Find("fob-sandbox")
	if err != nil {
		return &fault.Error{
			Summary: "fob-sandbox is neither beside fob nor on PATH",
			Hint:    "It comes in the same archive as fob. From a checkout of fob:",
			Remedy:  "go install ./cmd/fob-sandbox",
			Err:     err,
		}
	}
	code, err := e.Exec(ctx, append([]string{program}, args...), e.Environ.All())
	if err != nil {
		return err
	}
	return Exit(code)
}
