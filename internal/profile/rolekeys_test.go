package profile

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fault"
)

func TestFobsKeysForARoleAreRead(t *testing.T) {
	v := filesOf(t, `[profile a]
role_arn = arn:aws:iam::1:role/A
source_profile = k
fob_source_identity = ada
fob_session_tags = Project=Apollo, Mail = a@b.c=d ,Empty=
fob_transitive_tag_keys = project,Mail
[profile k]
aws_access_key_id = A
aws_secret_access_key = S
`, "").View()
	c, err := Resolve(v, "a")
	if err != nil {
		t.Fatal(err)
	}
	role := c.Steps[1].(*AssumeRole)
	if diff := cmp.Diff([]Tag{{"Project", "Apollo"}, {"Mail", "a@b.c=d"}, {"Empty", ""}}, role.Tags); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"project", "Mail"}, role.TransitiveTagKeys); diff != "" || role.SourceIdentity != "ada" {
		t.Error(diff, role.SourceIdentity)
	}
	if role.TagText() != "Project=Apollo,Mail=a@b.c=d,Empty=" {
		t.Error(role.TagText())
	}
}

func TestSessionTagsThatAreNoneNameTheirLine(t *testing.T) {
	for keys, want := range map[string]string{
		"fob_session_tags = Project":                               `~/.aws/config line 4: fob_session_tags = Project`,
		"fob_session_tags = =x":                                    `~/.aws/config line 4: fob_session_tags = =x`,
		"fob_session_tags = a=1,A=2":                               `~/.aws/config line 4: fob_session_tags = a=1,A=2`,
		"fob_transitive_tag_keys = Team":                           `~/.aws/config line 4: fob_transitive_tag_keys = Team`,
		"fob_session_tags = a=1\nfob_transitive_tag_keys = a,Team": `~/.aws/config line 4: fob_session_tags = a=1|~/.aws/config line 5: fob_transitive_tag_keys = a,Team`,
	} {
		v := filesOf(t, "[profile a]\nrole_arn = arn:aws:iam::1:role/A\ncredential_source = Environment\n"+keys+"\n", "").View()
		_, err := Resolve(v, "a")
		var f *fault.Error
		if !errors.As(err, &f) {
			t.Errorf("%s: %v", keys, err)
			continue
		}
		var lines []string
		for _, d := range f.Detail {
			lines = append(lines, strings.TrimSpace(d))
		}
		if got := strings.Join(lines, "|"); got != want || f.Remedy == "" {
			t.Errorf("%s: %s, remedy %q", keys, got, f.Remedy)
		}
	}
}
