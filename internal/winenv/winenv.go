// Package winenv reads and writes the environment variables that Windows keeps
// in the registry: what every program is given that is started afterwards.
//
// It writes the user's own variables alone, never the machine's. On systems
// without a registry it reads nothing and writes nothing.
package winenv

import "errors"

// Scope is whose variables are meant.
type Scope string

// The scopes. Where both have a variable, programs are given the user's.
const (
	User    Scope = `HKCU\Environment`
	Machine Scope = `HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment`
)

// ErrNone says that this system keeps no variables in a registry.
var ErrNone = errors.New("this system has no registry")

// Change is a new value for one variable; nil takes the variable away.
type Change struct {
	Name  string
	Value *string
}

// Registry is the machine's own.
type Registry struct{}
