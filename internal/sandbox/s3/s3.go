// Package s3 is the sandbox's slice of Amazon S3: ListBuckets, so that a
// person sees that the keys of a role are good for something.
//
// Everything else that is signed for S3 is refused as not implemented. Which
// keys exist is behind the ports that the package declares.
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
	"strconv"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// Service is the name that requests are signed for.
const Service = "s3"

// ListBuckets is the one operation, as counts and logs name it.
const ListBuckets = "ListBuckets"

// Operations lists what the service can do.
func Operations() []string { return []string{ListBuckets} }

// maxBody is the most that a request may hold, in bytes; no operation needs any.
const maxBody = 1 << 20

// maxBuckets is the longest page.
const maxBuckets = 10_000

// Verifier checks a request's signature; its errors are *sigv4.Error.
type Verifier interface {
	Verify(r *http.Request, body []byte, service string) (accessKeyID string, err error)
}

// Owners knows the account that a key belongs to.
type Owners interface {
	Owner(accessKeyID string) (ident.AccountID, bool)
}

// Meter counts the calls that run; end is called when one has ended. names are
// its operation's, from the general one to the exact one. With an error the
// call must not be carried out: it is answered with the error, which is an
// *org.Refusal where that is to be in the service's words.
type Meter interface {
	Begin(r *http.Request, names ...string) (end func(), err error)
}

// Config is the world of a Handler; every field is needed.
type Config struct {
	Org      *org.Organisation
	Verifier Verifier
	Owners   Owners
	Meter    Meter
}

// Handler serves the API. It is safe for use by many goroutines.
type Handler struct{ Config }

// New returns a handler.
func New(c Config) *Handler { return &Handler{c} }

// ServeHTTP answers whatever is signed for S3.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	list := r.Method == http.MethodGet && r.URL.Path == "/"
	if list {
		end, err := h.Meter.Begin(r, ListBuckets)
		defer end()
		if err != nil {
			writeError(w, err)
			return
		}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		writeError(w, &Error{http.StatusBadRequest, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"})
		return
	}
	id, err := h.Verifier.Verify(r, body, Service)
	if err != nil {
		writeError(w, signatureError(err))
		return
	}
	account, ok := h.Owners.Owner(id)
	switch {
	case !ok:
		err = errors.New("a verified key belongs to nobody")
	case !list:
		err = &Error{http.StatusNotImplemented, "NotImplemented", "The sandbox can list buckets, and nothing else of S3."}
	default:
		err = h.list(w, r.URL.Query(), account)
	}
	if err != nil {
		writeError(w, err)
	}
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
			return 0, "", &Error{http.StatusBadRequest, "InvalidArgument", "Argument max-buckets must be an integer between 1 and 10000"}
		}
	}
	if token := q.Get("continuation-token"); token != "" {
		name, err := base64.StdEncoding.DecodeString(token)
		if err != nil {
			return 0, "", &Error{http.StatusBadRequest, "InvalidArgument", "The continuation token provided is incorrect"}
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
