package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"
)

// cost is what one run of a program took.
type cost struct {
	wall, cpu time.Duration // cpu is user and system time together
	rss       int64         // the most memory it ever held, in KiB; 0 where the system does not tell
}

// result is what a subject costs beside the hello-world of the same pairs.
type result struct {
	subject
	hello, self cost    // medians
	wall, cpu   float64 // the median of the pairs' ratios
	init        initWork
}

// measure runs the hello-world and the subject in turn, so that whatever else
// the machine does falls on both alike.
func measure(ctx context.Context, p programs, s subject, runs int) (result, error) {
	if s.slow {
		runs = max(runs/20, 3)
	}
	for range 2 { // the first runs read the programs from the disk
		if _, err := once(ctx, p, s, s.argv); err != nil {
			return result{}, err
		}
	}
	var a, b []cost
	for range runs {
		h, err := once(ctx, p, s, []string{p.hello})
		if err != nil {
			return result{}, err
		}
		c, err := once(ctx, p, s, s.argv)
		if err != nil {
			return result{}, err
		}
		a, b = append(a, h), append(b, c)
	}
	r := result{subject: s, hello: middle(a), self: middle(b)}
	r.wall = ratio(a, b, func(c cost) time.Duration { return c.wall })
	r.cpu = ratio(a, b, func(c cost) time.Duration { return c.cpu })
	var err error
	r.init, err = traceInit(ctx, s)
	return r, err
}

// once runs a program to its end in a clean environment. A program that fails
// is an error: its speed would mean nothing.
func once(ctx context.Context, p programs, s subject, argv []string) (cost, error) {
	c := command(ctx, s, append([]string{p.launch}, argv...))
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil {
		return cost{}, fmt.Errorf("%v: %w\n%s", argv, err, stderr.Bytes())
	}
	var k cost
	_, err := fmt.Sscan(stdout.String(), &k.wall, &k.cpu, &k.rss)
	return k, err
}

func command(ctx context.Context, s subject, argv []string) *exec.Cmd {
	c := exec.CommandContext(ctx, argv[0], argv[1:]...)
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.home, "USERPROFILE=" + s.home, "AWS_PROFILE=" + s.profile, "AWS_PAGER=", "AWS_EC2_METADATA_DISABLED=true"}
	c.Env = append(c.Env, s.vars...)
	return c
}

// middle is the median of each figure on its own.
func middle(all []cost) cost {
	var wall, cpu []time.Duration
	var rss []int64
	for _, c := range all {
		wall, cpu, rss = append(wall, c.wall), append(cpu, c.cpu), append(rss, c.rss)
	}
	return cost{wall: median(wall), cpu: median(cpu), rss: median(rss)}
}

// ratio is the median of b to a, pair by pair.
func ratio(a, b []cost, of func(cost) time.Duration) float64 {
	var all []float64
	for i := range a {
		all = append(all, float64(of(b[i]))/float64(of(a[i])))
	}
	return median(all)
}

// median sorts its argument.
func median[T int64 | float64 | time.Duration](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}

var errNoInit = errors.New("the program printed no trace of its start")
