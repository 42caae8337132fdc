package app

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fobcli/fob/internal/fault"
)

// listening is an interrupt whose signals a test sends and whose exit it sees.
type listening struct {
	interrupt
	signals  chan os.Signal
	exits    []int
	restored int
}

func listen(t *testing.T) *listening {
	l := &listening{signals: make(chan os.Signal, 2)}
	l.exit = func(code int) { l.exits = append(l.exits, code) }
	l.once.Do(func() {
		l.ctx, l.cancel = context.WithCancel(context.Background())
		l.over = make(chan struct{})
		l.terminal = func() { l.restored++ }
		go l.wait(l.signals)
	})
	t.Cleanup(l.cancel)
	return l
}

func (l *listening) signal() {
	l.signals <- os.Interrupt
	synctest.Wait()
}

func (l *listening) wantExits(t *testing.T, n int) {
	t.Helper()
	synctest.Wait()
	if len(l.exits) != n || l.restored != n || n > 0 && l.exits[0] != int(fault.Interrupted) {
		t.Errorf("exits %v, terminal restored %d times; want %d of each", l.exits, l.restored, n)
	}
}

func TestFirstSignalEndsTheContextAndTheSecondTheProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := listen(t)
		if err := l.Err(); err != nil || l.came() {
			t.Errorf("before the signal: %v, came %t", err, l.came())
		}
		l.signal()
		if !errors.Is(l.Err(), context.Canceled) || !l.came() {
			t.Errorf("after the signal: %v, came %t", l.Err(), l.came())
		}
		l.wantExits(t, 0)
		l.signal()
		l.wantExits(t, 1)
	})
}

func TestTwoSecondsAfterTheSignalTheProgramEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := listen(t)
		time.Sleep(time.Hour) // without a signal nothing ends
		l.wantExits(t, 0)
		l.signal()
		time.Sleep(interruptGrace - time.Nanosecond)
		l.wantExits(t, 0)
		time.Sleep(time.Nanosecond)
		l.wantExits(t, 1)
	})
}

func TestACommandThatEndsInTimeIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := listen(t)
		l.signal()
		l.end()
		time.Sleep(time.Hour)
		l.wantExits(t, 0)
	})
}

// A program that was asked to end has a limit of its own.
func TestProgramsThatAreEndingAreWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := listen(t)
		run := l.beside(func(context.Context, []string, []string, io.Writer, io.Writer) (int, error) {
			time.Sleep(9 * time.Second)
			return 0, nil
		})
		go func() { _, _ = run(l.ctx, nil, nil, nil, nil) }()
		synctest.Wait()
		l.signal()
		time.Sleep(8 * time.Second)
		l.wantExits(t, 0)
		time.Sleep(2 * interruptGrace)
		l.wantExits(t, 1)
	})
}

func TestASecondSignalDoesNotWaitForPrograms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := listen(t)
		l.programs.Add(1)
		l.signal()
		l.signal()
		l.wantExits(t, 1)
	})
}

func TestSignalsOfAProgramInFobsPlaceAreItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := listen(t)
		_, err := l.handOver(func(context.Context, []string, []string) (int, error) {
			l.signal()
			l.signal()
			time.Sleep(time.Hour)
			return 0, nil
		})(l.ctx, nil, nil)
		if err != nil || l.came() {
			t.Errorf("%v, came %t", err, l.came())
		}
		l.wantExits(t, 0)
		l.end()
	})
}
