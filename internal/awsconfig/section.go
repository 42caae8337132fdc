package awsconfig

import "slices"

// The types of sections that the SDKs know.
const (
	TypeProfile  = "profile"
	TypeSession  = "sso-session"
	TypeServices = "services"
)

// defaultProfile is the one profile whose header needs no type.
const defaultProfile = "default"

// Pos is a line of a file.
type Pos struct {
	File string // the path as it was opened
	Line int    // from 1
}

// Property is one key of a section.
type Property struct {
	Key   string // in lower case
	Value string // continued lines are joined by "\n"; empty when Sub is not
	Sub   []Property
	Pos   Pos
}

// Section is all that both files say under one type and name.
type Section struct {
	Type, Name string
	Sources    []Pos      // its headers, the config file's first
	Properties []Property // each key once
	// Problem is the first line in it that neither the AWS CLI nor fob can
	// read, nil when there is none. View.ErrIn makes an error of it.
	Problem *Problem
}

// Get returns the value of a key, which is in lower case. It is empty when the
// key is absent, is empty, or holds nested values.
func (s *Section) Get(key string) string {
	p, _ := s.Lookup(key)
	return p.Value
}

// Lookup returns the property of a key, which is in lower case.
func (s *Section) Lookup(key string) (Property, bool) {
	for i := range s.Properties {
		if s.Properties[i].Key == key {
			return s.Properties[i], true
		}
	}
	return Property{}, false
}

// Get returns the value of a name nested in the property, empty when absent.
func (p Property) Get(sub string) string {
	for _, s := range p.Sub {
		if s.Key == sub {
			return s.Value
		}
	}
	return ""
}

// manyProperties is from where on a map finds doubles faster than a search.
const manyProperties = 32

// unique keeps the last property of each key, in the place of the first. It
// works within list.
func unique(list []Property) []Property {
	if len(list) > manyProperties {
		return uniqueOfMany(list)
	}
	kept := list[:0]
	for _, p := range list {
		if i := slices.IndexFunc(kept, func(k Property) bool { return k.Key == p.Key }); i >= 0 {
			kept[i] = p
		} else {
			kept = append(kept, p)
		}
	}
	return kept
}

func uniqueOfMany(list []Property) []Property {
	at := make(map[string]int, len(list))
	kept := list[:0]
	for _, p := range list {
		if i, ok := at[p.Key]; ok {
			kept[i] = p
			continue
		}
		at[p.Key] = len(kept)
		kept = append(kept, p)
	}
	return kept
}
