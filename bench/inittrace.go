package main

import (
	"bytes"
	"context"
	"regexp"
	"strconv"
)

// initWork is what a Go program does before its main.
type initWork struct {
	Packages    int // that have something to initialise
	Bytes       int
	Allocations int
}

// traceInit runs the subject once under the runtime's own trace. A program that
// is not written in Go gives zero.
func traceInit(ctx context.Context, s subject) (initWork, error) {
	if s.slow {
		return initWork{}, nil
	}
	c := command(ctx, s, s.argv)
	c.Env = append(c.Env, "GODEBUG=inittrace=1")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	if err := c.Run(); err != nil {
		return initWork{}, err
	}
	w := parseInit(stderr.Bytes())
	if w.Packages == 0 {
		return w, errNoInit
	}
	return w, nil
}

// parseInit adds up the lines that the Go runtime writes, such as
//
//	init internal/cpu @0.1 ms, 0.02 ms clock, 1024 bytes, 3 allocs
//
// Source: package runtime, environment variable GODEBUG, inittrace.
func parseInit(trace []byte) initWork {
	line := regexp.MustCompile(`(?m)^init \S+ @.* (\d+) bytes, (\d+) allocs$`)
	var w initWork
	for _, m := range line.FindAllSubmatch(trace, -1) {
		size, _ := strconv.Atoi(string(m[1])) // the pattern lets digits through alone
		allocs, _ := strconv.Atoi(string(m[2]))
		w.Packages++
		w.Bytes += size
		w.Allocations += allocs
	}
	return w
}
