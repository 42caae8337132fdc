// Package cache reads and writes token and role-credential files in the AWS
// CLI's own names and shapes.
package cache

import "github.com/fobcli/fob/internal/paths"

type Store struct{ Paths paths.Paths }
