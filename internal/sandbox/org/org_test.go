package org

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/fobcli/fob/internal/ident"
	"github.com/google/go-cmp/cmp"
)

const teams = `
users: [{userName: ada}, {userName: bob}]
groups:
- {displayName: Platform, members: [ada, bob]}
accounts:
- {accountId: 222222222222, name: Two}
- {accountId: 111111111111, name: One}
- {accountId: 333333333333, name: Nobody's}
permissionSets: [{name: ReadOnly}, {name: Admin}]
assignments:
- {group: Platform, permissionSets: [ReadOnly], accounts: [222222222222, 111111111111]}
- {user: ada, permissionSets: [ReadOnly, Admin], accounts: [111111111111]}
`

func TestAccessAddsUpOverGroupsAndUser(t *testing.T) {
	o, err := Parse("o.yaml", []byte(teams))
	if err != nil {
		t.Fatal(err)
	}
	var ids []ident.AccountID
	for _, a := range o.AccountsOf("ada") {
		ids = append(ids, a.ID)
	}
	if d := cmp.Diff([]ident.AccountID{"111111111111", "222222222222"}, ids); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]ident.RoleName{"Admin", "ReadOnly"}, o.RolesOf("ada", "111111111111")); d != "" {
		t.Error(d)
	}
	if o.MayUse("bob", "111111111111", "Admin") || !o.MayUse("bob", "111111111111", "ReadOnly") || o.MayUse("ada", "333333333333", "ReadOnly") {
		t.Error("access does not follow the assignments")
	}
}

func TestStartURLVariantsMeanTheSameInstance(t *testing.T) {
	o := Default()
	for _, u := range []string{
		"https://my-company.awsapps.com/start", "https://my-company.awsapps.com/start/", "https://MY-company.awsapps.com/start#/",
		"https://my-company.awsapps.com/start/#/", "https://d-1234567890.awsapps.com/start?x=1",
		"https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
	} {
		if !o.KnowsStartURL(u) {
			t.Errorf("%s is not known", u)
		}
	}
	for _, u := range []string{"", "https://other.awsapps.com/start", "http://my-company.awsapps.com/start", "https://my-company.awsapps.com/"} {
		if o.KnowsStartURL(u) {
			t.Errorf("%q is known", u)
		}
	}
}

func TestRoleIdentitiesHaveAWSsShapeAndStay(t *testing.T) {
	o := Default()
	set, _ := o.PermissionSet("ReadOnly")
	r := o.PortalRole("111122223333", set)
	if d := cmp.Diff(r, Default().PortalRole("111122223333", set)); d != "" {
		t.Error(d)
	}
	s := r.As("you@example.com")
	for text, shape := range map[string]string{
		r.ARN:    `^arn:aws:iam::111122223333:role/aws-reserved/sso\.amazonaws\.com/AWSReservedSSO_ReadOnly_[0-9a-f]{16}$`,
		r.ID:     `^AROA[A-Z2-7]{17}$`,
		s.ARN:    `^arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_ReadOnly_[0-9a-f]{16}/you@example\.com$`,
		s.UserID: `^AROA[A-Z2-7]{17}:you@example\.com$`,
	} {
		if !regexp.MustCompile(shape).MatchString(text) {
			t.Errorf("%s is not like %s", text, shape)
		}
	}
	if o.PortalRole("444455556666", set).ID == r.ID {
		t.Error("two accounts share a role id")
	}
	set.RoleIDSuffix = "0123456789abcdef"
	if got := o.PortalRole("111122223333", set).Name; got != "AWSReservedSSO_ReadOnly_0123456789abcdef" {
		t.Errorf("a given suffix is not used: %s", got)
	}
}

func TestOtherRegionsShowInRolesPathAndPartition(t *testing.T) {
	o, err := Parse("o.yaml", []byte("instance: {region: us-gov-west-1}\n"+teams))
	if err != nil {
		t.Fatal(err)
	}
	want := "arn:aws-us-gov:iam::111111111111:role/aws-reserved/sso.amazonaws.com/us-gov-west-1/AWSReservedSSO_Admin_"
	if got := o.PortalRole("111111111111", PermissionSet{Name: "Admin"}); !strings.HasPrefix(got.ARN, want) || !strings.HasPrefix(got.As("ada").ARN, "arn:aws-us-gov:sts::111111111111:assumed-role/AWSReservedSSO_Admin_") {
		t.Errorf("got %+v", got)
	}
}

func TestGeneratedOrganisationsAreBigVariedAndStable(t *testing.T) {
	o, err := Generate(1000, 4)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Generate(1000, 4)
	if d := diff(o, again); d != "" {
		t.Error(d)
	}
	ids, names := map[ident.AccountID]bool{}, map[string]bool{}
	var blank, upper, foreign, zero bool
	for _, a := range o.AccountsOf("you@example.com") {
		if _, err := ident.ParseAccountID(string(a.ID)); err != nil {
			t.Error(err)
		}
		ids[a.ID], names[a.Name] = true, true
		blank = blank || strings.Contains(a.Name, " ")
		upper = upper || strings.ContainsFunc(a.Name, unicode.IsUpper)
		foreign = foreign || strings.ContainsFunc(a.Name, func(r rune) bool { return r > 127 })
		zero = zero || a.ID[0] == '0'
		if roles := o.RolesOf("you@example.com", a.ID); len(roles) != 4 || !slices.IsSorted(roles) {
			t.Fatalf("%s has roles %v", a.ID, roles)
		}
	}
	if len(ids) != 1000 || len(names) != 1000 || !blank || !upper || !foreign || !zero {
		t.Errorf("%d ids, %d names, blanks %v, capitals %v, foreign letters %v, leading zeros %v", len(ids), len(names), blank, upper, foreign, zero)
	}
}

func TestGenerateHasLimitsAndValidRoleNames(t *testing.T) {
	for _, n := range [][2]int{{0, 1}, {1, 0}, {100_001, 1}, {1, 51}} {
		if _, err := Generate(n[0], n[1]); err == nil {
			t.Errorf("%v was taken", n)
		}
	}
	o, err := Generate(1, 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range o.PermissionSets {
		if _, err := ident.ParseRoleName(string(p.Name)); err != nil {
			t.Error(err)
		}
	}
	if len(o.RolesOf("you@example.com", o.Accounts[0].ID)) != 50 {
		t.Error("role names collide")
	}
}

func TestDurationsAreReadAsAWSWritesThem(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"PT8H": 8 * time.Hour, "PT1H30M": 90 * time.Minute, "PT45S": 45 * time.Second, "P90D": 90 * 24 * time.Hour, "P1DT1H": 25 * time.Hour, "PT0S": 0,
		"PT0.05S": 50 * time.Millisecond, "PT1M1.5S": 61500 * time.Millisecond, "PT1.S": -1, "PT.5S": -1, "PT0.1234567891S": -1, "PT0.-5S": -1,
		"P": -1, "PT": -1, "": -1, "8H": -1, "PT8": -1, "P1M": -1, "PT1M1H": -1, "PT-1H": -1, "PT1H1H": -1, "P1DT": -1, "PT1.5H": -1, "P4000000000DT4000000000H": -1,
	} {
		got, err := parseDuration(text)
		if want < 0 && err == nil || want >= 0 && (err != nil || got != want) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for d, want := range map[time.Duration]string{time.Hour: "PT1H", 90 * time.Minute: "PT1H30M", 15 * time.Minute: "PT15M", 10 * time.Second: "PT10S", 90 * 24 * time.Hour: "P90D"} {
		if got := isoDuration(d); got != want {
			t.Errorf("%v: %s", d, got)
		}
	}
}
