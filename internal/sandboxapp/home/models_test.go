package home

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const origin = "http://127.0.0.1:40111"

func readRules(t *testing.T, dir, service string) ruleSet {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, service, modelVersion, "endpoint-rule-set-1.json"))
	if err != nil {
		t.Fatal(err)
	}
	var rules ruleSet
	if err := json.Unmarshal(data, &rules); err != nil {
		t.Fatal(err)
	}
	return rules
}

// A service without rules of its own would be asked at AWS.
func TestEveryServiceHasRulesThatLeadToTheSandbox(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "lambda"), 0o700); err != nil { // where no link can be made
		t.Fatal(err)
	}
	if err := WriteModels(dir, origin); err != nil {
		t.Fatal(err)
	}
	for _, service := range []string{"sso", "sso-oidc", "sts", "iam", "ec2", "lambda", "dynamodb", "organizations", "sso-admin"} {
		rules := readRules(t, dir, service)
		if len(rules.Rules) != 1 || rules.Rules[0].Endpoint.URL != origin || len(rules.Rules[0].Conditions) != 0 || len(rules.Parameters) != 0 {
			t.Errorf("%s: %+v", service, rules)
		}
	}
}

// Without its bucket in the path, a call of a bucket would be one of the account.
func TestTheRulesOfS3KeepTheBucket(t *testing.T) {
	dir := t.TempDir()
	if err := WriteModels(dir, origin); err != nil {
		t.Fatal(err)
	}
	rules := readRules(t, dir, "s3")
	if len(rules.Rules) != 3 || rules.Rules[0].Endpoint.URL != origin+"/{bucketInPath}" || rules.Rules[2].Endpoint.URL != origin || len(rules.Rules[2].Conditions) != 0 {
		t.Fatalf("got %+v", rules.Rules)
	}
	for i, service := range []string{"s3", "s3express", "s3"} {
		schemes, _ := rules.Rules[i].Endpoint.Properties["authSchemes"].([]any)
		if len(schemes) != 1 || schemes[0].(map[string]any)["disableDoubleEncoding"] != true || schemes[0].(map[string]any)["signingName"] != service {
			t.Errorf("rule %d signs by %v, want it to be for %s", i, schemes, service)
		}
	}
	if c := rules.Rules[0].Conditions; len(c) != 2 || c[0].Function != "isSet" || c[1].Function != "uriEncode" || c[1].Assign != "bucketInPath" {
		t.Errorf("the bucket's conditions are %+v", c)
	}
	if rules.Parameters["Bucket"].Type != "String" {
		t.Errorf("the bucket is not declared: %+v", rules.Parameters)
	}
}

// The list covers what an old AWS CLI can call. Where one is installed, its own
// data are the proof.
func TestTheListOfServicesIsThatOfAnOldAWSCLI(t *testing.T) {
	names := strings.Fields(serviceNames)
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Error("the list is not sorted, or has a name twice")
	}
	const data = "/usr/lib/python3/dist-packages/awscli/botocore/data"
	entries, err := os.ReadDir(data)
	if err != nil {
		t.Skip("Debian's awscli is not installed: the list was not compared with a client's data")
	}
	for _, e := range entries {
		if e.IsDir() && !slices.Contains(names, e.Name()) {
			t.Errorf("%s is missing", e.Name())
		}
	}
}
