package sandbox

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandbox/sigv4"
	awssts "github.com/fobcli/fob/internal/sandbox/sts"
)

// newTestVault is a vault of its own, on a clock that only Advance moves.
func newTestVault(t *testing.T, yaml string, key []byte) *vault {
	t.Helper()
	o, err := org.Parse("org.yaml", []byte(yaml))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 500_000_000, time.UTC)
	return newVault(o, newClock(func() time.Time { return now }), key, func(ident.Secret) {})
}

func signerOf(k ident.Credentials) sigv4.Signer {
	return sigv4.Signer{AccessKeyID: k.AccessKeyID, Token: k.SessionToken}
}

var vaultKey = []byte("0123456789abcdef0123456789abcdef")

// Memory does not depend on how many keys were issued.
func TestRoleKeysCostNoMemory(t *testing.T) {
	v := newTestVault(t, withTrust, vaultKey)
	v.RoleCredentials("ada", "111111111111", "Dev") // what is allocated once
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	const count = 100_000
	for range count {
		v.RoleCredentials("ada", "111111111111", "Dev")
	}
	if after := heap(); after > before+count*10 { // 2,200 bytes each when they were stored
		t.Errorf("%d keys occupy %d bytes", count, after-before)
	}
	runtime.KeepAlive(v)
}

// The list of assumed roles is the one thing that is remembered, up to a limit.
func TestOnlyTheLatestAssumedRolesAreListed(t *testing.T) {
	v := newTestVault(t, withTrust, vaultKey)
	iam, _ := v.org.IAMRole("arn:aws:iam::222222222222:role/Traced")
	role := v.org.Role(iam)
	var first ident.Credentials
	for i := range maxAssumed + 50 {
		k := v.AssumedRole(role, role.As(fmt.Sprintf("session-%d", i)), time.Hour, awssts.Attributes{By: "arn"})
		if i == 0 {
			first = k
		}
	}
	all := v.recent.list(v.clock.Now())
	if len(all) != maxAssumed || !strings.HasSuffix(all[0].ARN, "/session-50") || !strings.HasSuffix(all[maxAssumed-1].ARN, "/session-1049") {
		t.Errorf("%d sessions are listed, from %s", len(all), all[0].ARN)
	}
	if _, wrong := v.Secret(signerOf(first)); wrong != 0 {
		t.Errorf("the keys of a session that is not listed are refused: kind %d", wrong)
	}
	v.clock.advance(time.Hour)
	if all := v.recent.list(v.clock.Now()); len(all) != 0 || len(v.recent.entries) != 0 {
		t.Errorf("%d sessions are listed after their end", len(all))
	}
}

func TestRoleKeysLookLikeAWSs(t *testing.T) {
	v := newTestVault(t, withTrust, vaultKey)
	seen := map[string]bool{}
	for range 1000 {
		k := v.RoleCredentials("ada", "111111111111", "Dev")
		for text, form := range map[string]string{
			k.AccessKeyID: `^ASIA[A-Z2-7]{16}$`, k.SecretAccessKey.Reveal(): `^[A-Za-z0-9+/]{40}$`,
			k.SessionToken.Reveal(): `^IQoJb3JpZ2luX2Vj[A-Za-z0-9+/]+=*$`,
		} {
			if !regexp.MustCompile(form).MatchString(text) || seen[text] {
				t.Errorf("%s is not of the form %s, or was issued before", text, form)
			}
			seen[text] = true
		}
		if n := len(k.SessionToken.Reveal()); n < 700 || n > 1500 {
			t.Errorf("a token has %d characters", n)
		}
		c, _ := v.Caller(signerOf(k))
		if !regexp.MustCompile(`^AROA[A-Z2-7]{17}:ada$`).MatchString(c.UserID) {
			t.Errorf("user id %s", c.UserID)
		}
	}
}

