package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/vend"
)

type credentialsWriteOptions struct {
	Profiles []string // names and patterns; empty: the profile in force
	As       string   // the section to write to; empty: the profile's name
	Output   outputOptions
}

func newCredentialsWriteCmd(e *Env) *cobra.Command {
	var o credentialsWriteOptions
	c := &cobra.Command{
		Use:   "write [PROFILE...]",
		Short: "Write the short-lived keys of profiles",
		Long: "Write the short-lived keys of profiles into ~/.aws/credentials, for tools that\n" +
			"read nothing else. Names may be patterns (* and ?).\n\n" +
			"The keys are not refreshed: when they expire, write them again. fob logout and\n" +
			"fob credentials clear remove them, and leave the file as it was before. Keys\n" +
			"that fob did not write are never replaced.\n\n" +
			"Without --as they go into the section with the profile's name. Some SDKs then\n" +
			"use them instead of the sign-in, and fail when they expire; a section with\n" +
			"another name avoids that.",
		Example: "  fob credentials write my-dev-account --as default\n" +
			"  fob credentials write 'my-*'\n" +
			"  fob credentials clear",
		RunE: func(c *cobra.Command, args []string) error {
			o.Profiles = args
			return runCredentialsWrite(c.Context(), e, o)
		},
		ValidArgsFunction: flagProfiles(e),
	}
	c.Flags().StringVar(&o.As, "as", "", "write to the section `NAME`, such as default")
	addMinTTL(c, e)
	addNoLogin(c, e)
	o.Output.addFlags(c)
	return c
}

func runCredentialsWrite(ctx context.Context, e *Env, o credentialsWriteOptions) error {
	view, err := e.view()
	if err != nil {
		return err
	}
	names, err := o.names(e, view)
	if err != nil {
		return err
	}
	if err := signInOnce(ctx, e, names); err != nil {
		return err
	}
	keys, err := lentKeys(ctx, e, view, names)
	if err != nil {
		return err
	}
	for i := range keys {
		if o.As != "" {
			keys[i].Section = o.As
		}
		keys[i].Region = lentRegion(view, keys[i])
	}
	files, err := e.Files()
	if err != nil {
		return err
	}
	replaced := slices.ContainsFunc(files.Written(), func(w awsconfig.Written) bool {
		return slices.ContainsFunc(keys, func(k awsconfig.Keys) bool { return k.Section == w.Section })
	})
	if err := e.Editor().WriteKeys(ctx, keys); err != nil {
		return err
	}
	written := make([]awsconfig.Written, len(keys))
	for i, k := range keys {
		written[i] = awsconfig.Written{Section: k.Section, Profile: k.Profile, Session: k.Session, KeyID: k.AccessKeyID, Until: k.Expiration}
	}
	if err := o.Output.print(e, describeWritten(written, e.Now()), func(w io.Writer) error { return writeLent(w, e, written) }); err != nil {
		return err
	}
	tellBothWays(e, view, written)
	e.tellKept(replaced)
	return nil
}

// names returns the profiles that are meant. What a pattern finds and has
// nothing to lend is left out; what was named by itself is an error.
func (o credentialsWriteOptions) names(e *Env, view *awsconfig.View) ([]string, error) {
	files, err := e.Files()
	if err != nil {
		return nil, err
	}
	words := o.Profiles
	if len(words) == 0 {
		name, _ := e.Profile()
		words = []string{name}
	}
	all := files.ProfileNames()
	found, err := selectProfiles(all, words)
	if err != nil {
		return nil, err
	}
	var names []string
	var refusal error
	for _, name := range found {
		if err := lends(view, name); err == nil {
			names = append(names, name)
		} else if refusal = err; slices.Contains(words, name) {
			return nil, err
		}
	}
	switch {
	case len(names) == 0:
		return nil, refusal
	case o.As != "" && len(names) > 1:
		return nil, fault.NewUsage(fmt.Sprintf("--as names one section, and these are %d profiles", len(names)), "fob credentials write PROFILE --as "+profile.Quote(o.As))
	}
	return names, nil
}

