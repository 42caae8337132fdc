package sandbox

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	ststypes "github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const withTrust = `
users: [{userName: ada}, {userName: bob}]
accounts: [{accountId: 111111111111, name: A}, {accountId: 222222222222, name: B}]
permissionSets: [{name: Dev}, {name: Ops}]
assignments:
- {user: ada, permissionSets: [Dev, Ops], accounts: [111111111111]}
- {user: bob, permissionSets: [Dev], accounts: [111111111111]}
iamUsers:
- {arn: "arn:aws:iam::111111111111:user/robot", accessKeyId: AKIAEXAMPLEROBOT2345, secretAccessKey: robots-own-secret, mfaSerial: "arn:aws:iam::111111111111:mfa/robot", mfaSeed: GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ}
iamRoles:
- {arn: "arn:aws:iam::222222222222:role/OpsOnly", trust: [{permissionSets: [Ops]}]}
- {arn: "arn:aws:iam::222222222222:role/AdaOnly", trust: [{users: [ada]}]}
- {arn: "arn:aws:iam::222222222222:role/AdasOps", trust: [{principals: ["111111111111"], permissionSets: [Ops], users: [ada]}]}
- {arn: "arn:aws:iam::222222222222:role/RobotOnly", trust: ["arn:aws:iam::111111111111:user/robot"]}
- {arn: "arn:aws:iam::222222222222:role/Vendor", trust: [{principals: ["111111111111"], externalIds: [one, two]}]}
- {arn: "arn:aws:iam::222222222222:role/WithMFA", maxSessionDuration: PT4H, trust: [{principals: ["111111111111"], mfa: true}, {permissionSets: [Ops]}]}
- {arn: "arn:aws:iam::222222222222:role/Traced", trust: [{principals: ["111111111111", "222222222222"], sourceIdentity: true, sessionTags: true}]}
- {arn: "arn:aws:iam::222222222222:role/Onward", trust: [{principals: ["arn:aws:iam::222222222222:role/Traced"], sourceIdentity: true, sessionTags: true}]}
- {arn: "arn:aws:iam::222222222222:role/Untraced", trust: ["222222222222"]}
- {arn: "arn:aws:iam::222222222222:role/Build", maxSessionDuration: PT2H, trust: [{subjects: ["repo:corp/*:main"]}, {subjects: ["cluster"], audiences: [corp]}]}
`

// keysOf are a person's keys of a permission set.
func keysOf(s *Server, user, set string) aws.Credentials {
	for _, name := range s.org.RolesOf(user, "111111111111") {
		if string(name) == set {
			k := s.vault.RoleCredentials(user, "111111111111", name)
			return aws.Credentials{AccessKeyID: k.AccessKeyID, SecretAccessKey: k.SecretAccessKey.Reveal(), SessionToken: k.SessionToken.Reveal()}
		}
	}
	panic("no such role")
}

// assume takes a role of account B.
func (c clients) assume(t *testing.T, k aws.Credentials, role string, edit ...func(*sts.AssumeRoleInput)) (aws.Credentials, *sts.AssumeRoleOutput, error) {
	t.Helper()
	in := &sts.AssumeRoleInput{RoleArn: aws.String("arn:aws:iam::222222222222:role/" + role), RoleSessionName: aws.String("me")}
	for _, e := range edit {
		e(in)
	}
	out, err := c.sts(k).AssumeRole(t.Context(), in)
	if err != nil {
		return aws.Credentials{}, nil, err
	}
	return aws.Credentials{AccessKeyID: *out.Credentials.AccessKeyId, SecretAccessKey: *out.Credentials.SecretAccessKey, SessionToken: *out.Credentials.SessionToken}, out, nil
}

func external(id string) func(*sts.AssumeRoleInput) {
	return func(in *sts.AssumeRoleInput) { in.ExternalId = aws.String(id) }
}

func source(id string) func(*sts.AssumeRoleInput) {
	return func(in *sts.AssumeRoleInput) { in.SourceIdentity = aws.String(id) }
}

func lasts(seconds int32) func(*sts.AssumeRoleInput) {
	return func(in *sts.AssumeRoleInput) { in.DurationSeconds = &seconds }
}

// tag gives tags as key=value; those that begin with a + are transitive.
func tag(list ...string) func(*sts.AssumeRoleInput) {
	return func(in *sts.AssumeRoleInput) {
		for _, t := range list {
			t, transitive := strings.CutPrefix(t, "+")
			k, v, _ := strings.Cut(t, "=")
			in.Tags = append(in.Tags, ststypes.Tag{Key: &k, Value: &v})
			if transitive {
				in.TransitiveTagKeys = append(in.TransitiveTagKeys, k)
			}
		}
	}
}

func device(serial, code string) func(*sts.AssumeRoleInput) {
	return func(in *sts.AssumeRoleInput) {
		if serial != "" {
			in.SerialNumber = aws.String(serial)
		}
		if code != "" {
			in.TokenCode = aws.String(code)
		}
	}
}

const robotsDevice = "arn:aws:iam::111111111111:mfa/robot"

func TestTrustIsWhatTheStatementsSay(t *testing.T) {
	c := sdk(Start(t, WithOrg(withTrust)))
	ada, adaOps, bob := keysOf(c.Server, "ada", "Dev"), keysOf(c.Server, "ada", "Ops"), keysOf(c.Server, "bob", "Dev")
	type edits []func(*sts.AssumeRoleInput)
	for name, tc := range map[string]struct {
		keys aws.Credentials
		role string
		edit edits
		want string // a part of the error; empty: none
	}{
		"permission set":             {keys: adaOps, role: "OpsOnly"},
		"another permission set":     {keys: ada, role: "OpsOnly", want: "perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/OpsOnly"},
		"a key of no permission set": {keys: robot, role: "OpsOnly", want: "User: arn:aws:iam::111111111111:user/robot is not authorized"},
		"person":                     {keys: ada, role: "AdaOnly"},
		"another person":             {keys: bob, role: "AdaOnly", want: "sts:AssumeRole"},
		"all of a statement":         {keys: adaOps, role: "AdasOps"},
		"half of a statement":        {keys: ada, role: "AdasOps", want: "sts:AssumeRole"},
		"IAM user":                   {keys: robot, role: "RobotOnly"},
		"no IAM user":                {keys: ada, role: "RobotOnly", want: "sts:AssumeRole"},
		"external id":                {keys: ada, role: "Vendor", edit: edits{external("two")}},
		"no external id":             {keys: ada, role: "Vendor", want: "sts:AssumeRole"},
		"wrong external id":          {keys: ada, role: "Vendor", edit: edits{external("three")}, want: "sts:AssumeRole"},
		"no MFA":                     {keys: robot, role: "WithMFA", want: "sts:AssumeRole"},
		"another statement fits":     {keys: adaOps, role: "WithMFA"},
		"MFA of a role's session":    {keys: ada, role: "WithMFA", edit: edits{device(robotsDevice, "123456")}, want: "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify"},
		"another's device":           {keys: robot, role: "WithMFA", edit: edits{device("arn:aws:iam::111111111111:mfa/x", "123456")}, want: "unable to validate MFA code"},
		"a serial alone":             {keys: robot, role: "WithMFA", edit: edits{device(robotsDevice, "")}, want: "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."},
		"a code alone":               {keys: robot, role: "WithMFA", edit: edits{device("", "123456")}, want: "must provide both"},
		"no code":                    {keys: robot, role: "WithMFA", edit: edits{device(robotsDevice, "12345a")}, want: "ValidationError"},
		"source identity":            {keys: ada, role: "Traced", edit: edits{source("ada")}},
		"source identity refused":    {keys: ada, role: "AdaOnly", edit: edits{source("ada")}, want: "perform: sts:SetSourceIdentity on resource: arn:aws:iam::222222222222:role/AdaOnly"},
		"bad source identity":        {keys: ada, role: "Traced", edit: edits{source("a b")}, want: "ValidationError"},
		"tags":                       {keys: ada, role: "Traced", edit: edits{tag("team=red", "+cost=7")}},
		"tags refused":               {keys: ada, role: "AdaOnly", edit: edits{tag("team=red")}, want: "perform: sts:TagSession on resource"},
		"a tag twice":                {keys: ada, role: "Traced", edit: edits{tag("team=red", "Team=blue")}, want: "Duplicate tag keys found"},
		"long tag":                   {keys: ada, role: "Traced", edit: edits{tag("team=" + strings.Repeat("x", 257))}, want: "ValidationError"},
		"a transitive key of no tag": {keys: ada, role: "Traced", edit: edits{func(in *sts.AssumeRoleInput) { in.TransitiveTagKeys = []string{"x"} }}, want: "must be included in the requested tags"},
		"an hour of a chain":         {keys: adaOps, role: "WithMFA", edit: edits{lasts(3600)}},
		"more than that":             {keys: adaOps, role: "WithMFA", edit: edits{lasts(3601)}, want: "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"},
		"more than the role":         {keys: robot, role: "RobotOnly", edit: edits{lasts(3601)}, want: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role"},
		"less than 900 s":            {keys: robot, role: "RobotOnly", edit: edits{lasts(899)}, want: "Member must have value greater than or equal to 900"},
		"a token's role":             {keys: ada, role: "Build", want: "sts:AssumeRole"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := c.assume(t, tc.keys, tc.role, tc.edit...)
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestAnMFACodeOpensARoleOnce(t *testing.T) {
	c := sdk(Start(t, WithOrg(withTrust)))
	code, _ := c.MFACode(robotsDevice)
	keys, _, err := c.assume(t, robot, "WithMFA", device(robotsDevice, code), lasts(14400))
	wantKind(t, "the code", err, "")
	_, _, err = c.assume(t, robot, "WithMFA", device(robotsDevice, code))
	if kind(err) != "AccessDenied" || !strings.Contains(err.Error(), "MultiFactorAuthentication failed with invalid MFA one time pass code.") {
		t.Errorf("the same code again: %v", err)
	}
	c.Advance(time.Minute)
	next, ok := c.MFACode(robotsDevice)
	_, _, err = c.assume(t, robot, "WithMFA", device(robotsDevice, next))
	if !ok || err != nil {
		t.Errorf("a minute later: %v, %v", ok, err)
	}
	who := must(c.sts(keys).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}))(t)
	if *who.Arn != "arn:aws:sts::222222222222:assumed-role/WithMFA/me" {
		t.Errorf("STS says %s", *who.Arn)
	}
	all := c.AssumedRoles()
	if len(all) != 2 || !all[0].MFA || all[0].By != "arn:aws:iam::111111111111:user/robot" || !all[0].Issued.Before(all[0].Expires) {
		t.Errorf("sessions %+v", all)
	}
}

func TestSourceIdentityAndTransitiveTagsGoAlongAChain(t *testing.T) {
	c := sdk(Start(t, WithOrg(withTrust)))
	first, out, err := c.assume(t, keysOf(c.Server, "ada", "Dev"), "Traced", source("ada"), tag("+cost=7", "team=red"))
	if err != nil || aws.ToString(out.SourceIdentity) != "ada" {
		t.Fatalf("%v, %v", out, err)
	}
	_, out, err = c.assume(t, first, "Onward", tag("team=blue"))
	if err != nil || aws.ToString(out.SourceIdentity) != "ada" {
		t.Fatalf("%v, %v", out, err)
	}
	_, _, err = c.assume(t, first, "Onward", tag("Cost=8"))
	wantKind(t, "an inherited tag anew", err, "InvalidParameterValue")
	_, _, err = c.assume(t, first, "Onward", source("bob"))
	wantKind(t, "another source identity", err, "AccessDenied")
	_, _, err = c.assume(t, first, "Untraced")
	if err == nil || !strings.Contains(err.Error(), "sts:SetSourceIdentity") {
		t.Errorf("a role that takes no source identity: %v", err)
	}
	want := []AssumedRole{
		{ARN: "arn:aws:sts::222222222222:assumed-role/Traced/me", SourceIdentity: "ada", Tags: []Tag{{Key: "cost", Value: "7", Transitive: true}, {Key: "team", Value: "red"}}},
		{ARN: "arn:aws:sts::222222222222:assumed-role/Onward/me", By: "arn:aws:sts::222222222222:assumed-role/Traced/me", SourceIdentity: "ada", Tags: []Tag{{Key: "cost", Value: "7", Transitive: true}, {Key: "team", Value: "blue"}}},
	}
	got := c.AssumedRoles()
	want[0].By = got[0].By
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(AssumedRole{}, "AccessKeyID", "Issued", "Expires")); d != "" {
		t.Error(d)
	}
	if !strings.HasSuffix(got[0].By, "/ada") {
		t.Errorf("the first was assumed by %s", got[0].By)
	}
}

func TestWebIdentityTokensOpenTheRolesThatTrustThem(t *testing.T) {
	c := sdk(Start(t, WithOrg(withTrust)))
	anonymous := c.sts(aws.Credentials{})
	try := func(token string, seconds int32) (*sts.AssumeRoleWithWebIdentityOutput, error) {
		return anonymous.AssumeRoleWithWebIdentity(t.Context(), &sts.AssumeRoleWithWebIdentityInput{
			RoleArn: aws.String("arn:aws:iam::222222222222:role/Build"), RoleSessionName: aws.String("ci"), WebIdentityToken: &token, DurationSeconds: &seconds,
		})
	}
	good := c.WebIdentityToken("repo:corp/app:main", "", 10*time.Minute)
	out := must(try(good, 7200))(t)
	if *out.AssumedRoleUser.Arn != "arn:aws:sts::222222222222:assumed-role/Build/ci" || *out.SubjectFromWebIdentityToken != "repo:corp/app:main" || *out.Audience != "sts.amazonaws.com" {
		t.Errorf("got %+v", out)
	}
	keys := aws.Credentials{AccessKeyID: *out.Credentials.AccessKeyId, SecretAccessKey: *out.Credentials.SecretAccessKey, SessionToken: *out.Credentials.SessionToken}
	who := must(c.sts(keys).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}))(t)
	if *who.Arn != *out.AssumedRoleUser.Arn {
		t.Errorf("STS says %s", *who.Arn)
	}
	must(try(c.WebIdentityToken("cluster", "corp", time.Hour), 900))(t)
	for name, tc := range map[string]struct{ token, want string }{
		"another branch":   {c.WebIdentityToken("repo:corp/app:dev", "", time.Hour), "AccessDenied"},
		"another audience": {c.WebIdentityToken("cluster", "", time.Hour), "AccessDenied"},
		"no token":         {"x", "InvalidIdentityToken"},
		"another seal":     {good + "x", "InvalidIdentityToken"},
		"another sandbox":  {Start(t).WebIdentityToken("repo:corp/app:main", "", time.Hour), "InvalidIdentityToken"},
	} {
		_, err := try(tc.token, 900)
		wantKind(t, name, err, tc.want)
	}
	_, err := try(good, 7201)
	wantKind(t, "longer than the role", err, "ValidationError")
	c.Advance(10 * time.Minute)
	_, err = try(good, 900)
	wantKind(t, "an old token", err, "ExpiredTokenException")
	if n := c.Calls()["AssumeRoleWithWebIdentity"].Total; n == 0 {
		t.Error("the calls were not counted")
	}
	if res := must(http.Get(c.URL() + "/?Action=AssumeRole&Version=2011-06-15"))(t); res.StatusCode != http.StatusForbidden {
		t.Errorf("without a signature AssumeRole answers %d", res.StatusCode)
	}
}

func TestARestartKeepsWhatTheKeyFileSealsAndForgetsFaults(t *testing.T) {
	key := WithKeyFile(t.TempDir() + "/key")
	first := sdk(Start(t, key, WithOrg(withTrust)))
	set(t, first.Server, Fault{Kind: Reset})
	reg := first.registerAfterAReset(t)
	token := first.WebIdentityToken("repo:corp/app:main", "", time.Hour)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := sdk(Start(t, key, WithOrg(withTrust), WithRotation(RotationStrict), WithFaults(Fault{Kind: Lost, Operation: "CreateToken", Count: 1})))
	code := second.code(t, authorizeQuery(*reg.ClientId), "ada")
	if _, err := second.redeem(t.Context(), reg, code); err == nil {
		t.Error("the answer was to be lost")
	}
	must(second.redeem(t.Context(), reg, second.code(t, authorizeQuery(*reg.ClientId), "ada")))(t)
	must(second.sts(aws.Credentials{}).AssumeRoleWithWebIdentity(t.Context(), &sts.AssumeRoleWithWebIdentityInput{
		RoleArn: aws.String("arn:aws:iam::222222222222:role/Build"), RoleSessionName: aws.String("ci"), WebIdentityToken: &token,
	}))(t)
	if len(second.Faults()) != 0 || second.Calls()["CreateToken"].Faults["lost"] != 1 {
		t.Errorf("faults %v, calls %v", second.Faults(), second.Calls())
	}
}

// registerAfterAReset registers once the first try was reset and the fault was
// taken back.
func (c clients) registerAfterAReset(t *testing.T) *ssooidc.RegisterClientOutput {
	t.Helper()
	_, err := c.oidc.RegisterClient(t.Context(), &ssooidc.RegisterClientInput{ClientName: aws.String("x"), ClientType: aws.String("public")})
	if err == nil || c.ClearFaults(0) != 1 {
		t.Errorf("the connection was not reset: %v", err)
	}
	return c.registerPKCE(t)
}
