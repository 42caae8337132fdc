package awsconfig_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The oracle of FuzzAsTheAWSCLIReads reads what botocore has read in the records,
// which interop compares with the real one; and fob reads them like the oracle.
func TestFobReadsTheRecordsOfBotocore(t *testing.T) {
	var records []struct {
		Text     string
		Sections []struct {
			Inside string
			Keys   [][2]any
		}
	}
	data, err := os.ReadFile("testdata/botocore.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &records); err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, r := range records {
		want, got := [][]string(nil), [][]string(nil)
		for _, s := range r.Sections {
			keys := []string{s.Inside}
			for _, k := range s.Keys {
				name, _ := k[0].(string)
				key := cliKey{}
				if nested, ok := k[1].(map[string]any); ok {
					key.sub = map[string]string{}
					for n, v := range nested {
						key.sub[strings.ToLower(n)], _ = v.(string)
					}
				} else {
					key.value, _ = k[1].(string)
				}
				keys = append(keys, name+" "+cliText(&key))
			}
			want = append(want, keys)
		}
		sections, ok := botocore(r.Text)
		for _, s := range sections {
			keys := []string{s.inside}
			for _, k := range s.keys {
				keys = append(keys, k.name+" "+cliText(k))
			}
			got = append(got, keys)
		}
		if diff := cmp.Diff(want, got); diff != "" || ok != (r.Sections != nil) {
			t.Errorf("%q: accepted is %v (-botocore +oracle):\n%s", r.Text, ok, diff)
		}
		if ok {
			read++
		}
		asTheAWSCLIReads(t, r.Text)
	}
	if read < len(records)/4 {
		t.Errorf("botocore read %d of %d: too few to show anything", read, len(records))
	}
}
