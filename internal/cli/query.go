package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jmespath/go-jmespath"

	"github.com/fobcli/fob/internal/fault"
)

// search applies a JMESPath expression to the JSON form of doc.
func search(expression string, doc any) (any, error) {
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("encode the answer as JSON: %w", err)
	}
	var plain any
	if err := json.Unmarshal(raw, &plain); err != nil {
		return nil, fmt.Errorf("read the answer's JSON: %w", err)
	}
	picked, err := jmespath.Search(expression, plain)
	if err != nil {
		return nil, &fault.Error{
			Summary: fmt.Sprintf("--query %q is no JMESPath expression: %s", expression, strings.TrimSuffix(err.Error(), ".")),
			Hint:    "Such as:",
			Remedy:  "--query Account",
			Code:    fault.Usage,
			Err:     err,
		}
	}
	return picked, nil
}

// writeAWSText writes a JSON value as `aws --output text` does: the scalars of
// an object in the order of their keys with tabs between them, then what is
// nested, each line headed by its key in capitals.
func writeAWSText(w io.Writer, v any) { awsText(w, v, "") }

func awsText(w io.Writer, v any, head string) {
	switch v := v.(type) {
	case map[string]any:
		awsTextObject(w, v, head)
	case []any:
		awsTextList(w, v, head)
	default:
		fmt.Fprintln(w, awsScalar(v))
	}
}

func awsTextObject(w io.Writer, v map[string]any, head string) {
	var keys, line []string
	for k := range v {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	if head != "" {
		line = append(line, strings.ToUpper(head))
	}
	var nested []string
	for _, k := range keys {
		if isScalar(v[k]) {
			line = append(line, awsScalar(v[k]))
		} else {
			nested = append(nested, k)
		}
	}
	if len(nested) < len(keys) {
		fmt.Fprintln(w, strings.Join(line, "\t"))
	}
	for _, k := range nested {
		awsText(w, v[k], k)
	}
}

func awsTextList(w io.Writer, list []any, head string) {
	var scalars []string
	var nested []any
	for _, v := range list {
		if isScalar(v) {
			scalars = append(scalars, awsScalar(v))
		} else {
			nested = append(nested, v)
		}
	}
	switch {
	case len(scalars) == 0:
	case head == "":
		fmt.Fprintln(w, strings.Join(scalars, "\t"))
	default:
		for _, s := range scalars {
			fmt.Fprintf(w, "%s\t%s\n", strings.ToUpper(head), s)
		}
	}
	for _, v := range nested {
		awsText(w, v, head)
	}
}

func isScalar(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return false
	}
	return true
}

// awsScalar writes a scalar as Python does.
func awsScalar(v any) string {
	switch v := v.(type) {
	case nil:
		return "None"
	case bool:
		if v {
			return "True"
		}
		return "False"
	case string:
		return v
	}
	raw, _ := json.Marshal(v)
	return string(raw)
}
