package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
)

// newCredentialsCmd gathers what puts keys into the credentials file, for
// tools that know nothing else.
func newCredentialsCmd(e *Env) *cobra.Command {
	c := newGroupCmd("credentials", "Write keys for tools that only read ~/.aws/credentials")
	c.AddCommand(newCredentialsWriteCmd(e), newCredentialsListCmd(e), newCredentialsClearCmd(e))
	return c
}

// writtenKeys is what fob wrote, as JSON. It holds no secret. Fields are added,
// never renamed; times are RFC 3339 in UTC.
type writtenKeys struct {
	Section string     `json:"section"`
	Profile string     `json:"profile"` // whose credentials they are
	Session *string    `json:"session"` // that they came from; null where there was none
	KeyID   string     `json:"access_key_id"`
	Until   *time.Time `json:"until"` // null when the file does not tell
	Valid   bool       `json:"valid"`
	Changed bool       `json:"changed"` // others have changed them since, so fob leaves them alone
}

func describeWritten(all []awsconfig.Written, now time.Time) []writtenKeys {
	list := []writtenKeys{}
	for _, w := range all {
		k := writtenKeys{Section: w.Section, Profile: w.Profile, KeyID: w.KeyID, Changed: w.Changed, Valid: w.Until.After(now)}
		if w.Session != "" {
			k.Session = &w.Session
		}
		if !w.Until.IsZero() {
			k.Until = &w.Until
		}
		list = append(list, k)
	}
	return list
}

// writtenLine tells of the keys in one section.
func writtenLine(w awsconfig.Written, now time.Time) string {
	line := "[" + w.Section + "]"
	if w.Profile != w.Section {
		line += " for " + w.Profile
	}
	switch {
	case w.Changed:
		return line + ", changed since by others"
	case w.Until.IsZero():
		return line
	case w.Until.After(now):
		return line + ", until " + until(w.Until, now)
	}
	return line + ", ended " + clock(w.Until, now)
}

// sections names sections for people: "[dev] and [default]".
func sections(names []string) string {
	var all []string
	for _, n := range names {
		all = append(all, "["+n+"]")
	}
	if n := len(all); n > 1 {
		return strings.Join(all[:n-1], ", ") + " and " + all[n-1]
	}
	return strings.Join(all, "")
}

type credentialsListOptions struct{ Output outputOptions }

func newCredentialsListCmd(e *Env) *cobra.Command {
	var o credentialsListOptions
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the keys that fob wrote, and when they expire",
		Example: "  fob credentials list\n  fob credentials list -o json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			files, err := e.Files()
			if err != nil {
				return err
			}
			all := files.Written()
			return o.Output.print(e, describeWritten(all, e.Now()), func(w io.Writer) error { return writeWritten(w, e, all) })
		},
	}
	o.Output.addFlags(c)
	return c
}

func writeWritten(w io.Writer, e *Env, all []awsconfig.Written) error {
	shown := e.Paths.Short(e.Paths.Credentials)
	if len(all) == 0 {
		_, err := fmt.Fprintf(w, "fob has no keys in %s.\n", shown)
		return err
	}
	fmt.Fprintf(w, "Keys that fob wrote into %s:\n", shown)
	for _, k := range all {
		fmt.Fprintln(w, "  "+writtenLine(k, e.Now()))
	}
	_, err := fmt.Fprint(w, "They are not renewed there. Take them away:\n  fob credentials clear\n")
	return err
}

// completeWritten offers the sections that fob wrote.
func completeWritten(e *Env) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		files, err := e.Files()
		if err != nil {
			return nil, noFiles
		}
		var names []string
		for _, w := range files.Written() {
			names = append(names, withTip(w.Section, writtenLine(w, e.Now())))
		}
		return names, noFiles
	}
}
