package cache

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// object is a JSON object with its members in the order of the file, so that
// what fob does not know can be written back as it was.
type object []member

// member is a key and its value as compact JSON.
type member struct {
	key string
	raw json.RawMessage
}

// parseObject reads one JSON object and nothing after it: two writers of the
// same file without a lock can leave the tail of the longer text behind.
// Errors never show the content, which is a secret.
func parseObject(data []byte) (object, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errors.New("the file is empty")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("no JSON object")
	}
	var o object
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, brokenAt(dec)
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, brokenAt(dec)
		}
		o = o.with(key.(string), raw)
	}
	if _, err := dec.Token(); err != nil {
		return nil, brokenAt(dec)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("more text after the JSON object, from byte %d on", dec.InputOffset())
	}
	return o, nil
}

func brokenAt(dec *json.Decoder) error {
	return fmt.Errorf("broken JSON at byte %d", dec.InputOffset())
}

// with adds a member, or replaces the one of that name: the last one wins.
func (o object) with(key string, raw json.RawMessage) object {
	for i := range o {
		if o[i].key == key {
			o[i].raw = raw
			return o
		}
	}
	return append(o, member{key, raw})
}

func (o object) raw(key string) json.RawMessage {
	for _, m := range o {
		if m.key == key {
			return m.raw
		}
	}
	return nil
}

// text returns a member that is a string, and "" for any other or none.
func (o object) text(key string) string {
	var s string
	if json.Unmarshal(o.raw(key), &s) != nil {
		return ""
	}
	return s
}

// region returns a member that is the name of a region, and "" for any other:
// it becomes part of a host name.
func (o object) region(key string) ident.Region {
	r, err := ident.ParseRegion(o.text(key))
	if err != nil {
		return ""
	}
	return r
}

// texts returns a member that is a list of strings, and nil for any other.
func (o object) texts(key string) []string {
	var list []string
	if json.Unmarshal(o.raw(key), &list) != nil {
		return nil
	}
	return list
}

// time returns a member that is a time, and the zero time for any other.
func (o object) time(key string) time.Time {
	t, err := ParseTime(o.text(key))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// object returns a member that is an object itself, and nil for any other.
func (o object) object(key string) object {
	sub, err := parseObject(o.raw(key))
	if err != nil {
		return nil
	}
	return sub
}

// without returns the members whose names are not among known.
func (o object) without(known ...string) object {
	var rest object
next:
	for _, m := range o {
		for _, k := range known {
			if m.key == k {
				continue next
			}
		}
		rest = append(rest, m)
	}
	return rest
}

// appendTo appends the members to an object that is being written in b, each
// value on one line.
func (o object) appendTo(b []byte) []byte {
	for _, m := range o {
		b = appendName(b, m.key)
		var line bytes.Buffer
		if json.Compact(&line, m.raw) == nil { // it was parsed once, so it compacts
			b = append(b, line.Bytes()...)
		}
	}
	return b
}
