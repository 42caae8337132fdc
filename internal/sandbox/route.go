package sandbox

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/sandbox/pages"
	"github.com/fobcli/fob/internal/sandbox/s3"
	"github.com/fobcli/fob/internal/sandbox/sts"
	"github.com/fobcli/fob/internal/sandbox/unsupported"
)

// router sends each request to the service that it is meant for.
//
// A signed request says so itself, whatever its path: a bucket may be called
// token or start. SSO, OIDC, the pages, the metadata services and the control
// API are never signed, and are told apart by their paths.
type router struct {
	sts, s3     http.Handler
	unsupported *unsupported.Handler
	paths       http.Handler
}

// s3ControlPath begins the paths of S3 Control, which is signed for s3, too.
const s3ControlPath = "/v20180820/"

func (h router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	service, signed := signedFor(r)
	switch {
	case service == s3.Service && strings.HasPrefix(r.URL.Path, s3ControlPath):
		h.unsupported.Answer(w, r, "s3-control", nil)
		return
	case service == s3.Service:
		h.s3.ServeHTTP(w, r)
		return
	case r.Header.Get("X-Amz-Target") != "", r.Header.Get("Smithy-Protocol") != "":
		h.unsupported.Answer(w, r, service, nil)
		return
	case !signed && r.URL.Path != "/":
		h.paths.ServeHTTP(w, r)
		return
	}
	form := readForm(r)
	forSTS := form.Get("Version") == sts.Version
	switch {
	case forSTS && slices.Contains(sts.Operations(), form.Get("Action")):
		h.sts.ServeHTTP(w, r)
	case forSTS && service == "":
		h.unsupported.Answer(w, r, sts.Service, form)
	case form.Get("Action") != "":
		h.unsupported.Answer(w, r, service, form)
	case service != "" && service != sts.Service:
		h.unsupported.Answer(w, r, service, nil)
	case r.URL.Path == "/" && (service == sts.Service || r.Method == http.MethodPost): // a form without an action
		h.sts.ServeHTTP(w, r)
	case signed || r.URL.Query().Has("x-id"): // signed so badly, or not at all, that it says no service
		h.s3.ServeHTTP(w, r)
	default:
		h.paths.ServeHTTP(w, r)
	}
}

// elsewhere answers unsigned requests for paths where nothing is. That of an SDK
// is one of S3, the service whose objects are often read without keys, unless it
// shows that it is not.
func (h router) elsewhere(w http.ResponseWriter, r *http.Request) {
	ofSDK := r.Header.Get("Amz-Sdk-Invocation-Id") != ""
	switch {
	case r.Header.Get("X-Amz-Sso_bearer_token") != "":
		h.unsupported.Answer(w, r, "sso", nil)
	case ofSDK && (r.Header.Get("Authorization") != "" || strings.Contains(r.Header.Get("Content-Type"), "json")):
		h.unsupported.Answer(w, r, "", nil)
	case ofSDK:
		h.s3.ServeHTTP(w, r)
	case r.URL.Path == "/":
		http.Redirect(w, r, pages.Root, http.StatusSeeOther)
	default:
		http.Error(w, "There is nothing at this address of the fob sandbox.", http.StatusNotFound)
	}
}

// signedFor is the service in the scope of a request's signature. It verifies
// nothing, and reads more than the verifier does: every version of the
// algorithm, in the header or the query. The service is empty where the
// signature does not name one.
func signedFor(r *http.Request) (service string, signed bool) {
	authorization := r.Header.Get("Authorization")
	switch {
	case strings.HasPrefix(authorization, "AWS4-"):
		_, rest, _ := strings.Cut(authorization, "Credential=")
		scope, _, _ := strings.Cut(rest, ",")
		return serviceOfScope(scope), true
	case strings.HasPrefix(authorization, "AWS "): // version 2, which only S3 had in this form
		return s3.Service, true
	}
	q := r.URL.Query()
	return serviceOfScope(q.Get("X-Amz-Credential")), q.Has("X-Amz-Algorithm") || q.Has("X-Amz-Signature")
}

// serviceOfScope reads KEY/DATE/REGION/SERVICE/aws4_request. The asymmetric
// algorithm has no region there.
func serviceOfScope(scope string) string {
	parts := strings.Split(strings.TrimSpace(scope), "/")
	if len(parts) < 4 || parts[len(parts)-1] != "aws4_request" {
		return ""
	}
	return parts[len(parts)-2]
}

// maxForm is how much of a body is read to find its Action, in bytes.
const maxForm = 256 << 10

// readForm is the query of a GET, or the form in the body of a POST; r keeps its
// body. It is empty where the request is not a form.
func readForm(r *http.Request) url.Values {
	if r.Method != http.MethodPost {
		return r.URL.Query()
	}
	if kind := r.Header.Get("Content-Type"); kind != "" && !strings.HasPrefix(kind, "application/x-www-form-urlencoded") {
		return nil
	}
	begin, err := io.ReadAll(io.LimitReader(r.Body, maxForm+1))
	r.Body = body{io.MultiReader(bytes.NewReader(begin), r.Body), r.Body}
	if err != nil || len(begin) > maxForm {
		return nil
	}
	form, err := url.ParseQuery(string(begin))
	if err != nil {
		return nil
	}
	return form
}

// body is a request's body of which a part was read before.
type body struct {
	io.Reader
	io.Closer
}
