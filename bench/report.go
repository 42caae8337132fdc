package main

import (
	"fmt"
	"io"
	"time"
)

const (
	rowFormat = "%-37s %9s %6s %9s %6s %8s %5s %7s"
)

var header = fmt.Sprintf(rowFormat, "", "wall", "×", "CPU", "×", "memory", "init", "init") + "\n" +
	fmt.Sprintf(rowFormat, "median; × hello-world, by pairs", "", "", "user+sys", "", "peak", "pkgs", "allocs") + "\n"

// String is the subject's row of the table.
func (r result) String() string {
	packages, allocations := "", ""
	if r.init.Packages > 0 {
		packages, allocations = fmt.Sprint(r.init.Packages), fmt.Sprint(r.init.Allocations)
	}
	return fmt.Sprintf(rowFormat, r.name, millis(r.self.wall), times(r.wall), millis(r.self.cpu), times(r.cpu),
		fmt.Sprintf("%.1f MB", float64(r.self.rss)/1024), packages, allocations)
}

func millis(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000) }

func times(f float64) string { return fmt.Sprintf("%.2f", f) }

// judgeMemory prints the bar of memory. It decides nothing: that it is missed
// is known, and docs/performance.md tells why and what it would take.
func (r result) judgeMemory(w io.Writer) {
	if r.memory == 0 || r.hello.rss == 0 {
		return
	}
	word, ratio := "met", float64(r.self.rss)/float64(r.hello.rss)
	if ratio > r.memory {
		word = "missed, as is known"
	}
	fmt.Fprintf(w, "bar %4.1f× peak %-36s %5.2f×  %s\n", r.memory, r.name, ratio, word)
}

// judge prints each bar and whether it is met, and reports whether all are.
func judge(w io.Writer, all []result) bool {
	ok := true
	fmt.Fprintln(w)
	for _, r := range all {
		if r.bar == 0 {
			continue
		}
		word := "met"
		if r.cpu > r.bar {
			word, ok = "MISSED", false
		}
		fmt.Fprintf(w, "bar %4.1f× CPU  %-37s %5.2f×  %s\n", r.bar, r.name, r.cpu, word)
		r.judgeMemory(w)
	}
	return ok
}
