package fsx

import "syscall"

// plan9 is the type of the file system by which WSL 2 mounts the drives of
// Windows, as statfs gives it; V9FS_MAGIC in linux/magic.h.
const plan9 = 0x01021997

// onDrvFs reports whether a folder lies on a drive of Windows, as far as that
// is plain: WSL 1 does not tell its drives from its own file system.
func onDrvFs(dir string) bool {
	var st syscall.Statfs_t
	return syscall.Statfs(dir, &st) == nil && st.Type == plan9
}
