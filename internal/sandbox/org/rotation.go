package org

import (
	"fmt"
	"slices"
	"strings"
)

// Rotation is what becomes of a refresh token when it is used.
type Rotation string

// The ways of rotation. What AWS does is not published; Grace is what lets
// several programs share one token file without a lock.
const (
	// RotationOff gives the same token back each time.
	RotationOff Rotation = "off"
	// RotationGrace gives a new one; the previous one stays valid until its
	// successor is used, and 60 seconds more. Later reuse ends the session.
	RotationGrace Rotation = "grace"
	// RotationStrict gives a new one, and any reuse of an older one ends the
	// session: a lost answer loses it.
	RotationStrict Rotation = "strict"
)

// Rotations lists the ways of rotation.
func Rotations() []string {
	return []string{string(RotationOff), string(RotationGrace), string(RotationStrict)}
}

// ParseRotation reads one of Rotations.
func ParseRotation(s string) (Rotation, error) {
	if !slices.Contains(Rotations(), s) {
		return "", fmt.Errorf("rotation %q: want %s", s, strings.Join(Rotations(), ", "))
	}
	return Rotation(s), nil
}
