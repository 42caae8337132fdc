package sts

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// Limits of session policies. Source: STS API, AssumeRole.
const (
	maxPolicy     = 2048 // characters
	maxPolicyARNs = 10
	minPolicyARN  = 20 // characters
	maxPolicyARN  = 2048
)

// packedSpace is how many bytes the session policies and session tags of a
// session may have once they are packed. AWS publishes neither its limit nor how
// it packs; the sandbox takes DEFLATE and this number, which lets through what
// AWS is known to let through.
const packedSpace = 640

// sessionPolicies reads Policy and PolicyArns.member.N.arn, and returns all of
// their text. They have no effect, since the roles of the sandbox have no
// permissions to narrow, but what STS refuses is refused.
func sessionPolicies(f url.Values, role string) (string, error) {
	text := f.Get("Policy")
	if f.Has("Policy") {
		if err := checkPolicy(text); err != nil {
			return "", err
		}
	}
	for i := 1; f.Has(fmt.Sprintf("PolicyArns.member.%d.arn", i)); i++ {
		if i > maxPolicyARNs {
			return "", invalid("1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to 10")
		}
		arn := f.Get(fmt.Sprintf("PolicyArns.member.%d.arn", i))
		if err := checkPolicyARN(i, arn, role); err != nil {
			return "", err
		}
		text += arn
	}
	return text, nil
}

// checkPolicyARN takes the ARN of a managed policy, AWS's own or one of the
// role's account.
func checkPolicyARN(i int, arn, role string) error {
	if n := utf8.RuneCountInString(arn); n < minPolicyARN || n > maxPolicyARN {
		return invalid(fmt.Sprintf("1 validation error detected: Value at 'policyArns.%d.member.arn' failed to satisfy constraint: Member must have length between %d and %d", i, minPolicyARN, maxPolicyARN))
	}
	form := regexp.MustCompile(`^arn:(aws[a-z-]*):iam::(aws|[0-9]{12}):policy/([\x21-\x7e]+/)?[\w+=,.@-]{1,128}$`)
	parts := form.FindStringSubmatch(arn)
	if parts == nil {
		return invalid("Invalid ARN: " + printable(arn))
	}
	partition, _, _ := strings.Cut(strings.TrimPrefix(role, "arn:"), ":")
	if parts[1] != partition || parts[2] != "aws" && parts[2] != string(org.AccountOfARN(role)) {
		return badParameter("The policy " + arn + " is not in the account of the role.")
	}
	return nil
}

// printable is what a client sent as it can be said in a message.
func printable(s string) string { return strings.Trim(strconv.QuoteToASCII(s), `"`) }

// checkPolicy checks an inline session policy, as far as its grammar goes.
// Source: IAM user guide, "Grammar of the IAM JSON policy language".
func checkPolicy(text string) error {
	if n := utf8.RuneCountInString(text); n < 1 || n > maxPolicy {
		return invalid(fmt.Sprintf("1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length between 1 and %d", maxPolicy))
	}
	if strings.ContainsFunc(text, notInPolicy) {
		return invalid(`1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+`)
	}
	var p map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &p); err != nil || p == nil {
		return malformedPolicy("The policy is not in the valid JSON format.")
	}
	if onlyKeys(p, "Version", "Id", "Statement") != nil {
		return malformedPolicy("Syntax errors in policy.")
	}
	if version, ok := p["Version"]; ok && !slices.Contains([]string{`"2012-10-17"`, `"2008-10-17"`}, string(version)) {
		return malformedPolicy("Policy document must be version 2012-10-17 or greater.")
	}
	statements, err := oneOrMore[map[string]json.RawMessage](p["Statement"])
	if err != nil {
		return malformedPolicy("Syntax errors in policy.")
	}
	for _, s := range statements {
		if err := checkStatement(s); err != nil {
			return err
		}
	}
	return nil
}

func notInPolicy(r rune) bool {
	return r != '\t' && r != '\n' && r != '\r' && (r < ' ' || r > 0xff)
}