// All that a key stands for is in the token, and comes out as it went in.
func TestCallersComeOutOfTheTokenAsTheyWentIn(t *testing.T) {
	v := newTestVault(t, withTrust, vaultKey)
	iam, _ := v.org.IAMRole("arn:aws:iam::222222222222:role/Traced")
	role := v.org.Role(iam)
	a := awssts.Attributes{
		By: "arn:aws:iam::111111111111:user/robot", SourceIdentity: "ada", MFA: true,
		Tags: []Tag{{Key: "cost", Value: "7 <&> ü", Transitive: true}, {Key: "empty"}},
	}
	for name, tc := range map[string]struct {
		keys ident.Credentials
		want awssts.Caller
	}{
		"permission set": {v.RoleCredentials("ada", "111111111111", "Dev"), awssts.Caller{
			Account: "111111111111", PermissionSet: "Dev", User: "ada",
		}},
		"assumed role": {v.AssumedRole(role, role.As("a.session@x"), time.Hour, a), awssts.Caller{
			Account: "222222222222", ARN: "arn:aws:sts::222222222222:assumed-role/Traced/a.session@x", RoleARN: iam.ARN, UserID: role.ID + ":a.session@x", Attributes: a,
		}},
		"workload": {v.WorkloadKeys(role, role.As("i-0123"), time.Hour), awssts.Caller{
			Account: "222222222222", ARN: "arn:aws:sts::222222222222:assumed-role/Traced/i-0123", RoleARN: iam.ARN, UserID: role.ID + ":i-0123",
		}},
	} {
		got, ok := v.Caller(signerOf(tc.keys))
		if tc.want.ARN == "" { // what the organisation derives
			set, _ := v.org.PermissionSet("Dev")
			r := v.org.PortalRole("111111111111", set)
			tc.want.ARN, tc.want.UserID, tc.want.RoleARN = r.As("ada").ARN, r.As("ada").UserID, r.ARN
		}
		if d := cmp.Diff(tc.want, got); d != "" || !ok {
			t.Errorf("%s: %v %s", name, ok, d)
		}
		if secret, wrong := v.Secret(signerOf(tc.keys)); wrong != 0 || secret != tc.keys.SecretAccessKey {
			t.Errorf("%s: the secret is another, or refused with kind %d", name, wrong)
		}
	}
}

func TestTheThreePartsOfKeysBelongTogether(t *testing.T) {
	v := newTestVault(t, withTrust, vaultKey)
	k, other := v.RoleCredentials("ada", "111111111111", "Dev"), v.RoleCredentials("ada", "111111111111", "Dev")
	foreign := newTestVault(t, withTrust, []byte("another key of 32 bytes, or so..")).RoleCredentials("ada", "111111111111", "Dev")
	renamed := newTestVault(t, "instance: {instanceArn: \"arn:aws:sso:::instance/ssoins-aaaaaaaaaaaaaaaa\"}\n"+withTrust, vaultKey).RoleCredentials("ada", "111111111111", "Dev")
	token := k.SessionToken.Reveal()
	for name, tc := range map[string]struct {
		id    string
		token string
		want  sigv4.Kind
	}{
		"its own":                     {k.AccessKeyID, token, 0},
		"no token":                    {k.AccessKeyID, "", sigv4.WrongToken},
		"another key's token":         {k.AccessKeyID, other.SessionToken.Reveal(), sigv4.WrongToken},
		"another sandbox's token":     {k.AccessKeyID, foreign.SessionToken.Reveal(), sigv4.WrongToken},
		"line end in the token":       {k.AccessKeyID, token[:100] + "\n" + token[100:], sigv4.WrongToken},
		"cut token":                   {k.AccessKeyID, token[:len(token)-4], sigv4.WrongToken},
		"prefix alone":                {k.AccessKeyID, base64.StdEncoding.EncodeToString([]byte(tokenPrefix)), sigv4.WrongToken},
		"made-up key":                 {"ASIAEXAMPLEEXAMPLE2A", token, sigv4.UnknownKey},
		"id of a user's kind":         {"AKIA" + k.AccessKeyID[4:], token, sigv4.UnknownKey},
		"no key":                      {"", token, sigv4.UnknownKey},
		"another sandbox's keys":      {foreign.AccessKeyID, foreign.SessionToken.Reveal(), sigv4.UnknownKey},
		"another instance's keys":     {renamed.AccessKeyID, renamed.SessionToken.Reveal(), sigv4.WrongToken},
		"a user's keys":               {robot.AccessKeyID, "", 0},
		"a user's keys with a token":  {robot.AccessKeyID, token, sigv4.WrongToken},
		"a token where a key id goes": {token, token, sigv4.UnknownKey},
	} {
		secret, wrong := v.Secret(sigv4.Signer{AccessKeyID: tc.id, Token: ident.Secret(tc.token)})
		if wrong != tc.want || (secret == "") != (wrong != 0) {
			t.Errorf("%s: kind %d, want %d", name, wrong, tc.want)
		}
	}
	if v.sealer.secret(k.AccessKeyID, k.SessionToken) == v.sealer.secret(k.AccessKeyID, other.SessionToken) {
		t.Error("the secret does not depend on the token")
	}
	if v.sealer.secret(k.AccessKeyID, k.SessionToken) == v.sealer.secret(other.AccessKeyID, k.SessionToken) {
		t.Error("the secret does not depend on the access key id")
	}
	if k.SecretAccessKey == other.SecretAccessKey || k.AccessKeyID == other.AccessKeyID {
		t.Error("two keys share a part")
	}
}

