package cli

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/profile"
)

func newProfilesCmd(e *Env) *cobra.Command {
	var o outputOptions
	c := &cobra.Command{
		Use:   "profiles",
		Short: "List the profiles, with account and role",
		Long: "List the profiles of the shared files, in file order, with account and role. The\n" +
			"current profile is marked with *.\n\n" +
			"`fob configure list-profiles` prints only the names, as the AWS CLI does.",
		Example: "  fob profiles\n  fob profiles -o json --query '[].name'",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runProfiles(e, o) },
	}
	o.addFlags(c)
	return c
}

// profileAnswer is one profile in the JSON of `fob profiles`. Fields are
// added, never renamed.
type profileAnswer struct {
	Name       string         `json:"name"`
	Source     []string       `json:"source"` // the files it stands in
	Kind       string         `json:"kind"`   // sso-session, sso-legacy, assume-role, process, static, web-identity, other
	SSOSession string         `json:"sso_session"`
	AccountID  string         `json:"account_id"`
	RoleName   string         `json:"role_name"`
	Region     string         `json:"region"`
	Current    bool           `json:"current"`    // it is the one in force here
	Properties map[string]any `json:"properties"` // secrets masked
}

func runProfiles(e *Env, o outputOptions) error {
	// The answer to ten thousand profiles is a few megabytes, and this process
	// ends with it: collecting garbage before that is half of the work.
	defer debug.SetGCPercent(debug.SetGCPercent(800))
	files, err := e.Files()
	if err != nil {
		return err
	}
	if !e.Global.AWSForm && !o.json() && o.Query == "" {
		t, err := profilesTable(e, files)
		if err != nil {
			return err
		}
		return o.print(e, nil, func(w io.Writer) error { return writeProfiles(e, w, t) })
	}
	if e.Global.AWSForm { // --output and --query mean nothing to it
		return outputOptions{}.print(e, nil, func(io.Writer) error { return writeNames(e, files) })
	}
	answers, err := profileAnswers(e, files)
	if err != nil {
		return err
	}
	return o.print(e, answers, nil)
}

func writeNames(e *Env, files awsconfig.Files) error {
	b := bufio.NewWriter(e.Stdout.Exact())
	err := e.listProfiles(files, nil, func(s *awsconfig.Section) {
		_, _ = b.WriteString(s.Name) // Flush returns the first error
		_ = b.WriteByte('\n')
	})
	return errors.Join(err, b.Flush())
}

func profileAnswers(e *Env, files awsconfig.Files) ([]profileAnswer, error) {
	current, _ := e.Profile()
	v, unseen := files.View(), map[string]*awsconfig.Section{}
	for _, s := range files.Unseen() {
		if s.Type == awsconfig.TypeProfile {
			unseen[s.Name] = s
		}
	}
	names := files.ProfileNames()
	answers := make([]profileAnswer, 0, len(names))
	for _, name := range names {
		s, ok := v.Profile(name)
		if !ok { // a name that SDKs do not take is read as the AWS CLI reads it
			s = unseen[name]
		}
		if s.Problem != nil {
			continue
		}
		answers = append(answers, profileAnswer{
			Name: name, Source: sourcesOf(s), Kind: profile.KindOf(s), SSOSession: s.Get("sso_session"),
			AccountID: s.Get("sso_account_id"), RoleName: s.Get("sso_role_name"), Region: s.Get("region"),
			Current: name == current, Properties: propertiesOf(s),
		})
	}
	return answers, e.warnLines(files, v.Errors(), awsconfig.TypeProfile, len(answers) > 0)
}

// sourcesOf lists the files that a section stands in, each once.
func sourcesOf(s *awsconfig.Section) []string {
	files := []string{}
	for _, at := range s.Sources {
		if len(files) == 0 || files[len(files)-1] != at.File {
			files = append(files, at.File)
		}
	}
	return files
}

// profilesTable is what people are shown: the name, and what the profile stands
// for. It is made for ten thousand profiles, so all cells are one slice.
func profilesTable(e *Env, files awsconfig.Files) (Table, error) {
	current, _ := e.Profile()
	t := Table{Head: []string{"PROFILE", "ACCOUNT", "ROLE", "SESSION"}, Marked: true, Mark: -1}
	columns := len(t.Head)
	cells := make([]string, 0, columns*bytes.Count(files.Config, []byte{'['}))
	err := e.listProfiles(files, profileKeys(), func(s *awsconfig.Section) {
		if s.Name == current {
			t.Mark = len(cells) / columns
		}
		cells = appendProfile(cells, s)
	})
	t.Rows = make([][]string, len(cells)/columns)
	for i := range t.Rows {
		t.Rows[i] = cells[i*columns : (i+1)*columns]
	}
	return t, err
}

// profileKeys are the keys that a row is made of.
func profileKeys() []string {
	return append(profile.KindKeys(), "source_profile", "credential_source", "sso_account_name")
}

func writeProfiles(e *Env, w io.Writer, t Table) error {
	if len(t.Rows) == 0 {
		_, err := io.WriteString(w, "No profile is set up yet. Set one up:\n  fob configure sso\n")
		return err
	}
	return e.Screen().Table(w, t)
}

// appendProfile adds a profile's name, account, role and session to the cells,
// as far as it has them.
func appendProfile(cells []string, s *awsconfig.Section) []string {
	switch profile.KindOf(s) {
	case "assume-role", "web-identity":
		return append(cells, s.Name, "", s.Get("role_arn"), "from "+firstFilled(s.Get("source_profile"), s.Get("credential_source"), "a web identity"))
	case "process":
		return append(cells, s.Name, "", "", "by a process")
	case "static":
		return append(cells, s.Name, "", "", "static keys")
	}
	account := s.Get("sso_account_id")
	if name := s.Get("sso_account_name"); name != "" {
		account += " " + name
	}
	return append(cells, s.Name, account, s.Get("sso_role_name"), firstFilled(s.Get("sso_session"), s.Get("sso_start_url")))
}

func firstFilled(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
