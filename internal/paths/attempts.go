package paths

import "strconv"

// MaxAttempts returns how often a failing request is sent in all, as
// AWS_MAX_ATTEMPTS says; 0 when it does not say, or nothing that makes sense.
func (e Environ) MaxAttempts() int {
	n, err := strconv.Atoi(e.Get("AWS_MAX_ATTEMPTS"))
	if err != nil || n < 0 {
		return 0
	}
	return min(n, 100)
}
