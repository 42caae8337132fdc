package visitor

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// page is an HTML page as far as a visitor needs it.
type page struct {
	address *url.URL // where it came from, after redirects
	status  int
	heading string // the first h1; without one the title
	forms   []form
	ids     map[string]string // the text inside each element that has an id
}

// form is a form with the values that it would send as it stands.
type form struct {
	id, method, action string
	fields             url.Values
}

func (f *form) set(name, value string) { f.fields.Set(name, value) }

// text returns the text of the element with an id, blanks collapsed.
func (p page) text(id string) string { return p.ids[id] }

// task returns the form that the page is about, and its id: "signin" or
// "decide"; an empty id when there is nothing left to do.
func (p page) task() (form, string) {
	for _, f := range p.forms {
		if f.id == "signin" || f.id == "decide" {
			return f, f.id
		}
	}
	return form{}, ""
}

// open is an element whose end was not reached yet.
type open struct {
	name, id string
	text     strings.Builder
}

// parsePage reads a page. It takes HTML as browsers do not complain about:
// void elements, attributes without values, named entities. What cannot be
// read ends the page there, without an error: what was seen so far decides.
func parsePage(r io.Reader) (page, error) {
	d := xml.NewDecoder(r)
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	b := builder{page: page{ids: map[string]string{}}}
	for {
		t, err := d.Token()
		if _, broken := errors.AsType[*xml.SyntaxError](err); broken || errors.Is(err, io.EOF) {
			return b.finish(), nil
		}
		if err != nil {
			return page{}, fmt.Errorf("read the page: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			b.start(t)
		case xml.CharData:
			for _, o := range b.stack {
				o.text.Write(t)
			}
		case xml.EndElement:
			b.end(t.Name.Local)
		}
	}
}

// builder gathers a page from its tokens.
type builder struct {
	page
	stack  []*open
	inForm bool
	title  string
}

func (b *builder) start(t xml.StartElement) {
	at := attributes(t)
	b.stack = append(b.stack, &open{name: t.Name.Local, id: at["id"]})
	switch t.Name.Local {
	case "form":
		b.inForm = true
		b.forms = append(b.forms, form{id: at["id"], method: at["method"], action: at["action"], fields: url.Values{}})
	case "input":
		if !b.inForm || at["name"] == "" {
			return
		}
		if _, checked := at["checked"]; (at["type"] == "radio" || at["type"] == "checkbox") && !checked {
			return
		}
		b.forms[len(b.forms)-1].fields.Add(at["name"], at["value"])
	}
}

// end closes the innermost element of that name and all inside it.
func (b *builder) end(name string) {
	for len(b.stack) > 0 {
		o := b.stack[len(b.stack)-1]
		b.stack = b.stack[:len(b.stack)-1]
		b.close(o)
		if o.name == name {
			return
		}
	}
}

func (b *builder) close(o *open) {
	text := strings.Join(strings.Fields(o.text.String()), " ")
	if o.id != "" {
		b.ids[o.id] = text
	}
	switch o.name {
	case "form":
		b.inForm = false
	case "h1":
		if b.heading == "" {
			b.heading = text
		}
	case "title":
		b.title = text
	}
}

func (b *builder) finish() page {
	for len(b.stack) > 0 {
		b.end(b.stack[0].name)
	}
	if b.heading == "" {
		b.heading = b.title
	}
	return b.page
}

func attributes(t xml.StartElement) map[string]string {
	m := map[string]string{}
	for _, a := range t.Attr {
		m[a.Name.Local] = a.Value
	}
	return m
}
