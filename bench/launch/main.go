// Command launch runs a program and prints what it took: wall nanoseconds, CPU
// nanoseconds, and the peak of its memory in KiB.
//
// It exists because Linux counts the memory of the process that started a
// program into that program's peak: bench itself is larger than what it
// measures, and this is as small as a Go program gets.
package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	code, err := launch(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "launch:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

// launch uses os.StartProcess, not os/exec, to stay small. The program's answer
// goes nowhere, its errors to ours.
func launch(argv []string) (code int, err error) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	start := time.Now()
	p, err := os.StartProcess(argv[0], argv, &os.ProcAttr{Files: []*os.File{null, null, os.Stderr}})
	if err != nil {
		return 0, err
	}
	s, err := p.Wait()
	if err != nil {
		return 0, err
	}
	wall := time.Since(start)
	_, err = fmt.Println(wall.Nanoseconds(), (s.UserTime() + s.SystemTime()).Nanoseconds(), peak(s))
	return s.ExitCode(), err
}