func checkStatement(s map[string]json.RawMessage) error {
	if s["Principal"] != nil || s["NotPrincipal"] != nil {
		return malformedPolicy("Policy document should not specify a principal.")
	}
	syntax := malformedPolicy("Syntax errors in policy.")
	if onlyKeys(s, "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition") != nil {
		return syntax
	}
	var sid string
	if raw, ok := s["Sid"]; ok && (json.Unmarshal(raw, &sid) != nil || strings.ContainsFunc(sid, notInSid)) {
		return malformedPolicy("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*")
	}
	if effect := string(s["Effect"]); effect != `"Allow"` && effect != `"Deny"` {
		return syntax
	}
	actions, err := either(s, "Action", "NotAction")
	switch {
	case err != nil:
		return syntax
	case actions == nil:
		return malformedPolicy("Policy statement must contain actions.")
	case slices.ContainsFunc(actions, func(a string) bool { return a != "*" && !isAction(a) }):
		return malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
	}
	resources, err := either(s, "Resource", "NotResource")
	switch {
	case err != nil:
		return syntax
	case resources == nil:
		return malformedPolicy("Policy statement must contain resources.")
	}
	for _, r := range resources {
		if r != "*" && (!strings.HasPrefix(r, "arn:") || strings.Count(r, ":") < 5) {
			return malformedPolicy("Resource " + printable(r) + ` must be in ARN format or "*".`)
		}
	}
	if raw, ok := s["Condition"]; ok && !isCondition(raw) {
		return syntax
	}
	return nil
}

func notInSid(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
}

// isAction reports whether an action names its service.
func isAction(a string) bool {
	vendor, name, ok := strings.Cut(a, ":")
	return ok && vendor != "" && name != "" && !strings.ContainsAny(a, " \t\r\n")
}

// isCondition reports whether a condition maps operators to keys to values.
func isCondition(raw json.RawMessage) bool {
	var operators map[string]map[string]json.RawMessage
	if json.Unmarshal(raw, &operators) != nil {
		return false
	}
	for _, keys := range operators {
		for _, values := range keys {
			if _, err := oneOrMore[scalar](values); err != nil {
				return false
			}
		}
	}
	return true
}

// scalar is a text, a number, or true or false.
type scalar struct{}

// UnmarshalJSON makes scalar a json.Unmarshaler.
func (*scalar) UnmarshalJSON(b []byte) error {
	if len(b) == 0 || b[0] == '{' || b[0] == '[' || b[0] == 'n' {
		return errors.New("not a scalar")
	}
	return nil
}

// either reads the one of two elements that there is; nil when there is none, and
// an error when there are both.
func either(s map[string]json.RawMessage, a, b string) ([]string, error) {
	switch {
	case s[a] != nil && s[b] != nil:
		return nil, fmt.Errorf("both %s and %s", a, b)
	case s[a] != nil:
		return oneOrMore[string](s[a])
	case s[b] != nil:
		return oneOrMore[string](s[b])
	}
	return nil, nil
}

// oneOrMore reads a value, or a list of them that is not empty.
func oneOrMore[V any](raw json.RawMessage) ([]V, error) {
	if len(raw) == 0 || raw[0] == 'n' {
		return nil, errors.New("missing")
	}
	if raw[0] != '[' {
		var v V
		err := json.Unmarshal(raw, &v)
		return []V{v}, err
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(raw, &raws); err != nil || len(raws) == 0 {
		return nil, errors.New("empty")
	}
	list := make([]V, len(raws))
	for i, r := range raws {
		if r[0] == 'n' {
			return nil, errors.New("null")
		}
		if err := json.Unmarshal(r, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// onlyKeys is an error when an object has other members than these.
func onlyKeys(object map[string]json.RawMessage, names ...string) error {
	for name := range object {
		if !slices.Contains(names, name) {
			return fmt.Errorf("unknown element %s", name)
		}
	}
	return nil
}

func malformedPolicy(message string) error {
	return &Error{http.StatusBadRequest, "MalformedPolicyDocument", message}
}

// packedSize is what policies and tags, inherited ones too, take of packedSpace,
// in percent; zero when there are none.
func packedSize(policies string, tags []Tag) (percent int, err error) {
	if policies == "" && len(tags) == 0 {
		return 0, nil
	}
	var text strings.Builder
	text.WriteString(policies)
	for _, t := range tags {
		text.WriteString(t.Key + "\x00" + t.Value + "\x00")
	}
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.BestCompression) // the level exists
	_, _ = w.Write([]byte(text.String()))                   // a buffer takes all
	_ = w.Close()
	percent = max(packed.Len()*100/packedSpace, 1)
	if percent <= 100 {
		return percent, nil
	}
	message := fmt.Sprintf("Packed size of session tags consumes %d%% of allotted space.", percent)
	if policies != "" {
		message = fmt.Sprintf("Packed policy consumes %d%% of allotted space, please use smaller policy.", percent)
	}
	return 0, &Error{http.StatusBadRequest, "PackedPolicyTooLarge", message}
}
