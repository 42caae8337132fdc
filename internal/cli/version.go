package cli

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// version and commit are stamped by the release; a plain build reads what the
// toolchain has recorded.
var version, commit string

// versionAnswer is the JSON of `fob version`. Fields are added, never renamed.
type versionAnswer struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	// Modified says that the source was changed after the commit.
	Modified bool `json:"modified,omitempty"`
}

func newVersionCmd(e *Env) *cobra.Command {
	var o outputOptions
	c := &cobra.Command{
		Use:     "version",
		Short:   "Show the version of fob",
		Example: "  fob version\n  fob version -o json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := readVersion()
			return o.print(e, v, func(w io.Writer) error {
				if e.Global.AWSForm { // `fob --version`, as `aws --version` prints it
					_, err := fmt.Fprintf(w, "fob/%s %s %s/%s\n", v.Version, v.Go, v.OS, v.Arch)
					return err
				}
				changed := ""
				if v.Modified {
					changed = ", changed since"
				}
				_, err := fmt.Fprintf(w, "fob %s (%s%s), %s, %s/%s\n", v.Version, v.Commit, changed, v.Go, v.OS, v.Arch)
				return err
			})
		},
	}
	o.addFlags(c)
	return c
}

func readVersion() versionAnswer {
	v := versionAnswer{Version: version, Commit: commit, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		v.add(info)
	}
	if v.Version == "" || v.Version == "(devel)" {
		v.Version = "unreleased"
	}
	if v.Commit == "" {
		v.Commit = "unknown commit"
	}
	return v
}

// add fills in what no release has stamped: a version from `go install`, and
// what `go build` knows of the repository.
func (v *versionAnswer) add(info *debug.BuildInfo) {
	if v.Version == "" {
		v.Version = strings.TrimPrefix(info.Main.Version, "v")
	}
	if v.Commit != "" {
		return
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Commit = s.Value[:min(12, len(s.Value))]
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
}
