// Package s3 is the sandbox's slice of Amazon S3: ListBuckets, so that a
// person sees that the keys of a role are good for something.
//
// Everything else that is signed for S3 gets the error that S3 gives for a
// bucket that does not exist or belongs to another account, and is refused as
// not implemented otherwise: the buckets have names and nothing in them that
// could be told. Which keys exist is behind the ports that the package declares.
//
// The shapes are those of the public service model (S3, 2006-03-01).
package s3

import (
	"encoding/base64"
	"errors"
	"hash/fnv"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandbox/sigv4"
)

// Service is the name that requests are signed for.
const Service = "s3"

// ListBuckets is the one operation, as counts and logs name it.
const ListBuckets = "ListBuckets"

// Operations lists what the service can do.
func Operations() []string { return []string{ListBuckets} }

// maxBody is how much of a request's body is read to verify its signature, in
// bytes. A longer one is an object that is uploaded, and is not verified.
const maxBody = 1 << 20

// maxBuckets is the longest page.
const maxBuckets = 10_000

// Verifier checks a request's signature; its errors are *sigv4.Error.
type Verifier interface {
	Verify(r *http.Request, body []byte, service string) (sigv4.Signer, error)
}

// Owners knows the account that a key belongs to.
type Owners interface {
	Owner(s sigv4.Signer) (ident.AccountID, bool)
}

// Meter counts the calls that run; end is called when one has ended. names are
// its operation's, from the general one to the exact one. With an error the
// call must not be carried out: it is answered with the error, which is an
// *org.Refusal where that is to be in the service's words.
type Meter interface {
	Begin(r *http.Request, names ...string) (end func(), err error)
}

// Names knows how the operations that the sandbox does not have are counted.
type Names interface {
	// Name is what an operation is counted and logged under, such as
	// s3:GetObject. It is safe to print, whatever a client sent.
	Name(service, operation string) string
	// Warn tells whoever runs the sandbox of a name, the first time that it comes.
	Warn(name string)
}

// Config is what a Handler works with; every field is needed.
type Config struct {
	Org      *org.Organisation
	Verifier Verifier
	Owners   Owners
	Meter    Meter
	Names    Names
}

// Handler serves the API. It is safe for use by many goroutines.
type Handler struct{ Config }

// New returns a handler.
func New(c Config) *Handler { return &Handler{c} }

// ServeHTTP answers whatever is signed for S3.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := read(r)
	name := ListBuckets
	if c.operation != ListBuckets {
		name = h.Names.Name(Service, c.operation)
	}
	end, err := h.Meter.Begin(r, name)
	defer end()
	if err != nil {
		writeError(w, err)
		return
	}
	if c.accessPoint() {
		writeError(w, h.notImplemented(name))
		return
	}
	account, err := h.verify(r)
	switch {
	case err != nil:
	case c.operation == ListBuckets && account == "":
		err = &Error{Status: http.StatusBadRequest, Code: "EntityTooLarge", Message: "Your proposed upload exceeds the maximum allowed size"}
	case c.operation == ListBuckets:
		err = h.list(w, r.URL.Query(), account)
	default:
		err = h.refuse(c, name, account)
	}
	if err != nil {
		writeError(w, err)
	}
}

// verify returns the account whose keys signed the request. It is empty, without
// an error, for one with a body that is too long to be looked at.
func (h *Handler) verify(r *http.Request) (ident.AccountID, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return "", &Error{Status: http.StatusBadRequest, Code: "IncompleteBody", Message: "The request body could not be read."}
	}
	if len(body) > maxBody {
		_, _ = io.Copy(io.Discard, r.Body) // clients read no answer before they have sent it all
		return "", nil
	}
	signer, err := h.Verifier.Verify(r, body, Service)
	if err != nil {
		return "", signatureError(err)
	}
	account, ok := h.Owners.Owner(signer)
	if !ok {
		return "", errors.New("a verified key belongs to nobody")
	}
	return account, nil
}

