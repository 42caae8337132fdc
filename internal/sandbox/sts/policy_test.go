package sts

import (
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandbox/sigv4"
)

const (
	trustedRole = "arn:aws:iam::111111111111:role/R"
	statement   = `"Effect":"Allow","Action":"s3:Get*","Resource":"*"`
)

// desk is a handler that every caller reaches as the user robot.
type desk struct {
	*Handler
	caller Caller
	tags   []Tag // of the latest session
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	o, err := org.Parse("org.yaml", []byte(robots+`
iamRoles:
- {arn: "`+trustedRole+`", trust: [{principals: ["111111111111"], sessionTags: true, sourceIdentity: true}, {subjects: ["ci"]}]}
`))
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{caller: Caller{ARN: "arn:aws:iam::111111111111:user/robot", Account: "111111111111"}}
	d.Handler = New(Config{Org: o, Verifier: d, Vault: d, Clock: wall{time.Unix(1_800_000_000, 0)}, Meter: d, Key: []byte("key")})
	return d
}

func (d *desk) Verify(*http.Request, []byte, string) (sigv4.Signer, error) {
	return sigv4.Signer{AccessKeyID: "AKIA"}, nil
}
func (d *desk) Caller(sigv4.Signer) (Caller, bool)                     { return d.caller, true }
func (d *desk) Begin(*http.Request, ...string) (end func(), err error) { return func() {}, nil }

func (d *desk) AssumedRole(_ org.Role, _ org.Session, _ time.Duration, a Attributes) ident.Credentials {
	d.tags = a.Tags
	return ident.Credentials{AccessKeyID: "ASIA"}
}

