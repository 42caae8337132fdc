package org

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func diff(want, got *Organisation) string {
	return cmp.Diff(want, got, cmpopts.IgnoreUnexported(Organisation{}), cmpopts.EquateEmpty())
}

func TestTheSampleIsTheDefault(t *testing.T) {
	got, err := Parse("sample.yaml", []byte(Sample()))
	if err != nil {
		t.Fatal(err)
	}
	if d := diff(Default(), got); d != "" {
		t.Error(d)
	}
}

// Each line of the sample that is commented out as an example must work when
// it is uncommented.
func TestTheSamplesExamplesWork(t *testing.T) {
	text := Sample()
	for _, key := range []string{
		"aliases:", "faults:", "  - {fault: latency", "  - {fault: status", "  - {fault: limit", "  - {fault: lost", "  - {fault: hang",
		"throttle:", "userStatus:", "maxSessionDuration:", "externalId:",
		"iamUsers:", "  - arn: arn:aws:iam::111122223333:user", "    accessKeyId:", "    secretAccessKey:", "    mfaSerial:", "    mfaSeed:",
		"- arn: arn:aws:iam::444455556666:role/Careful", "  trust:", "    - {principals: [\"111122223333\"], perm", "    - {principals: [\"arn:", "    - {users:", "    - {subjects:",
		"containers:", "  - name: web", "    role:", "    authorizationToken:", "ec2Instance:",
	} {
		if !strings.Contains(text, "# "+key) {
			t.Fatalf("the sample has no example of %q", key)
		}
		text = strings.Replace(text, "# "+key, key, 1)
	}
	o, err := Parse("sample.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(o.IAMUsers) != 1 || !o.Users[0].Disabled || len(o.IAMRoles[0].Trust[0].ExternalIDs) == 0 || len(o.Instance.Aliases) != 1 || o.Throttle.Burst != 40 || len(o.Faults) != 5 || len(o.IAMRoles[1].Trust) != 4 || o.IAMUsers[0].MFASerial == "" ||
		len(o.Containers) != 1 || o.EC2Instance.RoleARN == "" {
		t.Errorf("examples had no effect: %+v", o)
	}
	if len(o.AccountsOf("you@example.com")) != 0 {
		t.Error("a disabled user still has accounts")
	}
}

func TestAnEmptyFileLacksUsers(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "---\n", "users: []\n"} {
		if _, err := Parse("o.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), "no users") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// roleOf is an organisation with a role that has these lines, the first of
// which is the fifth of the file.
func roleOf(lines string) string {
	return "users: [{userName: ada}]\naccounts: [{accountId: 111122223333, name: A}]\niamRoles:\n- arn: arn:aws:iam::111122223333:role/R\n  " + lines + "\n"
}

// userOf is the same with an IAM user, from the seventh line on.
func userOf(lines string) string {
	return "users: [{userName: ada}]\naccounts: [{accountId: 111122223333, name: A}]\niamUsers:\n- arn: arn:aws:iam::111122223333:user/u\n  accessKeyId: AKIA1234567890123456\n  secretAccessKey: x\n  " + lines + "\n"
}

func TestMistakesNameLineAndColumn(t *testing.T) {
	for name, tc := range map[string]struct{ yaml, want string }{
		"unknown key":            {"users:\n- userName: ada\n  nick: a\n", `o.yaml:3:3: unknown key "nick"`},
		"key in other spelling":  {"users:\n- username: ada\n", `o.yaml:2:3: unknown key "username" (is it "userName"?)`},
		"unknown top key":        {"user: []\n", `o.yaml:1:1: unknown key "user" (is it "users"?)`},
		"key twice":              {"users:\n- userName: ada\n  userName: bob\n", `o.yaml:3:3:`},
		"no YAML":                {"users: {\n", `o.yaml:1:8:`},
		"list for a value":       {"users:\n- userName: [ada]\n", `o.yaml:2:`},
		"value for a list":       {"users: ada\n", `o.yaml:1:8:`},
		"second document":        {"users: [{userName: ada}]\n---\nusers: []\n", `o.yaml:3:`},
		"member who is nobody":   {"users: [{userName: ada}]\ngroups:\n- displayName: G\n  members: [ada, eve]\n", `o.yaml:4:18: there is no user "eve" in this file`},
		"user twice":             {"users:\n- userName: ada\n- userName: ada\n", `o.yaml:3:13: user "ada" is there already, in line 2`},
		"user without name":      {"users:\n- displayName: Ada\n", `o.yaml:2:16: userName is missing`},
		"user name with a blank": {"users: [{userName: ada l}]\n", `becomes a session name`},
		"short account id":       {"users: [{userName: ada}]\naccounts:\n- accountId: 123\n  name: A\n", `o.yaml:3:14: account id "123": has 3 digits`},
		"account without name":   {"users: [{userName: ada}]\naccounts:\n- accountId: \"111122223333\"\n", `o.yaml:3:14: name of the account is missing`},
		"bucket in capitals":     {"users: [{userName: ada}]\naccounts:\n- {accountId: 111122223333, name: A, buckets: [Big]}\n", `bucket "Big"`},
		"too long a session":     {"users: [{userName: ada}]\npermissionSets:\n- name: R\n  sessionDuration: PT13H\n", `o.yaml:4:20: duration "PT13H": want PT1H to PT12H`},
		"no duration":            {"users: [{userName: ada}]\nlifetimes: {session: 8h}\n", `o.yaml:2:22: duration "8h": want a duration like PT8H`},
		"assignment of nothing":  {"users: [{userName: ada}]\nassignments:\n- user: ada\n", `o.yaml:3:9: an assignment names at least one permission set`},
		"assignment to two":      {"users: [{userName: ada}]\nassignments:\n- user: ada\n  group: G\n", `either a user or a group`},
		"role of nowhere":        {"users: [{userName: ada}]\niamRoles:\n- arn: arn:aws:iam::111122223333:role/R\n", `o.yaml:3:8: there is no account "111122223333" in this file`},
		"not an ARN":             {"users: [{userName: ada}]\niamRoles:\n- arn: R\n", `o.yaml:3:8: role ARN "R"`},
		"key of no user":         {"users: [{userName: ada}]\naccounts: [{accountId: 111122223333, name: A}]\niamUsers:\n- arn: arn:aws:iam::111122223333:user/u\n  accessKeyId: ASIA1234567890123456\n  secretAccessKey: x\n", `o.yaml:5:16: access key id`},
		"start URL without TLS":  {"users: [{userName: ada}]\ninstance: {startUrl: http://x.awsapps.com/start}\n", `o.yaml:2:22: start URL`},
		"burst is missing":       {"users: [{userName: ada}]\nthrottle: {callsPerSecond: 5}\n", `o.yaml:2:28: burst is missing`},
		"rate of nothing":        {"users: [{userName: ada}]\nthrottle: {callsPerSecond: 0, burst: 1}\n", `number "0": want 1 to 1000`},
		"trust in nothing":       {roleOf("trust: [{mfa: true}]"), `o.yaml:5:17: a trust names principals, permissionSets, users or subjects`},
		"trust in an empty one":  {roleOf("trust: [{}]"), `o.yaml:4:8: a trust names principals`},
		"trust in no account":    {roleOf("trust: [\"333333333333\"]"), `o.yaml:5:11: there is no account "333333333333" in this file`},
		"trust in no role":       {roleOf("trust: [arn:aws:iam::111122223333:role/X]"), `o.yaml:5:11: there is no role "arn:aws:iam::111122223333:role/X"`},
		"trust in no user":       {roleOf("trust: [arn:aws:iam::111122223333:user/x]"), `o.yaml:5:11: there is no IAM user`},
		"trust in no ARN":        {roleOf("trust: [me]"), `o.yaml:5:11: trust "me": want an account id or an ARN`},
		"trust in no set":        {roleOf("trust: [{permissionSets: [Dev]}]"), `there is no permission set "Dev"`},
		"trust in no person":     {roleOf("trust: [{users: [eve]}]"), `o.yaml:5:20: there is no user "eve"`},
		"trust: unknown key":     {roleOf("trust: [{principal: x}]"), `o.yaml:5:12: unknown key "principal" (is it "principals"?)`},
		"trust: maybe":           {roleOf("trust: [{users: [ada], mfa: maybe}]"), `o.yaml:5:31: "maybe": want true or false`},
		"tokens and people":      {roleOf("trust: [{users: [ada], subjects: [x]}]"), `subjects of web identity tokens stand by themselves`},
		"audiences of nobody":    {roleOf("trust: [{users: [ada], audiences: [x]}]"), `audiences belong to subjects`},
		"device without a seed":  {userOf("mfaSerial: arn:aws:iam::111122223333:mfa/u"), `o.yaml:7:14: mfaSeed is missing`},
		"seed without a device":  {userOf("mfaSeed: JBSWY3DPEHPK3PXP"), `o.yaml:7:12: mfaSerial is missing`},
		"device elsewhere":       {userOf("mfaSeed: JBSWY3DPEHPK3PXP\n  mfaSerial: arn:aws:iam::444455556666:mfa/u"), `want arn:aws:iam::111122223333:mfa/NAME`},
		"seed of another base":   {userOf("mfaSeed: JBSWY3DPEHPK3PX1\n  mfaSerial: arn:aws:iam::111122223333:mfa/u"), `o.yaml:7:12: mfaSeed: want at least 16 letters`},
		"container of no role":   {roleOf("trust: []") + "containers: [{name: web, role: x}]\n", `o.yaml:6:32: there is no role "x" in this file`},
		"container of no name":   {roleOf("trust: []") + "containers: [{role: x}]\n", `o.yaml:6:21: name of the container is missing`},
		"container with a slash": {roleOf("trust: []") + "containers: [{name: a/b, role: \"arn:aws:iam::111122223333:role/R\"}]\n", `o.yaml:6:21: container "a/b"`},
		"container twice":        {roleOf("trust: []") + "containers: [{name: ab, role: x}, {name: ab, role: x}]\n", `container "ab" is there already, in line 6`},
		"machine of no role":     {roleOf("trust: []") + "ec2Instance: {id: i-0123456789abcdef0}\n", `o.yaml:6:19: role is missing`},
		"machine of no number":   {roleOf("trust: []") + "ec2Instance: {id: i-1, role: \"arn:aws:iam::111122223333:role/R\"}\n", `o.yaml:6:19: instance id "i-1"`},
		"unknown fault":          {"users: [{userName: ada}]\nfaults:\n- fault: rain\n", `o.yaml:3:10: there is no fault "rain"; "fob-sandbox fault set --help" lists them`},
		"fault without a kind":   {"users: [{userName: ada}]\nfaults:\n- operation: CreateToken\n", `o.yaml:3:14: there is no fault ""`},
		"unknown operation":      {"users: [{userName: ada}]\nfaults:\n- fault: reset\n  operation: Fly\n", `o.yaml:4:14: there is no operation "Fly"`},
		"fault lacks a value":    {"users: [{userName: ada}]\nfaults:\n- fault: latency\n", `o.yaml:3:10: delay is missing`},
		"fault with too much":    {"users: [{userName: ada}]\nfaults:\n- fault: reset\n  status: 500\n", `o.yaml:4:11: status means nothing for the fault reset`},
		"share of all and more":  {"users: [{userName: ada}]\nfaults:\n- fault: reset\n  share: 130%\n", `o.yaml:4:10: share "130%"`},
		"count of nothing":       {"users: [{userName: ada}]\nfaults:\n- fault: reset\n  count: some\n", `o.yaml:4:10: "some" is no number`},
		"unknown key of a fault": {"users: [{userName: ada}]\nfaults:\n- fault: reset\n  op: Fly\n", `o.yaml:4:3: unknown key "op"`},
		"rotation of its own":    {"users: [{userName: ada}]\nrefreshTokenRotation: daily\n", `o.yaml:2:23: rotation "daily": want off, grace, strict`},
		"status of its own":      {"users: [{userName: ada, userStatus: AWAY}]\n", `user status "AWAY"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("o.yaml", []byte(tc.yaml))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

func TestAKeyIsNotProposedForItself(t *testing.T) {
	_, err := Parse("o.yaml", []byte("instance: {arn: x}\n"))
	if err == nil || err.Error() != `o.yaml:1:12: unknown key "arn"` {
		t.Errorf("got %v", err)
	}
}

func TestAllMistakesAreToldAtOnceUpToTen(t *testing.T) {
	_, err := Parse("o.yaml", []byte("users: [{userName: ada}]\ngroups:\n- displayName: G\n  members: [a, b, c, d, e, f, g, h, i, j, k, l]\n"))
	if err == nil || strings.Count(err.Error(), "\n") != 10 || !strings.HasSuffix(err.Error(), "and 2 more") {
		t.Errorf("got %v", err)
	}
}

func TestLeadingZerosOfAccountsStay(t *testing.T) {
	o, err := Parse("o.yaml", []byte("users: [{userName: ada}]\naccounts: [{accountId: 001234567890, name: A}, {accountId: \"012345670123\", name: B}, {accountId: 012345670124, name: C}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if o.Accounts[0].ID != "001234567890" || o.Accounts[1].ID != "012345670123" || o.Accounts[2].ID != "012345670124" {
		t.Errorf("got %v", o.Accounts)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	for _, s := range []string{
		"", "users: [{userName: ada}]", "a: &x {b: *x}", "users: *u", "<<: {users: []}", "users:\n- ? [a]\n  : b", "!!binary x",
		"users:\n - userName: |\n    ada\n", "---\n---\n", "users: [{userName: .inf}]", "\xff\xfe", "users: [{userName: \"\\u0000a\"}]", "- - -\n -",
		"instance: {region: us-east-1, startUrl: 'https://a.b/c'}", "lifetimes: {session: P1DT1S}", "%YAML 1.2\n---\nusers: []",
		"faults: [{fault: latency, delay: PT0.05S, share: 30%, seed: 7}]", "faults: [{fault: skew, skew: -PT5M}]", "refreshTokenRotation: strict",
		roleOf("trust: [{users: [ada], mfa: true}, \"111122223333\", {subjects: [\"a*\"]}]"), userOf("mfaSeed: JBSWY3DPEHPK3PXP"), "ec2Instance: {role: x}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		o, err := Parse("f", []byte(text))
		if (o == nil) == (err == nil) {
			t.Fatalf("organisation %v with error %v", o, err)
		}
		if err != nil {
			return
		}
		for _, u := range o.Users { // whatever parses can be used
			for _, a := range o.AccountsOf(u.Name) {
				if len(o.RolesOf(u.Name, a.ID)) == 0 {
					t.Fatalf("%s is listed in %s without a role", u.Name, a.ID)
				}
			}
		}
	})
}

func TestFaultsAreReadWhole(t *testing.T) {
	o, err := Parse("o.yaml", []byte(`
users: [{userName: ada}]
refreshTokenRotation: off
faults:
- {fault: latency, delay: PT0.05S}
- {fault: status, status: 429, retryAfter: PT2S, operation: GetRoleCredentials, share: 30%, seed: 7, skip: 1, count: 2, from: PT1H, until: PT2H}
- {fault: skew, skew: -PT5M}
- {fault: limit, callsPerSecond: 5, burst: 10}
- {fault: slow, bytesPerSecond: 100, share: 0.25}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Fault{
		{Kind: FaultLatency, Delay: 50 * time.Millisecond},
		{
			Kind: FaultStatus, Status: 429, RetryAfter: 2 * time.Second, Operation: "GetRoleCredentials", Share: 0.3, Seed: 7, Skip: 1, Count: 2,
			From: time.Hour, Until: 2 * time.Hour,
		},
		{Kind: FaultSkew, Skew: -5 * time.Minute},
		{Kind: FaultLimit, CallsPerSecond: 5, Burst: 10},
		{Kind: FaultSlow, BytesPerSecond: 100, Share: 0.25},
	}
	if d := cmp.Diff(want, o.Faults); d != "" || o.Rotation != RotationOff {
		t.Errorf("rotation %s, faults %s", o.Rotation, d)
	}
	for _, f := range want { // as the control API writes and reads them
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var back Fault
		if err := json.Unmarshal(data, &back); err != nil || back != f {
			t.Errorf("%s became %+v, %v", data, back, err)
		}
	}
	var f Fault
	if err := json.Unmarshal([]byte(`{"fault":"reset","when":"now"}`), &f); err == nil {
		t.Error("an unknown key was taken")
	}
}

// What the control API takes and gives back is the same fault.
func FuzzFaultJSON(f *testing.F) {
	for _, s := range []string{
		`{"fault":"status","status":429,"retryAfter":"2s","share":0.3,"seed":7,"skip":1,"count":2,"from":"1h","until":"2h"}`,
		`{"fault":"latency","delay":"50ms"}`, `{"fault":"skew","skew":"-5m"}`, `{}`, `null`, `[]`, `{"delay":""}`, `{"fault":"limit","callsPerSecond":5,"burst":10}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var a, b Fault
		if json.Unmarshal(data, &a) != nil {
			return
		}
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &b); err != nil || a != b {
			t.Fatalf("%s became %s: %v", data, text, err)
		}
		_ = a.Check() // which may refuse it, and never panics
	})
}
