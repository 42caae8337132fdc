package home

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// WriteModels points AWS CLIs older than 2.13, and their botocore, at the
// sandbox. They know no AWS_ENDPOINT_URL, but they look for service data in
// ~/.aws/models first: an endpoint rule set there replaces their own.
//
// Such a client checks every parameter that it passes against the rule set, so
// each has to be declared although the one rule uses none. Verified with 2.9.19.
func (h *Home) WriteModels(origin string) error {
	for service, extra := range map[string]map[string]parameter{
		"sso/2019-06-10":      nil,
		"sso-oidc/2019-06-10": nil,
		"sts/2011-06-15":      {"UseGlobalEndpoint": required("AWS::STS::UseGlobalEndpoint")},
		"s3/2006-03-01": {
			"Bucket":                         {Type: "String"},
			"ForcePathStyle":                 {BuiltIn: "AWS::S3::ForcePathStyle", Type: "Boolean"},
			"UseArnRegion":                   {BuiltIn: "AWS::S3::UseArnRegion", Type: "Boolean"},
			"Accelerate":                     required("AWS::S3::Accelerate"),
			"UseGlobalEndpoint":              required("AWS::S3::UseGlobalEndpoint"),
			"DisableMultiRegionAccessPoints": required("AWS::S3::DisableMultiRegionAccessPoints"),
			"UseObjectLambdaEndpoint":        {Type: "Boolean"},
			"DisableAccessPoints":            {Type: "Boolean"},
		},
	} {
		dir := h.Path(".aws", "models", filepath.FromSlash(service))
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("write the endpoints for old AWS CLIs: %w", err)
		}
		data, err := json.MarshalIndent(rules(origin, extra), "", "  ")
		if err != nil {
			return fmt.Errorf("write the endpoints for old AWS CLIs: %w", err)
		}
		if err := os.WriteFile(filepath.Join(dir, "endpoint-rule-set-1.json"), data, 0o600); err != nil {
			return fmt.Errorf("write the endpoints for old AWS CLIs: %w", err)
		}
	}
	return nil
}

// parameter declares what botocore passes to an endpoint rule set.
type parameter struct {
	BuiltIn  string `json:"builtIn,omitempty"`
	Required bool   `json:"required"`
	Default  *bool  `json:"default,omitempty"`
	Type     string `json:"type"`
}

// required is a switch that is always passed and off by default.
func required(builtIn string) parameter {
	return parameter{BuiltIn: builtIn, Required: true, Default: new(bool), Type: "Boolean"}
}

type ruleSet struct {
	Version    string               `json:"version"`
	Parameters map[string]parameter `json:"parameters"`
	Rules      []rule               `json:"rules"`
}

type rule struct {
	Conditions []string `json:"conditions"`
	Endpoint   endpoint `json:"endpoint"`
	Type       string   `json:"type"`
}

type endpoint struct {
	URL        string         `json:"url"`
	Properties map[string]any `json:"properties"`
	Headers    map[string]any `json:"headers"`
}

// rules is the rule set of one service: whatever the parameters, the sandbox.
// S3 has parameters of its own, and is told how to sign, because without that
// it would encode paths twice.
func rules(origin string, extra map[string]parameter) ruleSet {
	parameters := map[string]parameter{
		"Region":       {BuiltIn: "AWS::Region", Type: "String"},
		"UseDualStack": required("AWS::UseDualStack"),
		"UseFIPS":      required("AWS::UseFIPS"),
		"Endpoint":     {BuiltIn: "SDK::Endpoint", Type: "String"},
	}
	for name, p := range extra {
		parameters[name] = p
	}
	properties := map[string]any{}
	if _, s3 := extra["Bucket"]; s3 {
		properties["authSchemes"] = []map[string]any{{
			"name": "sigv4", "signingName": "s3", "signingRegion": "us-east-1", "disableDoubleEncoding": true,
		}}
	}
	return ruleSet{
		Version: "1.0", Parameters: parameters,
		Rules: []rule{{
			Conditions: []string{}, Type: "endpoint",
			Endpoint: endpoint{URL: origin, Properties: properties, Headers: map[string]any{}},
		}},
	}
}