// refuse is the error for every operation but ListBuckets.
func (h *Handler) refuse(c call, name string, caller ident.AccountID) error {
	owner, exists := h.owner(c.bucket)
	switch {
	case c.bucket == "" || c.operation == createBucket:
	case !exists:
		return &Error{Status: http.StatusNotFound, Code: "NoSuchBucket", Message: "The specified bucket does not exist", Bucket: c.bucket}
	case caller != "" && owner != caller: // no policy lets in another account
		return &Error{Status: http.StatusForbidden, Code: "AccessDenied", Message: "Access Denied"}
	}
	return h.notImplemented(name)
}

func (h *Handler) notImplemented(name string) error {
	h.Names.Warn(name)
	return &Error{
		Status: http.StatusNotImplemented, Code: "NotImplemented",
		Message: "The fob sandbox does not implement " + name + ". Of S3 it has ListBuckets alone.",
	}
}

// owner is the account that a bucket belongs to: names are global.
func (h *Handler) owner(bucket string) (ident.AccountID, bool) {
	for _, a := range h.Org.Accounts {
		if slices.Contains(a.Buckets, bucket) {
			return a.ID, true
		}
	}
	return "", false
}

type listResult struct {
	XMLName  struct{} `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListAllMyBucketsResult"`
	OwnerID  string   `xml:"Owner>ID"`
	Buckets  []bucket `xml:"Buckets>Bucket"`
	Continue string   `xml:"ContinuationToken,omitempty"`
	Prefix   string   `xml:",omitempty"`
}

type bucket struct {
	Name         string
	CreationDate string
	BucketRegion string `xml:",omitempty"` // given when the request is a paged one
}

// list writes the account's buckets by name, narrowed as the query says.
func (h *Handler) list(w http.ResponseWriter, q url.Values, id ident.AccountID) error {
	limit, after, err := paging(q)
	if err != nil {
		return err
	}
	region := string(h.Org.Instance.Region)
	paged := q.Has("max-buckets") || q.Has("continuation-token") || q.Has("prefix") || q.Has("bucket-region")
	out := listResult{OwnerID: h.Org.CanonicalID(id), Prefix: q.Get("prefix"), Buckets: []bucket{}}
	account, _ := h.Org.Account(id)
	for _, name := range account.Buckets {
		if name <= after || !strings.HasPrefix(name, out.Prefix) || q.Has("bucket-region") && q.Get("bucket-region") != region {
			continue
		}
		if len(out.Buckets) == limit {
			out.Continue = base64.StdEncoding.EncodeToString([]byte(out.Buckets[limit-1].Name))
			break
		}
		b := bucket{Name: name, CreationDate: created(name).Format("2006-01-02T15:04:05.000Z")}
		if paged {
			b.BucketRegion = region
		}
		out.Buckets = append(out.Buckets, b)
	}
	write(w, http.StatusOK, &out)
	return nil
}

// paging reads how many buckets to send, and the name after which to begin.
func paging(q url.Values) (limit int, after string, err error) {
	limit = maxBuckets
	if q.Has("max-buckets") {
		limit, err = strconv.Atoi(q.Get("max-buckets"))
		if err != nil || limit < 1 || limit > maxBuckets {
			return 0, "", invalidArgument("Argument max-buckets must be an integer between 1 and 10000")
		}
	}
	if token := q.Get("continuation-token"); token != "" {
		name, err := base64.StdEncoding.DecodeString(token)
		if err != nil {
			return 0, "", invalidArgument("The continuation token provided is incorrect")
		}
		after = string(name)
	}
	return limit, after, nil
}

// created is when a bucket was made: some moment of 2024 that depends on its
// name, so that it stays and differs from its neighbours.
func created(name string) time.Time {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	year := uint32(365 * 24 * 60 * 60)
	return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(h.Sum32()%year) * time.Second)
}
