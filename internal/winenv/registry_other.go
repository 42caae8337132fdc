//go:build !windows

package winenv

// Get finds nothing: there is no registry.
func (Registry) Get(Scope, string) (value string, ok bool, err error) { return "", false, nil }

// Apply writes nothing: there is no registry. Its error is ErrNone.
func (Registry) Apply([]Change) error { return ErrNone }
