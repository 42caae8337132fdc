package paths

import "strconv"

// MaxAttempts returns how often a failing request is sent in all, as
// AWS_MAX_ATTEMPTS says; 0 when it does not say, or nothing that makes sense.
func (e Environ) MaxAttempts() int {
	return e.number("AWS_MAX_ATTEMPTS")
}

// number returns a variable that is a small number; 0 for any other.
func (e Environ) number(name string) int {
	n, err := strconv.Atoi(e.Get(name))
	if err != nil || n < 0 {
		return 0
	}
	return min(n, 100)
}
