package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The bars of `fob serve`, for answers from memory.
const (
	barAnswers  = 5_000                // a second
	barLatency  = 5 * time.Millisecond // of 99 in 100 answers
	askers      = 8                    // connections that ask at once
	serveFor    = 3 * time.Second      // how long they ask; the files are read anew each second
	serveWarmUp = 200 * time.Millisecond
)

// measureServe runs `fob serve` and asks it as fast as it answers, from this
// same machine, whose processors both share.
func measureServe(ctx context.Context, w io.Writer, p programs, home string) (met bool, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	c := command(ctx, subject{home: home}, []string{p.fob, "serve", "--profile", name(few), "--output", "json"})
	stdout, err := c.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := c.Start(); err != nil {
		return false, err
	}
	defer func() { stop(); _ = c.Wait() }() // it is killed
	var answer struct {
		Address string
		Grants  []struct{ URL, Token string }
	}
	if err := json.NewDecoder(stdout).Decode(&answer); err != nil || len(answer.Grants) != 1 {
		return false, errors.Join(errors.New("fob serve does not say where it serves"), err)
	}
	u, err := url.Parse(answer.Grants[0].URL)
	if err != nil {
		return false, err
	}
	request := "GET " + u.EscapedPath() + " HTTP/1.1\r\nHost: " + answer.Address + "\r\nAuthorization: " + answer.Grants[0].Token + "\r\n\r\n"
	took, elapsed, err := askAll(answer.Address, request)
	if err != nil {
		return false, err
	}
	slices.Sort(took)
	rate := float64(len(took)) / elapsed.Seconds()
	p99 := took[len(took)*99/100]
	met = rate >= barAnswers && p99 <= barLatency
	word := map[bool]string{true: "met", false: "MISSED"}[met]
	fmt.Fprintf(w, "\nfob serve, %d connections at once, answers from memory\nbar %d/s, 99 in 100 within %s: %.0f/s, 99 in 100 within %s, half within %s  %s\n",
		askers, barAnswers, barLatency, rate, millis(p99), millis(took[len(took)/2]), word)
	return met, nil
}

// askAll asks over some connections, and returns how long each answer took.
func askAll(address, request string) (took []time.Duration, elapsed time.Duration, err error) {
	var wait sync.WaitGroup
	all, errs := make([][]time.Duration, askers), make([]error, askers)
	begin := time.Now().Add(serveWarmUp)
	end := begin.Add(serveFor)
	for i := range askers {
		wait.Go(func() { all[i], errs[i] = ask(address, request, begin, end) })
	}
	wait.Wait()
	took = slices.Concat(all...)
	if err := errors.Join(errs...); err != nil || len(took) == 0 {
		return nil, 0, errors.Join(errors.New("fob serve gives no answers"), err)
	}
	return took, time.Since(begin), nil
}

// ask asks one question after the other until end, and times those from begin
// on. It speaks HTTP by hand, since Go's client takes more than the server does.
func ask(address, request string, begin, end time.Time) (took []time.Duration, err error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	in := bufio.NewReader(c)
	for now := time.Now(); now.Before(end); {
		if _, err := io.WriteString(c, request); err != nil {
			return nil, err
		}
		if err := readAnswer(in); err != nil {
			return nil, err
		}
		then := time.Now()
		if now.After(begin) {
			took = append(took, then.Sub(now))
		}
		now = then
	}
	return took, nil
}

// readAnswer reads past one answer, which has to hold credentials.
func readAnswer(in *bufio.Reader) error {
	status, err := in.ReadString('\n')
	if err != nil {
		return err
	}
	if !strings.HasPrefix(status, "HTTP/1.1 200 ") {
		return fmt.Errorf("it answers %q", status)
	}
	length := 0
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return err
		}
		if line == "\r\n" {
			break
		}
		if v, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(strings.TrimSpace(v)); err != nil {
				return err
			}
		}
	}
	_, err = in.Discard(length)
	return err
}
