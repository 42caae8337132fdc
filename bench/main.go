// Command bench measures what fob costs where it is started most: by every
// process of every SDK, for credentials that are in the cache already. Then it
// measures what a run takes that has to ask, and how fast `fob serve` answers.
//
// The first figures are paired. Each subject runs in turn with a bare Go hello-world
// that was built in the same run, A B A B, and what counts is the ratio: it
// holds on a loaded machine, where milliseconds mean nothing.
//
//	go run ./bench          prints the table and whether each bar is met
//	go run ./bench -check   exits 1 when one is not
//	go run ./bench -shells  what the hooks cost the shells, instead
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	runs := flag.Int("runs", 100, "pairs to run of each subject")
	check := flag.Bool("check", false, "exit 1 when a bar is not met")
	shells := flag.Bool("shells", false, "measure what the hooks cost the shells, instead")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *shells {
		if err := measureShells(ctx, max(*runs/5, 1)); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	met, err := run(ctx, *runs)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	case *check && !met:
		os.Exit(1)
	}
}

// run builds the programs, measures every subject and prints the table. It
// reports whether all bars are met.
func run(ctx context.Context, runs int) (met bool, err error) {
	dir, err := os.MkdirTemp("", "fob-bench-")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	p, err := buildAll(ctx, dir)
	if err != nil {
		return false, err
	}
	all, err := subjects(p, dir)
	if err != nil {
		return false, err
	}
	fmt.Print(header)
	var results []result
	for _, s := range all {
		r, err := measure(ctx, p, s, runs)
		if err != nil {
			return false, fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Println(r)
		results = append(results, r)
	}
	met = judge(os.Stdout, results)
	cold, err := measureCold(ctx, os.Stdout, p, dir, max(runs/5, 3))
	if err != nil {
		return false, err
	}
	served, err := measureServe(ctx, os.Stdout, p, all[0].home)
	return met && cold && served, err
}
