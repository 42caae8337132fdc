// Package unsupported answers the calls of services and operations that the
// sandbox does not have: with an error that says so, in the shape of the
// protocol that the client speaks.
//
// It never answers with success, and never with an error that blames the
// request: whoever reads it must see that the sandbox is what is missing.
//
// Sources: Smithy's specifications of AWS's protocols (JSON 1.0 and 1.1, Query,
// EC2 Query, REST-JSON, REST-XML) and of RPC v2 CBOR.
package unsupported

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// Meter counts the calls that run; end is called when one has ended. With an
// error the call must be answered with the error, which is an *org.Refusal
// where the client is to be told a status.
type Meter interface {
	Begin(r *http.Request, names ...string) (end func(), err error)
}

// Names knows how the operations that the sandbox does not have are counted.
type Names interface {
	// Name is what an operation is counted and logged under, such as
	// iam:ListUsers. It is safe to print, whatever a client sent.
	Name(service, operation string) string
	// Warn tells whoever runs the sandbox of a name, the first time that it comes.
	Warn(name string)
}

// Config is what a Handler works with; every field is needed.
type Config struct {
	Meter Meter
	Names Names
}

// Handler answers. It is safe for use by many goroutines.
type Handler struct{ Config }

// New returns a handler.
func New(c Config) *Handler { return &Handler{c} }

// Message is the text of the error for an operation, by its name.
func Message(name string) string {
	return "The fob sandbox does not implement " + name + ". It has SSO, SSO OIDC, three operations of STS, and ListBuckets of S3."
}

// Answer refuses a call of a service, as it is in a signature (iam). An empty
// service means that the signature names none. form is the decoded form of a
// call in one of the Query protocols, and nil for any other.
func (h *Handler) Answer(w http.ResponseWriter, r *http.Request, service string, form url.Values) {
	c := read(r, service, form)
	name := h.Names.Name(c.service, c.operation)
	end, err := h.Meter.Begin(r, name)
	defer end()
	e := failure{http.StatusNotImplemented, "UnknownOperationException", Message(name)}
	if refusal, ok := errors.AsType[*org.Refusal](err); ok {
		e = refused(refusal.Status)
	} else if err != nil {
		e = failure{http.StatusInternalServerError, "InternalFailure", err.Error()}
	} else {
		h.Names.Warn(name)
	}
	c.protocol(w, e)
}

// call is what a request asks for, as far as its protocol tells.
type call struct {
	service   string
	operation string // a method and a path where the protocol does not name it
	protocol  func(http.ResponseWriter, failure)
}

// read tells the protocol by what only that protocol sends.
func read(r *http.Request, service string, form url.Values) call {
	contentType := r.Header.Get("Content-Type")
	target := r.Header.Get("X-Amz-Target")
	smithy := r.Header.Get("Smithy-Protocol")
	switch {
	case smithy != "":
		c := call{service, path.Base(r.URL.Path), writeJSON("application/json", smithy)}
		if strings.Contains(smithy, "cbor") {
			c.protocol = writeCBOR("application/cbor", smithy)
		}
		return c.named(path.Base(strings.TrimSuffix(path.Dir(r.URL.Path), "/operation")))
	case target != "":
		prefix, operation := cutLast(target, ".")
		c := call{service, operation, writeJSON(jsonType(contentType), "")}
		if strings.Contains(contentType, "cbor") { // older clients of Kinesis
			c.protocol = writeCBOR(contentType, "")
		}
		return c.named(prefix)
	case form.Get("Action") != "":
		if service == "" && form.Get("Version") == simpleDBVersion {
			service = "sdb"
		}
		c := call{service, form.Get("Action"), writeQuery}
		if service == "ec2" || service == "sdb" {
			c.protocol = writeEC2
		}
		return c.named(serviceOfAgent(r))
	}
	c := call{service, r.Method + " " + r.URL.EscapedPath(), writeJSON("application/json", "")}
	if xmlServices[service] || strings.Contains(contentType, "xml") {
		c.protocol = writeXML
	}
	return c.named(serviceOfAgent(r))
}

// simpleDBVersion is the API's version of SimpleDB, the one service that is still
// called with signatures of version 2, which do not name it.
const simpleDBVersion = "2009-04-15"

// named fills in the service where the signature does not name it.
func (c call) named(service string) call {
	if c.service == "" {
		c.service = service
	}
	if c.service == "" {
		c.service = "unknown"
	}
	return c
}

// xmlServices speak REST-XML, which their requests without a body do not show.
// The names are those of signatures; S3 Control signs as s3 and is told apart
// by whoever calls Answer.
var xmlServices = map[string]bool{
	"s3": true, "s3-control": true, "s3-outposts": true, "s3-object-lambda": true, "s3express": true,
	"route53": true, "cloudfront": true,
}

// serviceOfAgent is the service that an SDK for Go or JavaScript names in its
// User-Agent, such as api/s3#1.2.3; empty where there is none.
func serviceOfAgent(r *http.Request) string {
	for word := range strings.FieldsSeq(r.UserAgent()) {
		if rest, ok := strings.CutPrefix(word, "api/"); ok {
			name, _, _ := strings.Cut(rest, "#")
			name, _, _ = strings.Cut(name, "/")
			return name
		}
	}
	return ""
}

// jsonType is the version of the protocol that the request has.
func jsonType(contentType string) string {
	if strings.HasPrefix(contentType, "application/x-amz-json-1.0") {
		return "application/x-amz-json-1.0"
	}
	return "application/x-amz-json-1.1"
}

func cutLast(s, sep string) (before, after string) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return "", s
	}
	return s[:i], s[i+len(sep):]
}
