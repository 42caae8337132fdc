// Package vend is the one door to credentials.
package vend

type Vendor struct{}
