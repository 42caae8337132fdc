package wire

// Pace keeps many goroutines together within what the service bears.
type Pace struct{}

type backoff struct{}
