package awsconfig

import (
	"cmp"
	"slices"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// The keys that mark credentials in the credentials file as fob's own. No AWS
// tool knows them, and none minds them.
const (
	markFor     = "fob_written_for"     // the profile whose credentials they are
	markKey     = "fob_written_key"     // the access key id: when it differs, somebody else has written since
	markUntil   = "fob_written_until"   // when they end
	markSession = "fob_written_session" // the session that they were obtained through
	markRegion  = "fob_written_region"  // the region that was written beside them; none where the section has its own
	markInto    = "fob_written_into"    // "section" where the section was there before
)

const intoSection = "section"

// The keys of credentials.
const (
	keyID       = "aws_access_key_id"
	keySecret   = "aws_secret_access_key"
	keyToken    = "aws_session_token"
	keyOldToken = "aws_security_token"
	keyRegion   = "region"
)

// writtenKeys are the lines of a section that a write made: not the region,
// where somebody has set another since.
func writtenKeys(s *Section) []string {
	keys := []string{keyID, keySecret, keyToken, markFor, markKey, markUntil, markSession, markRegion, markInto}
	if region := s.Get(markRegion); region != "" && region == s.Get(keyRegion) {
		keys = append(keys, keyRegion)
	}
	return keys
}

// Written tells of credentials that fob wrote into the credentials file.
type Written struct {
	Section string // its name there
	Profile string // whose credentials they are
	Session string // the label of the session they came from; empty where there was none
	KeyID   string
	Region  string    // that was written beside them; empty where none was
	Until   time.Time // UTC; zero when the mark does not tell
	Pos     Pos       // of the section's header
	// Changed tells that the keys are no longer those that fob wrote.
	Changed bool
}

// WrittenIn reads the mark of a section; ok is false when it has none.
func WrittenIn(s *Section) (w Written, ok bool) {
	if s.Get(markKey) == "" {
		return Written{}, false
	}
	w = Written{Section: s.Name, Profile: s.Get(markFor), Session: s.Get(markSession), Region: s.Get(markRegion), KeyID: s.Get(markKey)}
	w.Until, _ = time.Parse(time.RFC3339, s.Get(markUntil)) // zero: it does not tell
	w.Changed = s.Get(keyID) != w.KeyID
	if len(s.Sources) > 0 {
		w.Pos = s.Sources[len(s.Sources)-1] // the credentials file's come last
	}
	return w, true
}

// Written lists the credentials that fob wrote, in the order of the file.
func (f Files) Written() []Written {
	alone := f.credentialsAlone()
	var all []Written
	for _, s := range slices.Concat(alone.View().Sections(), alone.Unseen()) {
		if w, ok := WrittenIn(s); ok {
			all = append(all, w)
		}
	}
	slices.SortStableFunc(all, func(a, b Written) int { return cmp.Compare(a.Pos.Line, b.Pos.Line) })
	return all
}

func (f Files) credentialsAlone() Files {
	return Files{ConfigPath: f.ConfigPath, CredentialsPath: f.CredentialsPath, Credentials: f.Credentials, paths: f.paths}
}

// Keys are credentials to write into a section of the credentials file.
type Keys struct {
	Section, Profile, Session, Region string // as in Written
	ident.Credentials
}

// edits are the lines of the keys, in their order.
func (k Keys) edits(into string) Plan {
	var p Plan
	for _, kv := range [][2]string{
		{keyID, k.AccessKeyID},
		{keySecret, k.SecretAccessKey.Reveal()},
		{keyToken, k.SessionToken.Reveal()},
		{markFor, k.Profile},
		{markKey, k.AccessKeyID},
		{markUntil, k.Expiration.UTC().Format(time.RFC3339)},
		{markSession, k.Session},
		{markInto, into},
		{keyRegion, k.Region},
		{markRegion, k.Region},
	} {
		e := Edit{Target: CredentialsFile, Name: k.Section, Key: kv[0], Value: kv[1]}
		switch {
		case kv[1] != "":
		case kv[0] == keyRegion || kv[0] == markRegion:
			continue // what is there may be somebody's own
		default:
			e.Op = Unset
		}
		p = append(p, e)
	}
	return p
}
