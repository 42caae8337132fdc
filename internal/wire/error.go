package wire

// TransportError says that no answer arrived: the network, the proxy or the
// certificate stood in the way.
type TransportError struct {
	Host string // host and port of the URL that was asked for
	Sent bool   // the request may have reached the server
	Err  error
}

// Error tells the host and the cause.
func (e *TransportError) Error() string { return "reach " + e.Host + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *TransportError) Unwrap() error { return e.Err }
