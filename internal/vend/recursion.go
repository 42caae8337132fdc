package vend

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/profile"
)

// maxProcessDepth is how many programs may ask each other for credentials: the AWS
// CLI's own limit, as the two guard the same recursion.
const maxProcessDepth = 4

// checkRecursion stops a profile whose credential_process asks, through however many
// programs, for the profile itself. It returns the profiles under way.
func (v *Vendor) checkRecursion(name string) (seen []string, err error) {
	text := v.Env.Get(paths.ProfileChain)
	if text == "" {
		return nil, nil // nearly always
	}
	seen, err = csv.NewReader(strings.NewReader(text)).Read()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", paths.ProfileChain, err)
	}
	if slices.Contains(seen, name) {
		return nil, recursionError("these profiles ask for each other's credentials by credential_process, so that none has any", append(seen, name), name)
	}
	if len(seen) >= maxProcessDepth {
		return nil, recursionError(fmt.Sprintf("more than %d profiles ask for each other's credentials by credential_process", maxProcessDepth), append(seen, name), name)
	}
	return seen, nil
}

func recursionError(summary string, names []string, name string) error {
	return &fault.Error{
		Summary: summary + ": " + strings.Join(names, " -> "),
		Hint:    "Look at what runs:",
		Remedy:  "fob explain " + profile.Quote(name),
	}
}

// chainValue writes the profiles under way for the next program.
func chainValue(names []string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write(names); err != nil {
		return strings.Join(names, ",") // a strings.Builder takes all
	}
	w.Flush()
	return strings.TrimSpace(b.String())
}
