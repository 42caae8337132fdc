package sandbox

import (
	"slices"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/sandbox/metadata"
	"github.com/fobcli/fob/internal/sandbox/sts"
)

// Tag is a session tag.
type Tag = sts.Tag

// AssumedRole is a session of a role, with what STS never tells its holder.
// Times are real.
type AssumedRole struct {
	ARN            string    `json:"arn"`
	AccessKeyID    string    `json:"accessKeyId"`
	By             string    `json:"by"` // ARN of who assumed it, or the subject of a web identity token
	SourceIdentity string    `json:"sourceIdentity,omitempty"`
	Tags           []Tag     `json:"tags,omitempty"`
	MFA            bool      `json:"mfa,omitempty"` // a device was proven for it
	Issued         time.Time `json:"issued"`
	Expires        time.Time `json:"expires"`
}

// maxAssumed is how many sessions AssumedRoles remembers; the oldest is forgotten
// first. Its keys stay valid.
const maxAssumed = 1000

// AssumedRoles lists the latest sessions of IAM roles whose keys are valid, the
// oldest first: 1,000 at most, and none of before a restart. Those of Identity
// Center's roles are not among them.
func (s *Server) AssumedRoles() []AssumedRole {
	live := []AssumedRole{}
	for _, a := range s.vault.recent.list(s.clock.Now()) {
		a.Issued, a.Expires = s.clock.Seen(a.Issued), s.clock.Seen(a.Expires)
		live = append(live, a)
	}
	return live
}

// assumedLog remembers the latest role sessions, with times of the sandbox's
// clock. Its zero value is ready.
type assumedLog struct {
	mu      sync.Mutex
	entries []AssumedRole
}

func (l *assumedLog) add(a AssumedRole) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.entries) >= maxAssumed {
		l.entries = slices.Delete(l.entries, 0, len(l.entries)-maxAssumed+1)
	}
	l.entries = append(l.entries, a)
}

// list forgets what is over, and returns the rest.
func (l *assumedLog) list(now time.Time) []AssumedRole {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = slices.DeleteFunc(l.entries, func(a AssumedRole) bool { return !now.Before(a.Expires) })
	return slices.Clone(l.entries)
}

// MFACode is the code that the MFA device with this serial shows, and that
// AssumeRole would take. False when there is no such device, or when its codes
// of this moment were used: Advance by 30 seconds gives the next.
func (s *Server) MFACode(serial string) (code string, ok bool) { return s.sts.MFACode(serial) }

// WebIdentityToken issues a token for AssumeRoleWithWebIdentity as a CI system
// or a cluster would. An empty audience means sts.amazonaws.com; the token is
// good for lifetime on the sandbox's clock.
func (s *Server) WebIdentityToken(subject, audience string, lifetime time.Duration) string {
	token := s.sts.WebIdentityToken(subject, audience, lifetime)
	s.secrets.keep(token)
	return token.Reveal()
}

// ContainerURL is what AWS_CONTAINER_CREDENTIALS_FULL_URI is to say for one of
// the organisation's containers. The metadata service of its EC2 instance is at
// URL, for AWS_EC2_METADATA_SERVICE_ENDPOINT.
func (s *Server) ContainerURL(name string) string { return s.URL() + metadata.ContainersPath + name }
