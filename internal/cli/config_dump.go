package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/output"
)

// newConfigCmd gathers what looks into the shared files.
func newConfigCmd(e *Env) *cobra.Command {
	c := newGroupCmd("config", "Inspect the shared AWS files")
	c.AddCommand(newConfigDumpCmd(e))
	return c
}

func newConfigDumpCmd(e *Env) *cobra.Command {
	var o outputOptions
	c := &cobra.Command{
		Use:   "dump",
		Short: "Show what the AWS SDKs read in the shared files",
		Long: "Show the shared files as the AWS SDKs read them: both files merged, each section\n" +
			"once, secrets masked. Warnings name what the AWS CLI reads differently and what\n" +
			"the SDKs ignore. The exit code is 1 when SDKs refuse a line.",
		Example: "  fob config dump\n  fob config dump -o json\n  fob config dump -o json --query \"sections[?type=='sso-session'].name\"",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runConfigDump(e, o) },
	}
	o.addFlags(c)
	return c
}

// configDump is the JSON of `fob config dump`: stable, with every list there
// even when it is empty.
type configDump struct {
	ConfigFile      string        `json:"config_file"`
	CredentialsFile string        `json:"credentials_file"`
	Profile         string        `json:"profile"`
	Sections        []dumpSection `json:"sections"`
	Errors          []dumpProblem `json:"errors"`
	Warnings        []dumpProblem `json:"warnings"`
}

type dumpSection struct {
	Type       string         `json:"type"`
	Name       string         `json:"name"`
	Sources    []dumpSource   `json:"sources"`
	Properties map[string]any `json:"properties"` // a string, or a map of them
}

type dumpSource struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

type dumpProblem struct {
	dumpSource
	Message string `json:"message"`
}

func runConfigDump(e *Env, o outputOptions) error {
	files, err := e.Files()
	if err != nil {
		return err
	}
	view := files.SDKView()
	warnings := view.Warnings()
	selected, _ := e.Profile()
	doc := configDump{
		ConfigFile: files.ConfigPath, CredentialsFile: files.CredentialsPath, Profile: selected,
		Sections: []dumpSection{}, Errors: dumpProblems(view.Errors()), Warnings: dumpProblems(warnings),
	}
	for _, s := range view.Sections() {
		doc.Sections = append(doc.Sections, dumpOf(s))
	}
	err = o.print(e, doc, func(w io.Writer) error { return writeSections(w, e, view.Sections()) })
	if err != nil {
		return err
	}
	if !o.json() && o.Query == "" {
		for _, p := range warnings {
			fmt.Fprintln(e.Stderr, "Warning: "+view.Tell(p))
		}
		for i, p := range view.Errors() {
			if i > 0 { // the first is the error that ends the command
				fmt.Fprintln(e.Stderr, view.Tell(p))
			}
		}
	}
	if all := view.Errors(); len(all) > 0 {
		return files.Fault(all[0])
	}
	return nil
}

func dumpProblems(list []awsconfig.Problem) []dumpProblem {
	out := []dumpProblem{}
	for _, p := range list {
		out = append(out, dumpProblem{dumpSource{p.Pos.File, p.Pos.Line}, p.Message})
	}
	return out
}

func dumpOf(s *awsconfig.Section) dumpSection {
	d := dumpSection{Type: s.Type, Name: s.Name, Properties: propertiesOf(s)}
	for _, pos := range s.Sources {
		d.Sources = append(d.Sources, dumpSource{pos.File, pos.Line})
	}
	return d
}

// propertiesOf is a section's properties for JSON: a string each, or a map of
// them for nested ones, secrets masked.
func propertiesOf(s *awsconfig.Section) map[string]any {
	all := make(map[string]any, len(s.Properties))
	for _, p := range s.Properties {
		if len(p.Sub) == 0 {
			all[p.Key] = shownValue(p)
			continue
		}
		nested := map[string]string{}
		for _, sub := range p.Sub {
			nested[sub.Key] = shownValue(sub)
		}
		all[p.Key] = nested
	}
	return all
}

// shownValue is a value with a secret masked.
func shownValue(p awsconfig.Property) string {
	if awsconfig.IsSecret(p.Key) && p.Value != "" {
		return awsconfig.Masked
	}
	return p.Value
}

// writeSections writes a paragraph for each section: what it is and where it
// stands, then its keys in a column.
func writeSections(w io.Writer, e *Env, sections []*awsconfig.Section) error {
	for i, s := range sections {
		if i > 0 {
			fmt.Fprintln(w)
		}
		var where []string
		for _, pos := range s.Sources {
			where = append(where, fmt.Sprintf("%s:%d", e.Paths.Short(pos.File), pos.Line))
		}
		e.Screen().Strong(w, s.Type+" "+s.Name)
		fmt.Fprint(w, "  ")
		e.Screen().Faint(w, strings.Join(where, ", "))
		fmt.Fprintln(w)
		writeProperties(w, "  ", s.Properties)
	}
	return nil
}

func writeProperties(w io.Writer, indent string, list []awsconfig.Property) {
	width := 0
	for _, p := range list {
		width = max(width, len(p.Key))
	}
	for _, p := range list {
		if len(p.Sub) > 0 {
			fmt.Fprintf(w, "%s%s\n", indent, p.Key)
			writeProperties(w, indent+"  ", p.Sub)
			continue
		}
		// A continued value goes on in its column.
		column := "\n" + strings.Repeat(" ", len(indent)+width+2)
		lines := strings.Split(shownValue(p), "\n")
		for i := range lines {
			lines[i] = output.Line(lines[i])
		}
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%s%-*s  %s", indent, width, p.Key, strings.Join(lines, column)), " "))
	}
}
