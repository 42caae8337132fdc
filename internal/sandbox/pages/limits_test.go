package pages

import (
	"fmt"
	"testing"
)

func TestAnsweredFormsAreForgottenBeyondALimit(t *testing.T) {
	var f forms
	late := f.number()
	first := f.number()
	for n := first; n < first+3*maxAnswered; n = f.number() {
		if !f.answer(n) || f.answer(n) {
			t.Fatalf("form %d is not answered exactly once", n)
		}
	}
	if len(f.answered) != maxAnswered {
		t.Errorf("%d forms are remembered", len(f.answered))
	}
	for n := late; n <= first+2*maxAnswered; n++ {
		if f.answer(n) {
			t.Errorf("form %d is taken again", n)
		}
	}
}

func TestSessionsThatGuessedAreForgottenBeyondALimit(t *testing.T) {
	live := map[SessionID]bool{"session": true}
	g := guesses{wrong: map[SessionID]int{}, live: func(id SessionID) bool { return live[id] }}
	for range maxGuesses {
		g.add("session")
	}
	for i := range 3 * maxGuessers {
		g.add(SessionID(fmt.Sprint("over", i)))
	}
	if n := len(g.wrong); n > maxGuessers {
		t.Errorf("%d sessions are remembered", n)
	}
	if !g.spent("session") {
		t.Error("a session that is alive may guess again")
	}
	for i := range 3 * maxGuessers {
		id := SessionID(fmt.Sprint("alive", i))
		live[id] = true
		g.add(id)
	}
	if n := len(g.wrong); n > maxGuessers {
		t.Errorf("%d sessions that are alive are remembered", n)
	}
}
