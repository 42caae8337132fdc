package profile

import (
	"strings"

	"github.com/fobcli/fob/internal/cache"
)

// CacheID returns the name of the role's credentials in the cache. What they
// were assumed with is no part of it, as in the AWS CLI; what only fob can ask
// for is, so that neither takes the other's for its own.
func (s *AssumeRole) CacheID() cache.AssumeID {
	return cache.AssumeID{
		RoleARN: s.RoleARN, ExternalID: s.ExternalID, RoleSessionName: s.RoleSessionName,
		SerialNumber: s.MFASerial, DurationSeconds: s.DurationSeconds,
		SourceIdentity: s.SourceIdentity, Tags: s.TagText(), TransitiveTagKeys: strings.Join(s.TransitiveTagKeys, ","),
	}
}
