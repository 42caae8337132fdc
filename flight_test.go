package fob

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

func TestWhoGoesAwayDoesNotEndTheQuestionOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f flight[int]
		asked, answer := 0, make(chan int)
		ask := func(ctx context.Context) (int, error) {
			asked++
			select {
			case n := <-answer:
				return n, nil
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		}
		first, leave := context.WithCancel(t.Context())
		results := make(chan error, 2)
		go func() { _, err := f.do(first, ask); results <- err }()
		synctest.Wait()
		go func() {
			n, err := f.do(t.Context(), ask)
			if n != 7 {
				t.Errorf("got %d, want 7", n)
			}
			results <- err
		}()
		synctest.Wait()
		leave() // it was the first, who asked
		if err := <-results; !errors.Is(err, context.Canceled) {
			t.Errorf("who went away got %v", err)
		}
		answer <- 7
		if err := <-results; err != nil {
			t.Errorf("who stayed got %v", err)
		}
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
	})
}

func TestTheLastToGoEndsTheQuestionAndTheNextAsksAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f flight[int]
		ended := false
		ctx, leave := context.WithCancel(t.Context())
		result := make(chan error)
		go func() {
			_, err := f.do(ctx, func(ctx context.Context) (int, error) {
				<-ctx.Done()
				ended = true
				return 0, ctx.Err()
			})
			result <- err
		}()
		synctest.Wait()
		leave()
		if err := <-result; !errors.Is(err, context.Canceled) || !ended {
			t.Errorf("got %v; the question has ended: %v", err, ended)
		}
		got, err := f.do(t.Context(), func(context.Context) (int, error) { return 8, nil })
		if got != 8 || err != nil {
			t.Errorf("the next got %d, %v", got, err)
		}
		if _, err := f.do(ctx, func(context.Context) (int, error) { panic("asked for nobody") }); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
