package org

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// text is one scalar and where it begins. A key without a value is an empty
// text without a place.
type text struct {
	s            string
	line, column int
}

// UnmarshalYAML takes the scalar as it is written: 0012 stays 0012.
func (t *text) UnmarshalYAML(n ast.Node) error {
	tok := n.GetToken()
	t.line, t.column = tok.Position.Line, tok.Position.Column
	switch n := n.(type) {
	case *ast.StringNode:
		t.s = n.Value
	case *ast.LiteralNode:
		t.s = n.Value.Value
	case *ast.NullNode:
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		t.s = tok.Value
	default:
		return &Error{Line: t.line, Column: t.column, Message: "want a single value here, not a " + strings.ToLower(n.Type().String())}
	}
	return nil
}

// UnmarshalYAML takes a single principal for a statement that names it.
func (t *trustShape) UnmarshalYAML(n ast.Node) error {
	if _, ok := n.(ast.MapNode); ok {
		type plain trustShape // without this method
		return yaml.NodeToValue(n, (*plain)(t), yaml.Strict())
	}
	t.Principals = make([]text, 1)
	return t.Principals[0].UnmarshalYAML(n)
}

// readShape reads the YAML itself. Its errors are *Error.
func readShape(data []byte) (shape fileShape, err error) {
	// The library has panicked on broken input before; a bad file must stay a
	// message to the person who wrote it.
	defer func() {
		if r := recover(); r != nil {
			err = &Error{Line: 1, Column: 1, Message: fmt.Sprintf("not valid YAML: %v", r)}
		}
	}()
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return shape, placed(err)
	}
	body, err := oneDocument(file)
	if err != nil || body == nil {
		return shape, err
	}
	return shape, placed(yaml.NodeToValue(body, &shape, yaml.Strict()))
}

// oneDocument returns the document that holds something; nil when none does.
// The library would silently leave out all but the first.
func oneDocument(file *ast.File) (ast.Node, error) {
	var body ast.Node
	for _, d := range file.Docs {
		if d.Body == nil {
			continue
		}
		if body != nil {
			p := d.Body.GetToken().Position
			return nil, &Error{Line: p.Line, Column: p.Column, Message: "a second document begins here: an organisation is one document"}
		}
		body = d.Body
	}
	return body, nil
}

// placed turns an error of the library into ours.
func placed(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	e := &Error{Line: 1, Column: 1, Message: err.Error()}
	if y, ok := errors.AsType[yaml.Error](err); ok {
		e.Message = y.GetMessage()
		if tok := y.GetToken(); tok != nil && tok.Position != nil {
			e.Line, e.Column = tok.Position.Line, tok.Position.Column
		}
	}
	if u, ok := errors.AsType[*yaml.UnknownFieldError](err); ok && u.Token != nil {
		e.Message = fmt.Sprintf("unknown key %q%s", u.Token.Value, nearKey(u.Token.Value))
	}
	return e
}

// nearKey proposes a known key that differs in case or in its plural only. A key
// that is known elsewhere in the file is no proposal.
func nearKey(key string) string {
	plain := func(s string) string {
		return strings.TrimSuffix(strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(s)), "s")
	}
	known := keysOf(reflect.TypeFor[fileShape](), nil)
	for _, k := range known {
		if k != key && plain(k) == plain(key) {
			return fmt.Sprintf(" (is it %q?)", k)
		}
	}
	return ""
}

// keysOf lists the keys of a shape and of all shapes inside it.
func keysOf(t reflect.Type, found []string) []string {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return found
	}
	for f := range t.Fields() {
		if tag := f.Tag.Get("yaml"); tag != "" && !slices.Contains(found, tag) {
			found = keysOf(f.Type, append(found, tag))
		}
	}
	return found
}