// post sends a form and returns the code of the error, its message, and the
// packed size of an answer that is none.
func (d *desk) post(t testing.TB, form url.Values) (code, message string, packed int) {
	t.Helper()
	form.Set("Version", Version)
	w := httptest.NewRecorder()
	d.ServeHTTP(w, httptest.NewRequest("POST", "/", strings.NewReader(form.Encode())))
	var out struct {
		Code    string `xml:"Error>Code"`
		Message string `xml:"Error>Message"`
		Own     int    `xml:"AssumeRoleResult>PackedPolicySize"`
		Web     int    `xml:"AssumeRoleWithWebIdentityResult>PackedPolicySize"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &out); err != nil || (w.Code == 200) != (out.Code == "") {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	return out.Code, out.Message, out.Own + out.Web
}

func (d *desk) assume(t testing.TB, with url.Values) (code, message string, packed int) {
	t.Helper()
	form := url.Values{"Action": {AssumeRole}, "RoleArn": {trustedRole}, "RoleSessionName": {"me"}}
	for k, v := range with {
		form[k] = v
	}
	return d.post(t, form)
}

func TestSessionPoliciesAreChecked(t *testing.T) {
	d := newDesk(t)
	one := func(s string) string { return `{"Version":"2012-10-17","Statement":[{` + s + `}]}` }
	for policy, want := range map[string]string{
		one(statement):                      "",
		`{"Statement":{` + statement + `}}`: "",
		"\t{\"Id\":\"x\",\r\n\"Statement\":[{" + statement + "}]} ":  "",
		`{"Version":"2008-10-17","Statement":[{` + statement + `}]}`: "",
		one(`"Sid":"A1","Effect":"Deny","NotAction":["iam:*","sts:*"],"NotResource":["arn:aws:s3:::a","arn:aws:s3:::b/*"],"Condition":{"StringLike":{"aws:x":["a","b"],"y":1},"Bool":{"z":true}}`): "",
		one(`"Effect":"Allow","Action":"*","Resource":"*"`): "",

		"{":                         "MalformedPolicyDocument: The policy is not in the valid JSON format.",
		"null":                      "MalformedPolicyDocument: The policy is not in the valid JSON format.",
		"[]":                        "MalformedPolicyDocument: The policy is not in the valid JSON format.",
		"arn:aws:iam::aws:policy/X": "MalformedPolicyDocument: The policy is not in the valid JSON format.",
		one(statement) + "x":        "MalformedPolicyDocument: The policy is not in the valid JSON format.",
		"{}":                        "MalformedPolicyDocument: Syntax errors in policy.",
		`{"Statement":[]}`:          "MalformedPolicyDocument: Syntax errors in policy.",
		`{"Statement":null}`:        "MalformedPolicyDocument: Syntax errors in policy.",
		`{"Statement":[null]}`:      "MalformedPolicyDocument: Syntax errors in policy.",
		`{"Statement":"x"}`:         "MalformedPolicyDocument: Syntax errors in policy.",
		`{"Extra":1,"Statement":[{` + statement + `}]}`:                          "MalformedPolicyDocument: Syntax errors in policy.",
		`{"statement":[{` + statement + `}]}`:                                    "MalformedPolicyDocument: Syntax errors in policy.",
		`{"Version":"2020-01-01","Statement":[{` + statement + `}]}`:             "MalformedPolicyDocument: Policy document must be version 2012-10-17 or greater.",
		`{"Version":2012,"Statement":[{` + statement + `}]}`:                     "MalformedPolicyDocument: Policy document must be version 2012-10-17 or greater.",
		one(statement + `,"Principal":"*"`):                                      "MalformedPolicyDocument: Policy document should not specify a principal.",
		one(statement + `,"Extra":1`):                                            "MalformedPolicyDocument: Syntax errors in policy.",
		one(statement + `,"Sid":"a b"`):                                          "MalformedPolicyDocument: Statement IDs (SID)",
		one(`"Effect":"allow","Action":"s3:*","Resource":"*"`):                   "MalformedPolicyDocument: Syntax errors in policy.",
		one(`"Action":"s3:*","Resource":"*"`):                                    "MalformedPolicyDocument: Syntax errors in policy.",
		one(`"Effect":"Allow","Resource":"*"`):                                   "MalformedPolicyDocument: Policy statement must contain actions.",
		one(`"Effect":"Allow","Action":[],"Resource":"*"`):                       "MalformedPolicyDocument: Syntax errors in policy.",
		one(`"Effect":"Allow","Action":[null],"Resource":"*"`):                   "MalformedPolicyDocument: Syntax errors in policy.",
		one(`"Effect":"Allow","Action":1,"Resource":"*"`):                        "MalformedPolicyDocument: Syntax errors in policy.",
		one(`"Effect":"Allow","Action":"s3:*","NotAction":"x:y","Resource":"*"`): "MalformedPolicyDocument: Syntax errors in policy.",
		one(`"Effect":"Allow","Action":"GetObject","Resource":"*"`):              "MalformedPolicyDocument: Actions/Conditions must be prefaced by a vendor",
		one(`"Effect":"Allow","Action":"s3:*"`):                                  "MalformedPolicyDocument: Policy statement must contain resources.",
		one(`"Effect":"Allow","Action":"s3:*","Resource":"bucket"`):              `MalformedPolicyDocument: Resource bucket must be in ARN format or "*".`,
		one(statement + `,"Condition":"x"`):                                      "MalformedPolicyDocument: Syntax errors in policy.",
		one(statement + `,"Condition":{"StringLike":{"a":{"b":1}}}`):             "MalformedPolicyDocument: Syntax errors in policy.",
		"": "ValidationError: 1 validation error detected: Value at 'policy'",
		one(statement) + strings.Repeat(" ", 2048): "ValidationError: 1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length between 1 and 2048",
		one(statement+`,"Sid":"\u0000"`) + "\x00":  "ValidationError: 1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern",
		one(statement) + "€":                       "ValidationError: 1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must satisfy",
		one(statement) + "\xff":                    "ValidationError",
	} {
		for _, action := range []string{AssumeRole, AssumeRoleWithWebIdentity} {
			form := url.Values{"Action": {action}, "Policy": {policy}, "WebIdentityToken": {d.WebIdentityToken("ci", "", time.Hour).Reveal()}}
			code, message, packed := d.assume(t, form)
			got := strings.TrimPrefix(code+": "+message, ": ")
			if !strings.HasPrefix(got, want) || want == "" && (got != "" || packed < 1 || packed > 100) {
				t.Errorf("%s of %q: %q, packed %d%%; want %q", action, policy, got, packed, want)
			}
		}
	}
	if _, _, packed := d.assume(t, nil); packed != 0 {
		t.Errorf("without a policy the packed size is %d%%", packed)
	}
}

func TestPolicyARNsAreChecked(t *testing.T) {
	d := newDesk(t)
	own := "arn:aws:iam::111111111111:policy/team/Reader"
	for name, tc := range map[string]struct {
		arns []string
		want string
	}{
		"AWS's and own":       {[]string{"arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/job-function/Billing", own}, ""},
		"ten":                 {strings.Split(strings.TrimSuffix(strings.Repeat(own+" ", 10), " "), " "), ""},
		"eleven":              {strings.Split(strings.TrimSuffix(strings.Repeat(own+" ", 11), " "), " "), "ValidationError: 1 validation error detected: Value at 'policyArns'"},
		"another account's":   {[]string{"arn:aws:iam::222222222222:policy/Reader"}, "InvalidParameterValue"},
		"another partition's": {[]string{"arn:aws-cn:iam::aws:policy/ReadOnlyAccess"}, "InvalidParameterValue"},
		"a role":              {[]string{own, "arn:aws:iam::111111111111:role/Reader"}, "ValidationError: Invalid ARN: arn:aws:iam::111111111111:role/Reader"},
		"a name":              {[]string{"ReadOnlyAccess-or-what-is-it"}, "ValidationError: Invalid ARN"},
		"short":               {[]string{"arn:aws:iam::aws:po"}, "ValidationError: 1 validation error detected: Value at 'policyArns.1.member.arn'"},
		"empty":               {[]string{""}, "ValidationError: 1 validation error"},
		"long":                {[]string{"arn:aws:iam::aws:policy/" + strings.Repeat("x", 2048)}, "ValidationError: 1 validation error"},
		"no name":             {[]string{"arn:aws:iam::111111111111:policy/"}, "ValidationError: Invalid ARN"},
		"control characters":  {[]string{"arn:aws:iam::aws:policy/\x1b[31m"}, `ValidationError: Invalid ARN: arn:aws:iam::aws:policy/\x1b[31m`},
	} {
		form := url.Values{}
		for i, arn := range tc.arns {
			form.Set(fmt.Sprintf("PolicyArns.member.%d.arn", i+1), arn)
		}
		code, message, packed := d.assume(t, form)
		if got := strings.TrimPrefix(code+": "+message, ": "); !strings.HasPrefix(got, tc.want) || tc.want == "" && (got != "" || packed == 0) {
			t.Errorf("%s: %q, packed %d%%; want %q", name, got, packed, tc.want)
		}
	}
}

// words are texts that hardly compress.
func words(n int) string {
	var b strings.Builder
	for i := uint64(1); b.Len() < n; i++ {
		fmt.Fprintf(&b, "%016x", i*0x9e3779b97f4a7c15)
	}
	return b.String()[:n]
}

func TestPackedPoliciesAndTagsHaveALimit(t *testing.T) {
	d := newDesk(t)
	tagged := func(n int) url.Values {
		form := url.Values{}
		for i := range n {
			form.Set(fmt.Sprintf("Tags.member.%d.Key", i+1), fmt.Sprint("k", i))
			form.Set(fmt.Sprintf("Tags.member.%d.Value", i+1), words(256 * (i + 1))[256*i:])
		}
		return form
	}
	if code, message, packed := d.assume(t, tagged(2)); code != "" || packed < 20 {
		t.Errorf("two long tags: %s %s, packed %d%%", code, message, packed)
	}
	code, message, _ := d.assume(t, tagged(12))
	if code != "PackedPolicyTooLarge" || !strings.HasPrefix(message, "Packed size of session tags consumes ") || !strings.HasSuffix(message, "% of allotted space.") {
		t.Errorf("twelve long tags: %s %s", code, message)
	}
	long := url.Values{"Policy": {`{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::` + words(1900) + `"}}`}}
	if code, message, _ := d.assume(t, long); code != "PackedPolicyTooLarge" || !strings.HasPrefix(message, "Packed policy consumes ") {
		t.Errorf("a long policy: %s %s", code, message)
	}
	// Tags that come along a chain count, too.
	d.caller.Tags = []Tag{{Key: "a", Value: words(256), Transitive: true}, {Key: "b", Value: words(1500)}}
	_, _, inherited := d.assume(t, nil)
	_, _, both := d.assume(t, url.Values{"Policy": {`{"Statement":{` + statement + `}}`}})
	if inherited < 10 || both <= inherited || len(d.tags) != 1 {
		t.Errorf("an inherited tag takes %d%%, with a policy %d%%", inherited, both)
	}
}

func TestTagsHaveTheLettersOfTags(t *testing.T) {
	d := newDesk(t)
	for text, want := range map[string]string{
		"team": "", "Größe 7 _.:/=+-@": "", strings.Repeat("é", 128): "",
		strings.Repeat("é", 129): "Value at 'tags.1.member.key' failed to satisfy constraint: Member must have length between",
		"a\x00":                  "Value at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern",
		"a\x1b[31m":              "Member must satisfy", "a\xff": "Member must satisfy", "a*": "Member must satisfy", "<a>": "Member must satisfy", "a\n": "Member must satisfy",
	} {
		code, message, _ := d.assume(t, url.Values{"Tags.member.1.Key": {text}, "Tags.member.1.Value": {"v"}})
		if (code == "") != (want == "") || !strings.Contains(message, want) {
			t.Errorf("key %q: %s %s", text, code, message)
		}
	}
	if code, message, _ := d.assume(t, url.Values{"Tags.member.1.Key": {"k"}, "Tags.member.1.Value": {"a\x07"}}); code != "ValidationError" || !strings.Contains(message, "tags.1.member.value") {
		t.Errorf("value: %s %s", code, message)
	}
}

// Whatever a policy is, it is accepted or refused in the service's words.
func FuzzSessionPolicies(f *testing.F) {
	for _, s := range []string{"{", `{"Statement":{` + statement + `}}`, `{"Statement":[[]]}`, `{"Statement":[{"Effect":"Allow","Action":["a:b",1],"Resource":{}}]}`, `{"Statement":{"Condition":{"a":{"b":[[]]}}}}`, "\xff"} {
		f.Add(s, "arn:aws:iam::aws:policy/X")
	}
	f.Fuzz(func(t *testing.T, policy, arn string) {
		_, err := sessionPolicies(url.Values{"Policy": {policy}, "PolicyArns.member.1.arn": {arn}}, trustedRole)
		if e, ok := errors.AsType[*Error](err); err != nil && (!ok || e.Status != 400 || e.Message == "" || strings.ContainsFunc(e.Message, func(r rune) bool { return r < ' ' || r > '~' })) {
			t.Fatalf("%v", err)
		}
	})
}

func TestRefusalsOfFaultsHaveTheServicesCodes(t *testing.T) {
	for status, want := range map[int]string{
		0: "400 Throttling", 429: "429 Throttling", 400: "400 ValidationError", 403: "403 AccessDenied", 404: "404 ValidationError",
		500: "500 InternalFailure", 503: "503 ServiceUnavailable",
	} {
		w := httptest.NewRecorder()
		writeError(w, &org.Refusal{Status: status})
		code, _, _ := strings.Cut(strings.TrimPrefix(w.Body.String()[strings.Index(w.Body.String(), "<Code>"):], "<Code>"), "<")
		if got := fmt.Sprint(w.Code, " ", code); got != want {
			t.Errorf("%d: %s", status, got)
		}
	}
}
