package populate_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/pattern"
	"github.com/fobcli/fob/internal/populate"
)

func trims(t *testing.T, texts ...string) []*pattern.Pattern {
	t.Helper()
	var all []*pattern.Pattern
	for _, text := range texts {
		p, err := pattern.Compile(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// guide is the template of the guide's example.
func guide(t *testing.T) populate.Template {
	return populate.Template{
		Components: strings.Split(populate.DefaultComponents, ","), Separator: ".",
		Account: populate.Rule{Case: populate.Lower},
		Role: populate.Rule{
			Case: populate.Lower,
			Trim: trims(t, "(?<=admin)istratoraccess", "^aws", "(?<=readonly)access", "(?<=poweruser)access"),
		},
	}
}

func TestNamesAreComposed(t *testing.T) {
	plain := populate.Template{Components: strings.Split(populate.DefaultComponents, ","), Separator: "."}
	with := func(change func(*populate.Template)) populate.Template {
		c := plain
		change(&c)
		return c
	}
	for name, tc := range map[string]struct {
		template      populate.Template
		account, role string
		want          string // with us-east-1 and eu-central-1, separated by a blank
	}{
		"plain":                        {plain, "Dev Account", "AdministratorAccess", "Dev-Account.AdministratorAccess Dev-Account.AdministratorAccess.euce1"},
		"the guide's":                  {guide(t), "Dev-Account", "AdministratorAccess", "dev-account.admin dev-account.admin.euce1"},
		"the guide's, of AWS's own":    {guide(t), "Prod", "AWSReadOnlyAccess", "prod.readonly prod.readonly.euce1"},
		"an account without a name":    {plain, "", "R", "111122223333.R 111122223333.R.euce1"},
		"blanks, brackets and hyphens": {plain, "-a \u00a0[b]\u3000c- ", "R", "a-b-c.R a-b-c.R.euce1"},
		"raw":                          {with(func(c *populate.Template) { c.RawAccounts = true }), "a  b", "R", "a  b.R a  b.R.euce1"},
		"quotes stay":                  {plain, "Zoë's \"x\"", "R", `Zoë's-"x".R Zoë's-"x".R.euce1`},
		"portable":                     {with(func(c *populate.Template) { c.Portable = true }), "Zoë's R&D", "R", "Zoe-s-R-D.R Zoe-s-R-D.R.euce1"},
		"always with the region":       {with(func(c *populate.Template) { c.AlwaysRegion = true }), "a", "R", "a.R.usea1 a.R.euce1"},
		"long regions":                 {with(func(c *populate.Template) { c.LongRegion = true }), "a", "R", "a.R a.R.eu-central-1"},
		"own words and order": {with(func(c *populate.Template) {
			c.Components = []string{"aws", "short_region", "account_id", "role_name", ""}
		}), "a", "R", "aws.111122223333.R. aws.euce1.111122223333.R."},
		"braces are text": {with(func(c *populate.Template) { c.Separator = "{}" }), "a", "R", "a{}R a{}R{}euce1"},
		"trim sees the changed case": {with(func(c *populate.Template) {
			c.Role = populate.Rule{Case: populate.Upper, Trim: trims(t, "Access", "ADMIN")}
		}), "a", "AdminAccess", "a.ACCESS a.ACCESS.euce1"},
		"trim removes all, one by one":   {with(func(c *populate.Template) { c.Account = populate.Rule{Trim: trims(t, "a", "^-")} }), "a-banana", "R", "bnn.R bnn.R.euce1"},
		"an empty part leaves its place": {with(func(c *populate.Template) { c.Account = populate.Rule{Trim: trims(t, ".*")} }), "a", "R", ".R .R.euce1"},
	} {
		t.Run(name, func(t *testing.T) {
			all := populate.Candidates([]populate.Role{{Account: "111122223333", AccountName: tc.account, Role: ident.RoleName(tc.role)}}, []ident.Region{"us-east-1", "eu-central-1"})
			if err := tc.template.Name(all); err != nil {
				t.Fatal(err)
			}
			if got := all[0].Name + " " + all[1].Name; got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestAPatternThatTakesTooLongIsAnError(t *testing.T) {
	tpl := populate.Template{Account: populate.Rule{Trim: trims(t, "(a+)+$")}}
	all := populate.Candidates([]populate.Role{{AccountName: strings.Repeat("a", 40) + "b"}}, []ident.Region{"us-east-1"})
	if err := tpl.Name(all); !errors.Is(err, pattern.ErrBudget) {
		t.Errorf("error is %v", err)
	}
}

func TestShortRegions(t *testing.T) {
	for long, short := range map[ident.Region]string{
		"us-east-1": "usea1", "us-gov-west-1": "govwe1", "ap-southeast-3": "apse3", "eu-central-1": "euce1",
		"ap-northeast-1": "apne1", "ap-northwest-1": "apnw1", "ap-southwest-1": "apsw1", "ca-north-1": "cano1",
		"sa-south-1": "saso1", "us-iso-east-1": "us-isoea1", "eusc-de-east-1": "eusc-deea1", "local": "local", "x-1": "x-1",
		"ap-middle-1": "apmiddle1",
	} {
		if got := populate.ShortRegion(long); got != short {
			t.Errorf("%s: got %s, want %s", long, got, short)
		}
	}
}

func TestCommandsOfNamesAreSplitIntoWords(t *testing.T) {
	for line, want := range map[string][]string{
		`name.py --x 'a b' "c\"d" e\ f ''`: {"name.py", "--x", "a b", `c"d`, "e f", ""},
		`sh -c 'echo "$1"' _`:              {"sh", "-c", `echo "$1"`, "_"},
		`a "$HOME\n" '\'`:                  {"a", `$HOME\n`, `\`},
	} {
		if got, err := populate.ParseProcess(line, false); err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s: got %q, %v", line, got, err)
		}
	}
	if got, err := populate.ParseProcess(`"C:\Program Files\n.exe" it's`, true); err != nil || !cmp.Equal(got, []string{`C:\Program Files\n.exe`, "it's"}) {
		t.Errorf("Windows: got %q, %v", got, err)
	}
	for _, line := range []string{"", " ", "'a", `a\`} {
		if got, err := populate.ParseProcess(line, false); err == nil {
			t.Errorf("%q was taken for %q", line, got)
		}
	}
}

func TestAProgramNamesProfiles(t *testing.T) {
	p := populate.Process{Argv: []string{"sh", "-c", `test "$3" = Drop && echo SKIP || echo "$1:$2:$3:$4:$5:$6:$7"`, "_"}}
	if err := p.Probe(t.Context()); err != nil {
		t.Skip("there is no sh here: ", err)
	}
	roles := []populate.Role{{Account: "111122223333", AccountName: "A B", Role: "R"}, {Account: "111122223333", AccountName: "A B", Role: "Drop"}}
	all := populate.Candidates(roles, []ident.Region{"us-east-1"})
	if err := p.Name(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	if got, want := []string{all[0].Name, all[1].Name}, []string{"A-B:111122223333:R:us-east-1:usea1:0:1", "SKIP"}; !cmp.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	for _, command := range []string{"exit 3", "printf 'a\\nb'", "printf '\\377'"} {
		if err := (populate.Process{Argv: []string{"sh", "-c", command}}).Probe(t.Context()); err == nil {
			t.Errorf("%s: no error", command)
		}
	}
}
