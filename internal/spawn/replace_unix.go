//go:build unix

package spawn

import "syscall"

// lookLine shows where programs are looked up.
const lookLine = "echo $PATH"

// replace hands this process over to the program at path; on success it does
// not return, so the child keeps our process id, terminal and signals.
func replace(path string, argv, env []string) (exit int, err error) {
	return 1, syscall.Exec(path, argv, env)
}