// lends refuses profiles that have nothing but keys in the files: theirs do
// not end, or are such as were written by this very command.
func lends(view *awsconfig.View, name string) error {
	chain, err := profile.Resolve(view, name)
	if err != nil {
		return err
	}
	keys, ok := chain.Steps[len(chain.Steps)-1].(*profile.Static)
	if !ok {
		return nil
	}
	f := &fault.Error{
		Summary: fmt.Sprintf("the profile %q has its keys in the files already, and no other credentials to write there", name),
		Detail:  []string{"  " + view.Where(keys.Pos) + ": aws_access_key_id"},
	}
	if keys.WrittenFor != "" {
		f.Hint, f.Remedy = "Name the profile that they are of:", "fob credentials write "+profile.Quote(keys.WrittenFor)+" --as "+profile.Quote(name)
	}
	return f
}

// lentKeys gets the credentials of profiles, all or none.
func lentKeys(ctx context.Context, e *Env, view *awsconfig.View, names []string) ([]awsconfig.Keys, error) {
	v, err := sharedVendor(e)
	if err != nil {
		return nil, err
	}
	v.Explicit = true // the environment's keys are nobody's profile
	all := make([]awsconfig.Keys, len(names))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for i, name := range names {
		g.Go(func() error {
			got, err := v.Credentials(ctx, name)
			if err == nil {
				err = lendable(got)
			}
			all[i] = awsconfig.Keys{Section: name, Profile: name, Session: sessionLabel(view, name), Credentials: got.Credentials}
			return err
		})
	}
	return all, g.Wait()
}

// lendable refuses keys that would never end.
func lendable(v vend.Vended) error {
	if !v.Expiration.IsZero() {
		return nil
	}
	return &fault.Error{
		Summary: fmt.Sprintf("the credentials of the profile %q do not expire, and fob writes only such as do", v.Profile),
		Hint:    "See where they come from:",
		Remedy:  "fob explain " + profile.Quote(v.Profile),
	}
}

// sessionLabel names the session that a profile signs in with, if it does.
func sessionLabel(view *awsconfig.View, name string) string {
	s, err := profile.SessionOf(view, name)
	if err != nil {
		return ""
	}
	return s.Label()
}

// lentRegion is the profile's region where the section would have none: most
// tools refuse to work without.
func lentRegion(view *awsconfig.View, k awsconfig.Keys) string {
	source, ok := view.Profile(k.Profile)
	if !ok {
		return ""
	}
	if target, ok := view.Profile(k.Section); ok && target.Get("region") != "" {
		if w, _ := awsconfig.WrittenIn(target); w.Region == "" {
			return ""
		}
	}
	return source.Get("region")
}

func writeLent(w io.Writer, e *Env, written []awsconfig.Written) error {
	fmt.Fprintf(w, "Wrote keys into %s:\n", e.Paths.Short(e.Paths.Credentials))
	for _, k := range written {
		fmt.Fprintln(w, "  "+writtenLine(k, e.Now()))
	}
	_, err := fmt.Fprint(w, "They are not renewed there: write them again then. Take them away:\n  fob credentials clear\n")
	return err
}

// tellBothWays warns of sections that stand beside another way to credentials:
// readers disagree on which of the two counts.
func tellBothWays(e *Env, view *awsconfig.View, written []awsconfig.Written) {
	for _, w := range written {
		chain, err := profile.Resolve(view, w.Section)
		if err != nil || chain.Steps[len(chain.Steps)-1].Kind() == profile.KindStatic {
			continue
		}
		fmt.Fprintf(e.Stderr, "Warning: %s has another way to credentials in %s.\n"+
			"SDKs that take these keys first fail once they end. Apart they harm nobody:\n  fob credentials write %s --as NAME\n",
			w.Section, e.Paths.Short(e.Paths.Config), profile.Quote(w.Profile))
		return // once is enough for many
	}
}
