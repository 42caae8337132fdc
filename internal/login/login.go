// Package login signs a person in and out.
package login

type Deed struct{}
