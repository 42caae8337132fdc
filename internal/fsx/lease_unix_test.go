//go:build unix

package fsx

import "syscall"

// noLocks is what a file system without locks says.
const noLocks = syscall.ENOLCK
