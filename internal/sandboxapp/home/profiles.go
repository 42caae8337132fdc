package home

import (
	"fmt"
	"os"
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// Profile is one profile to write.
type Profile struct {
	Name    string
	Account ident.AccountID
	Role    ident.RoleName
}

// SessionName is the sso-session of all profiles that a home is given, as in
// the guide.
const SessionName = "my-sso"

// WriteProfiles writes ~/.aws/config with a session and profiles on it, as the
// guide tells people to write it by hand.
func (h *Home) WriteProfiles(start ident.StartURL, region ident.Region, profiles []Profile) error {
	var b strings.Builder
	fmt.Fprintf(&b, "[sso-session %s]\nsso_start_url = %s\nsso_region = %s\nsso_registration_scopes = sso:account:access\n",
		SessionName, start, region)
	for _, p := range profiles {
		fmt.Fprintf(&b, "\n[profile %s]\nsso_session = %s\nsso_account_id = %s\nsso_role_name = %s\nregion = %s\noutput = json\n",
			p.Name, SessionName, p.Account, p.Role, region)
	}
	if err := os.MkdirAll(h.Path(".aws"), 0o700); err != nil {
		return fmt.Errorf("write the profiles: %w", err)
	}
	if err := os.WriteFile(h.Path(".aws", "config"), []byte(b.String()), 0o600); err != nil {
		return fmt.Errorf("write the profiles: %w", err)
	}
	return nil
}
