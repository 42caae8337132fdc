// Package awsconfig knows what the lines of ~/.aws/config and
// ~/.aws/credentials mean to AWS.
package awsconfig

import (
	"time"

	"github.com/fobcli/fob/internal/paths"
)

type Files struct {
	ConfigPath, CredentialsPath string
	Config, Credentials         []byte
}

type Editor struct {
	Paths paths.Paths
	Now   func() time.Time
}
