package sandbox

import (
	"slices"
	"strings"
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

// AssumedRoles lists the sessions of IAM roles whose keys are good, the oldest
// first. Those of Identity Center's roles are not among them.
func (s *Server) AssumedRoles() []AssumedRole { return s.vault.assumed() }

func (v *vault) assumed() []AssumedRole {
	v.mu.Lock()
	defer v.mu.Unlock()
	all := []AssumedRole{}
	for id, k := range v.keys {
		if k.caller.By == "" || !v.clock.Now().Before(k.expires) {
			continue
		}
		a := k.caller.Attributes
		all = append(all, AssumedRole{
			k.caller.ARN, id, a.By, a.SourceIdentity, a.Tags, a.MFA, v.clock.Seen(k.issued), v.clock.Seen(k.expires),
		})
	}
	slices.SortFunc(all, func(a, b AssumedRole) int {
		if c := a.Issued.Compare(b.Issued); c != 0 {
			return c
		}
		return strings.Compare(a.AccessKeyID, b.AccessKeyID)
	})
	return all
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
