package fsx

import "golang.org/x/sys/windows"

// noLocks is what \\wsl.localhost says.
const noLocks = windows.ERROR_INVALID_FUNCTION
