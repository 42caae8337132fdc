// Package fsx changes files so that nobody ever sees half of one: atomic
// replacement that keeps mode, owner and symlink; private directories; and
// locks between processes, and between two systems, that wait with a context.
//
// It never knows what the files mean, and nothing in it creates a file for the
// sake of reading one.
package fsx
