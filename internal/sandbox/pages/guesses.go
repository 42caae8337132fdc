package pages

import "sync"

// maxGuesses is how many wrong user codes one session may try. A code has
// some 34 bits; the limit is what keeps it from being guessed in its 10 minutes.
const maxGuesses = 5

// guesses counts wrong user codes by session. Its zero value is ready.
type guesses struct {
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
	if g.wrong == nil {
		g.wrong = map[SessionID]int{}
	}
	g.wrong[id]++
}

func (g *guesses) forget(id SessionID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.wrong, id)
}
