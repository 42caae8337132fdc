package awsconfig_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
)

func TestUnseenIsWhatOnlyTheAWSCLIReads(t *testing.T) {
	f := awsconfig.Files{
		ConfigPath: "c", CredentialsPath: "k",
		Config: []byte("[profile dev]\nregion = a\n" +
			"[profile 'My Prod']\nregion = b\ns3 =\n  x = y\n" +
			"[foo]\nregion = c\n" +
			"[profile \"Zoë\"]\nregion = d\n"),
		Credentials: []byte("[My Prod]\naws_access_key_id = A\n[dev]\naws_access_key_id = B\n"),
	}
	var got []string
	for _, s := range f.Unseen() {
		for _, p := range s.Properties {
			got = append(got, fmt.Sprintf("%s/%s %s:%d %s=%s%d", s.Type, s.Name, p.Pos.File, p.Pos.Line, p.Key, p.Value, len(p.Sub)))
		}
	}
	want := []string{
		"profile/My Prod c:4 region=b0", "profile/My Prod c:5 s3=1", "profile/My Prod k:2 aws_access_key_id=A0",
		"profile/Zoë c:10 region=d0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
