// Package metadata is how programs in the cloud get keys without asking for
// them: the credentials endpoint of containers and the instance metadata
// service (IMDSv2) of EC2.
//
// It owns the two wires. Which workloads there are is in the organisation;
// what keys are made of is behind the port that it declares.
//
// Sources: ECS developer guide, "IAM roles for tasks"; EC2 user guide, "Use
// the Instance Metadata Service" and "Retrieve security credentials".
package metadata

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// Keys last as both services say: six hours, and new ones come some time
// before the old ones end.
const (
	keyLifetime = 6 * time.Hour
	renewBefore = 15 * time.Minute
)

// Vault issues keys of a role's session. Expiration is what a client's clock
// will show.
type Vault interface {
	WorkloadKeys(role org.Role, s org.Session, lifetime time.Duration) ident.Credentials
}

// Clock is the sandbox's time. Now includes what was advanced; Seen is what a
// client's own clock shows at that moment.
type Clock interface {
	Now() time.Time
	Seen(t time.Time) time.Time
}

// Meter counts the calls that run; end is called when one has ended. With an
// error the call must not be carried out: it is answered with the error, which
// is an *org.Refusal where that is to be in the service's words.
type Meter interface {
	Begin(r *http.Request, names ...string) (end func(), err error)
}

// Config is the world of a Handler; every field is needed.
type Config struct {
	Org   *org.Organisation
	Vault Vault
	Clock Clock
	Meter Meter
	Key   []byte // seals the session tokens of the instance's service
}

// Handler serves both. It is safe for use by many goroutines.
type Handler struct {
	Config

	mu   sync.Mutex
	kept map[string]kept // by the name of the session
}

// kept are the keys that a workload is given until new ones are due.
type kept struct {
	keys   ident.Credentials
	issued time.Time // on the sandbox's clock, as is due
	due    time.Time
}

// New returns a handler.
func New(c Config) *Handler { return &Handler{Config: c, kept: map[string]kept{}} }

// The operations, as counts and logs name them.
const (
	ContainerCredentials = "ContainerCredentials"
	InstanceToken        = "InstanceToken"
	InstanceMetadata     = "InstanceMetadata"
)

// Operations lists what the services can do.
func Operations() []string { return []string{ContainerCredentials, InstanceToken, InstanceMetadata} }

// ContainersPath is where the endpoints of containers are, by their names.
const ContainersPath = "/containers/"

// Mount adds both services to mux.
func (h *Handler) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET "+ContainersPath+"{name}", h.operation(ContainerCredentials, h.container))
	if h.Org.EC2Instance.RoleARN == "" {
		return
	}
	mux.HandleFunc("PUT /latest/api/token", h.operation(InstanceToken, h.token))
	mux.HandleFunc("GET /latest/", h.operation(InstanceMetadata, h.instance))
}

func (h *Handler) operation(name string, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		end, err := h.Meter.Begin(r, name)
		defer end()
		if err != nil {
			status := http.StatusTooManyRequests
			if refusal, ok := err.(*org.Refusal); ok && refusal.Status != 0 {
				status = refusal.Status
			}
			http.Error(w, http.StatusText(status), status)
			return
		}
		answer(w, r)
	}
}

// keys are those of a workload: the same ones until new ones are due.
func (h *Handler) keys(roleARN, session string) kept {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.Clock.Now()
	if k, ok := h.kept[session]; ok && now.Before(k.due) {
		return k
	}
	role, _ := h.Org.IAMRole(roleARN) // checked when the file was read
	r := h.Org.Role(role)
	k := kept{keys: h.Vault.WorkloadKeys(r, r.As(session), keyLifetime), issued: now, due: now.Add(keyLifetime - renewBefore)}
	h.kept[session] = k
	return k
}

// write sends v as JSON.
func write(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil { // our own structs of texts always encode
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has gone needs no answer
}

// shown is how both services write a moment.
func shown(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
