package home

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// serviceNames are the folders of botocore's service data, one a line: every
// service that a client which reads ~/.aws/models can call. Services added after
// AWS CLI 2.13 need no entry, since the clients that have them read
// AWS_ENDPOINT_URL.
//
//go:embed services.txt
var serviceNames string

// modelVersion stands in the path of a rule set where botocore has the version
// of a service's API. It takes the highest that it finds, so this one wins over
// every real one.
const modelVersion = "9999-12-31"

// WriteModels writes the models of a sandbox to ~/.aws/models, where AWS CLIs
// and their botocore find them without being told.
func (h *Home) WriteModels(origin string) error { return WriteModels(h.Path(".aws", "models"), origin) }

// WriteModels points AWS CLIs older than 2.13, and their botocore, at the
// sandbox. They do not know AWS_ENDPOINT_URL, but read the data of services from
// the folders in AWS_DATA_PATH and from ~/.aws/models before their own: an
// endpoint rule set there replaces the one that leads to AWS. Newer ones read
// these folders too.
//
// Every service gets a rule set, also those that the sandbox does not have: a
// call to one of them must not reach AWS with the sandbox's keys.
//
// Such a client passes only the parameters that a rule set declares. Verified
// with AWS CLI 2.9.19 and botocore 1.44.
func WriteModels(dir, origin string) error {
	if err := writeModels(dir, origin); err != nil {
		return fmt.Errorf("write the endpoints for old AWS CLIs: %w", err)
	}
	return nil
}

func writeModels(dir, origin string) error {
	ordinary := ruleSet{Version: "1.0", Parameters: map[string]parameter{}, Rules: []rule{toOrigin(origin)}}
	if err := writeRules(filepath.Join(dir, "s3"), s3Rules(origin)); err != nil {
		return err
	}
	if err := writeRules(filepath.Join(dir, ordinaryService), ordinary); err != nil {
		return err
	}
	for service := range strings.FieldsSeq(serviceNames) {
		if service == "s3" || service == ordinaryService {
			continue
		}
		// Links are ten times as fast as folders, but Windows seldom allows them.
		folder := filepath.Join(dir, service)
		if os.Symlink(ordinaryService, folder) == nil {
			continue
		}
		if err := writeRules(folder, ordinary); err != nil {
			return err
		}
	}
	return nil
}

// ordinaryService is the one whose folder the others link to.
const ordinaryService = "sts"

// writeRules makes the folder of a service.
func writeRules(folder string, rules ruleSet) error {
	data, err := json.MarshalIndent(rules, "", "  ")
	if err != nil {
		return err
	}
	folder = filepath.Join(folder, modelVersion)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "endpoint-rule-set-1.json"), data, 0o600)
}

type ruleSet struct {
	Version    string               `json:"version"`
	Parameters map[string]parameter `json:"parameters"`
	Rules      []rule               `json:"rules"`
}

// parameter declares what botocore passes to an endpoint rule set.
type parameter struct {
	Required bool   `json:"required"`
	Type     string `json:"type"`
}

type rule struct {
	Conditions []condition `json:"conditions"`
	Endpoint   endpoint    `json:"endpoint"`
	Type       string      `json:"type"`
}

type condition struct {
	Function string           `json:"fn"`
	Args     []map[string]any `json:"argv"`
	Assign   string           `json:"assign,omitempty"`
}

type endpoint struct {
	URL        string         `json:"url"`
	Properties map[string]any `json:"properties"`
	Headers    map[string]any `json:"headers"`
}

// toOrigin is the rule that leads to the sandbox whatever the parameters are.
func toOrigin(origin string) rule {
	return rule{
		Conditions: []condition{}, Type: "endpoint",
		Endpoint: endpoint{URL: origin, Properties: map[string]any{}, Headers: map[string]any{}},
	}
}

// s3Rules keep the bucket in the path: botocore removes it from its own paths
// and leaves it to the rules, so without it every call of a bucket would become
// one of the whole account, such as ListBuckets. They also say how to sign, as
// botocore would encode paths twice otherwise.
//
// Directory buckets are signed for another service, so that listing them is not
// taken for listing buckets: the two requests differ in nothing else.
func s3Rules(origin string) ruleSet {
	bucket, directories, account := toOrigin(origin+"/{bucketInPath}"), toOrigin(origin), toOrigin(origin)
	name := reference("Bucket")
	bucket.Conditions = []condition{
		{Function: "isSet", Args: name},
		{Function: "uriEncode", Args: name, Assign: "bucketInPath"},
	}
	directories.Conditions = []condition{{Function: "isSet", Args: reference("UseS3ExpressControlEndpoint")}}
	bucket.signFor("s3")
	directories.signFor("s3express")
	account.signFor("s3")
	return ruleSet{
		Version: "1.0", Parameters: map[string]parameter{"Bucket": {Type: "String"}, "UseS3ExpressControlEndpoint": {Type: "Boolean"}},
		Rules: []rule{bucket, directories, account},
	}
}

func reference(parameter string) []map[string]any { return []map[string]any{{"ref": parameter}} }

func (r *rule) signFor(service string) {
	r.Endpoint.Properties["authSchemes"] = []map[string]any{{
		"name": "sigv4", "signingName": service, "signingRegion": "us-east-1", "disableDoubleEncoding": true,
	}}
}
