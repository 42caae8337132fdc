package faults

import (
	"bytes"
	"encoding/json"
	"regexp"
)

// mistype keeps the form of a body and gives every value another type: texts
// become numbers, numbers become texts, yes and no become texts. XML knows no
// types; there every text gets an element around it.
func mistype(body []byte) []byte {
	var v any
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if dec.Decode(&v) == nil {
		if out, err := json.Marshal(otherTypes(v)); err == nil {
			return out
		}
	}
	leaf := regexp.MustCompile(`>([^<>\s][^<>]*)</`)
	return leaf.ReplaceAll(body, []byte("><Value>$1</Value></"))
}

func otherTypes(v any) any {
	switch v := v.(type) {
	case string:
		return len(v)
	case json.Number:
		return "a text instead of " + v.String()
	case bool:
		return "neither yes nor no"
	case []any:
		for i := range v {
			v[i] = otherTypes(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = otherTypes(v[k])
		}
	}
	return v
}