// sealed are keys that an earlier version issued with vaultKey, for instance arn.
const (
	sealedID     = "ASIAQRSTKVP732DH5SOO"
	sealedSecret = "NQ0rYmff7Ic7l86UF7r3taDNH1ruiNRRUUgiW2LE"
	sealedToken  = "IQoJb3JpZ2luX2VjrsW5v97wXLGhXArUrCd+AumyJUaFFx/tP4vNgqRdg4xo0LgqYhcq4V4VBU0Tr6mXyxy+wwBLZHD6OK69XYJn8Q8cvLybdG" +
		"BVkdZiAYymIFEh5K4f99v7JVJn1Ysj5u7Gbp3idJvUHLOAWqh9+ygL0uyczGD535+qIZ8Djk2ViGKneWVFYRnjMUSo7pXaeSCSXPR0H8Zf7Yp6" +
		"L4+GxfXfVAnXpI2npwG46PB8F4Sov2T8G3XgIppIHymkb5JATf68jmm9a9axm5bYrs6qTQksRYwQkeyebbLz/QHKj03dSlvnFNqAkKcd6tl1vL" +
		"LnK4Gg1uDfmpTk3njFI0bYAiEMJ/Q28+1vMbD/5PyHWRDJeNnMv6zqu8S3EcbDtGs80bTTcxjTOhP1vefl3F+HH21ETLi4vdW2I+r29CtCqaZ1" +
		"EqwgJzcY8R3dRa36Ee9QwwJ+Qp/La07ASSVjf9U3vdtUGCLjghWlBfGcuPqzjzSg4mqscQX3N4AB3yyZZDHgitzSg7gaB4/v9VSWMnNgGicukY" +
		"JETx4CgzEgcirzvW34przsH+AYB8pEjMZIYjQHgpWxSTV4hTgaDP5fXVWEfWZHr5QhEFUcbD81eemM5hCBKMwZWaIfr7cBk2laD86CkDfPfBSd" +
		"8WmBHmNKkKz6ERpZ/67A/Tgpjb0wtLB1a3SPfdyJqVCO4Qme6ufDqmw4hT126FITd8I+fe7u28o8PfX9nz6brFfVOSmhOMcaRdS1/7qTsWSmVe" +
		"3QI0K+T+8+I1sGNX8kZ1slOqIzs/xoFfJyR9iWSjp/DVHfmXhMkQ=="
)

// Keys stay valid after an update of the program.
func TestKeysOfAnEarlierVersionOpen(t *testing.T) {
	sealer := newKeySealer(vaultKey, "arn")
	s, ok := sealer.open(sealedID, sealedToken)
	if !ok || s.Name != "ada" || s.PermissionSet != "Dev" || s.Account != "111111111111" {
		t.Errorf("opened %v as %+v", ok, s)
	}
	if !sealer.issued(sealedID) || sealer.secret(sealedID, sealedToken) != sealedSecret {
		t.Error("the access key id is not known, or has another secret")
	}
}

// A token of which any bit is changed opens nothing.
func FuzzOnlySealedTokensOpen(f *testing.F) {
	sealer := newKeySealer(vaultKey, "arn")
	f.Add(sealedID, sealedToken)
	f.Add(sealedID, "")
	f.Add(sealedID, sealedToken[:len(sealedToken)-1])
	f.Add(sealedID, sealedToken[:200]+"A"+sealedToken[201:])
	f.Add(sealedID, sealedToken[:16])
	f.Add("ASIA", "IQoJb3JpZ2luX2Vj")
	f.Add("ASIAAAAAAAAAAAAAAAAA", strings.Repeat("A", 832))
	f.Fuzz(func(t *testing.T, id, token string) {
		if _, ok := sealer.open(id, ident.Secret(token)); ok != (id == sealedID && token == sealedToken) {
			t.Fatalf("%q opens %q: %v", id, token, ok)
		}
		sealer.issued(id)
	})
}

