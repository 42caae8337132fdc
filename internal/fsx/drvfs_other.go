//go:build unix && !linux

package fsx

// onDrvFs is about drives of Windows in WSL.
func onDrvFs(string) bool { return false }
