package awsconfig

import "github.com/fobcli/fob/internal/output"

// profileWarnings tells where the two readers take different credentials from
// the same keys of a profile. Each warning belongs to the line of one key, and
// only those of the file at path are returned.
func profileWarnings(path string, v *View) []Problem {
	var list []Problem
	for _, s := range v.order {
		if s.Type != TypeProfile {
			continue
		}
		if p, ok := s.conflict(v.files.CredentialsPath); ok && p.Pos.File == path {
			list = append(list, p)
		}
	}
	return list
}

// conflict returns the first of these: keys beside a role, keys beside a
// process, a sign-in that is named and spelled out.
func (s *Section) conflict(credentials string) (Problem, bool) {
	keyID, static := s.filled("aws_access_key_id")
	_, role := s.filled("role_arn")
	_, process := s.filled("credential_process")
	url, inline := s.filled("sso_start_url")
	if !inline {
		url, inline = s.filled("sso_region")
	}
	_, session := s.filled("sso_session")
	switch {
	case role && static:
		return Problem{
			Pos: keyID.Pos, Text: "aws_access_key_id = " + output.Text(keyID.Value),
			Message: "has keys beside role_arn: AWS SDKs and fob assume the role, and use the keys alone where another profile names this one as its source",
			Remedy:  "Keep the keys in a profile of their own, and name that as source_profile.",
		}, true
	case process && static && keyID.Pos.File == credentials:
		return Problem{
			Pos: keyID.Pos, Text: "aws_access_key_id = " + output.Text(keyID.Value),
			Message: "has keys beside credential_process: the AWS CLI takes the keys, AWS SDKs and fob run the process",
			Remedy:  "Keep one of the two.",
		}, true
	case session && inline:
		return Problem{
			Pos: url.Pos, Text: url.Key + " = " + output.Text(url.Value),
			Message: "is in a profile that names an sso_session: AWS SDKs and fob refuse that, the AWS CLI allows equal values",
			Remedy:  "Delete the line.",
		}, true
	}
	return Problem{}, false
}

// filled is Lookup for keys whose empty value counts as absent.
func (s *Section) filled(key string) (Property, bool) {
	p, ok := s.Lookup(key)
	return p, ok && p.Value != ""
}