// After a restart with the same key file, keys are valid until the moment that
// their holder was told, whatever was advanced before; what is advanced after it
// ages them again.
func TestRoleKeysAreValidAfterARestart(t *testing.T) {
	ctx := t.Context()
	key := WithKeyFile(t.TempDir() + "/key")
	first := sdk(Start(t, key, WithOrg(withTrust)))
	first.Advance(9 * time.Hour)
	_, token := first.signIn(t, "ada")
	keys, _, err := first.roleKeys(ctx, *token.AccessToken, "111111111111", "Dev")
	if err != nil {
		t.Fatal(err)
	}
	assumed, _, err := first.assume(t, keys, "Traced", source("ada"), tag("+cost=7"))
	if err != nil {
		t.Fatal(err)
	}
	want := must(first.sts(keys).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}))(t)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	second := sdk(Start(t, key, WithOrg(withTrust)))
	got := must(second.sts(keys).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}))(t)
	if *got.Arn != *want.Arn || *got.UserId != *want.UserId || *got.Account != *want.Account {
		t.Errorf("the caller was %s and is %s", *want.Arn, *got.Arn)
	}
	must(second.s3(keys).ListBuckets(ctx, &s3.ListBucketsInput{}))(t)
	_, out, err := second.assume(t, assumed, "Onward")
	if err != nil || aws.ToString(out.SourceIdentity) != "ada" {
		t.Errorf("the chain goes on with %v, %v", out, err)
	}
	if all := second.AssumedRoles(); len(all) != 1 || cmp.Diff([]Tag{{Key: "cost", Value: "7", Transitive: true}}, all[0].Tags) != "" {
		t.Errorf("sessions %+v", all)
	}
	second.Advance(time.Hour - 10*time.Second)
	wantKind(t, "just before the end", identity(t, second, keys), "")
	second.Advance(10 * time.Second)
	wantKind(t, "at the end", identity(t, second, keys), "ExpiredToken")

	other := sdk(Start(t, WithOrg(withTrust)))
	wantKind(t, "another sandbox", identity(t, other, keys), "InvalidClientTokenId")
	smaller := sdk(Start(t, key, WithOrg("users: [{userName: ada}]\naccounts: [{accountId: 111111111111, name: A}]\n")))
	wantKind(t, "a permission set that is gone", identity(t, smaller, keys), "InvalidClientTokenId")
	wantKind(t, "a role that is gone", identity(t, smaller, assumed), "InvalidClientTokenId")
}

func identity(t *testing.T, c clients, k aws.Credentials) error {
	t.Helper()
	_, err := c.sts(k).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	return err
}

// As with AWS, neither signing out nor the end of a session takes keys back.
func TestRoleKeysOutliveTheSignIn(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg(withTrust)))
	_, token := c.signIn(t, "ada")
	keys, _, err := c.roleKeys(ctx, *token.AccessToken, "111111111111", "Dev")
	if err != nil {
		t.Fatal(err)
	}
	must(c.portal.Logout(ctx, &sso.LogoutInput{AccessToken: token.AccessToken}))(t)
	c.EndSessions("")
	wantKind(t, "after the end of the session", identity(t, c, keys), "")
}

func TestAnUnknownSigningRegionIsRefusedInEachServicesWords(t *testing.T) {
	c := sdk(Start(t, WithOrg(withTrust)))
	keys := keysOf(c.Server, "ada", "Dev")
	_, err := c.sts(keys).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}, func(o *sts.Options) { o.Region = "mars-1" })
	wantKind(t, "STS", err, "SignatureDoesNotMatch")
	if err == nil || !strings.Contains(err.Error(), "Credential should be scoped to a valid region.") {
		t.Errorf("STS: %v", err)
	}
	_, err = c.s3(keys).ListBuckets(t.Context(), &s3.ListBucketsInput{}, func(o *s3.Options) { o.Region = "mars-1" })
	wantKind(t, "S3", err, "AuthorizationHeaderMalformed")
	if err == nil || !strings.Contains(err.Error(), "the region 'mars-1' is wrong; expecting 'us-east-1'") {
		t.Errorf("S3: %v", err)
	}
	if status := c.Calls()["ListBuckets"].Total; status != 1 {
		t.Errorf("ListBuckets was counted %d times", status)
	}
}
