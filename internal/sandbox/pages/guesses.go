package pages

import "sync"

// maxGuesses is how many wrong user codes one session may try. A code has
// some 34 bits; the limit is what keeps it from being guessed in its 10 minutes.
const maxGuesses = 5

// maxGuessers is how many sessions are watched before those that are over are
// forgotten.
const maxGuessers = 1000

// guesses counts wrong user codes by session.
type guesses struct {
	live func(SessionID) bool // whether a session is signed in

	mu    sync.Mutex
	wrong map[SessionID]int
}

// spent reports whether the session may try no more.
func (g *guesses) spent(id SessionID) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.wrong[id] >= maxGuesses
}

func (g *guesses) add(id SessionID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.wrong[id] == 0 && len(g.wrong) >= maxGuessers {
		g.makeRoom()
	}
	g.wrong[id]++
}

// makeRoom forgets the sessions that are over. When all are alive it forgets all
// of them, which gives each five more tries: whoever has that many sessions could
// sign in once more instead.
func (g *guesses) makeRoom() {
	for id := range g.wrong {
		if !g.live(id) {
			delete(g.wrong, id)
		}
	}
	if len(g.wrong) >= maxGuessers {
		clear(g.wrong)
	}
}

func (g *guesses) forget(id SessionID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.wrong, id)
}
