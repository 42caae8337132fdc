package sandboxapp

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// sampleName is the organisation file that init writes without a name.
const sampleName = "fob-sandbox.yaml"

func newInitCmd(w *world) *cobra.Command {
	return &cobra.Command{
		Use: "init [FILE]", Short: "Write a commented organisation file to begin with",
		Long: "Write a commented organisation file to begin with: the built-in one, with every\n" +
			"key explained. A file that is there already is never overwritten.",
		Example: "  fob-sandbox init\n  fob-sandbox init my-company.yaml\n  fob-sandbox serve --org my-company.yaml",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, words []string) error {
			file := sampleName
			if len(words) == 1 {
				file = words[0]
			}
			return runInit(w, file)
		},
	}
}

func runInit(w *world, file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644) // #nosec G302 -- an organisation file holds no secret
	if errors.Is(err, fs.ErrExist) {
		return &fault.Error{
			Summary: file + " is there already, and was left as it is", Err: err,
			Hint: "Name another:", Remedy: sandboxName + " init FILE",
		}
	}
	if err != nil {
		return &fault.Error{Summary: "the file cannot be written: " + err.Error(), Err: err}
	}
	_, err = f.WriteString(org.Sample())
	if err = errors.Join(err, f.Close()); err != nil {
		return &fault.Error{Summary: "the file cannot be written: " + err.Error(), Err: err}
	}
	fmt.Fprintf(w.stderr, "Wrote %s. Try it:\n  %s serve --org %s\n", file, sandboxName, file)
	return nil
}
