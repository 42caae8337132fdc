package sandboxapp

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// orgOptions say whom and what a sandbox knows. Without any it is the guide's
// organisation.
type orgOptions struct {
	File     string // --org
	Generate string // --generate
	Rotation string // --rotation; empty means the organisation's
}

func (o *orgOptions) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.File, "org", "", "organisation `FILE` (fob-sandbox init writes one)")
	c.Flags().StringVar(&o.Generate, "generate", "", "make a big organisation of `SIZE`, such as accounts=1000,roles=4")
	c.Flags().StringVar(&o.Rotation, "rotation", "", "what becomes of used refresh tokens, `HOW`: off, grace or strict")
}

// builtIn reports whether the organisation is the guide's.
func (o orgOptions) builtIn() bool { return o.File == "" && o.Generate == "" }

func (o orgOptions) load() (*org.Organisation, error) {
	if o.Rotation != "" {
		if _, err := org.ParseRotation(o.Rotation); err != nil {
			return nil, fault.NewUsage("--rotation: "+err.Error(), "--rotation strict")
		}
	}
	switch {
	case o.File != "" && o.Generate != "":
		return nil, fault.NewUsage("--org and --generate are two organisations: give one of them", "--org FILE")
	case o.File != "":
		return loadOrg(o.File)
	case o.Generate != "":
		return generateOrg(o.Generate)
	}
	return org.Default(), nil
}

func loadOrg(file string) (*org.Organisation, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, &fault.Error{
			Summary: fmt.Sprintf("the organisation file %s cannot be read", file), Err: err,
			Hint: "Write one to begin with:", Remedy: sandboxName + " init " + file,
		}
	}
	o, err := org.Parse(file, data)
	if err != nil {
		return nil, &fault.Error{Summary: err.Error(), Err: err}
	}
	return o, nil
}

// generateOrg reads accounts=N,roles=N, in any order.
func generateOrg(text string) (*org.Organisation, error) {
	sizes := map[string]int{"accounts": 100, "roles": 2}
	for part := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		n, err := strconv.Atoi(value)
		if _, known := sizes[name]; !known || err != nil {
			return nil, fault.NewUsage(fmt.Sprintf("--generate %q: cannot read %q", text, part), "--generate accounts=1000,roles=4")
		}
		sizes[name] = n
	}
	o, err := org.Generate(sizes["accounts"], sizes["roles"])
	if err != nil {
		return nil, fault.NewUsage("--generate: "+err.Error(), "--generate accounts=1000,roles=4")
	}
	return o, nil
}
