package endpoint

import (
	"encoding/json"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// wireCredentials are credentials as the agent of a container writes them.
// Some SDKs insist on an expiration.
//
// Source: Amazon ECS Developer Guide, "Task IAM roles".
type wireCredentials struct {
	AccessKeyID     string `json:"AccessKeyId"`
	SecretAccessKey string `json:"SecretAccessKey"`
	Token           string `json:"Token"`
	Expiration      string `json:"Expiration,omitempty"`
	AccountID       string `json:"AccountId,omitempty"`
}

func document(c ident.Credentials) []byte {
	w := wireCredentials{
		AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey.Reveal(),
		Token: c.SessionToken.Reveal(), AccountID: string(c.AccountID),
	}
	if !c.Expiration.IsZero() {
		w.Expiration = c.Expiration.UTC().Format(time.RFC3339)
	}
	b, _ := json.Marshal(w) // strings alone cannot fail
	return b
}
