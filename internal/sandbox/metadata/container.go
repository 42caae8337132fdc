package metadata

import (
	"crypto/subtle"
	"net/http"

	"github.com/fobcli/fob/internal/sandbox/org"
)

type containerKeys struct {
	RoleARN         string `json:"RoleArn"`
	AccessKeyID     string `json:"AccessKeyId"`
	SecretAccessKey string
	Token           string
	Expiration      string
	AccountID       string `json:"AccountId"`
}

type containerError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// container answers what AWS_CONTAINER_CREDENTIALS_FULL_URI names. The token
// comes as it is, without a scheme before it.
func (h *Handler) container(w http.ResponseWriter, r *http.Request) {
	c, ok := h.Org.Container(r.PathValue("name"))
	if !ok {
		write(w, http.StatusNotFound, containerError{"ResourceNotFoundException", "There is no such container."})
		return
	}
	if !authorized(c, r) {
		write(w, http.StatusForbidden, containerError{"AccessDeniedException", "The authorization token is missing or wrong."})
		return
	}
	k := h.keys(c.RoleARN, c.Name).keys
	write(w, http.StatusOK, containerKeys{
		c.RoleARN, k.AccessKeyID, k.SecretAccessKey.Reveal(), k.SessionToken.Reveal(), shown(k.Expiration), string(k.AccountID),
	})
}

func authorized(c org.Container, r *http.Request) bool {
	want := c.AuthorizationToken.Reveal()
	return want == "" || subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte(want)) == 1
}
