package loopback

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// network is a listener in memory, so that a test's clock rules its timeouts.
type network struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (n *network) Accept() (net.Conn, error) {
	select {
	case c := <-n.conns:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error {
	n.once.Do(func() { close(n.closed) })
	return nil
}

func (n *network) Addr() net.Addr { return address{} }

type address struct{}

func (address) Network() string { return "memory" }
func (address) String() string  { return "127.0.0.1:1" }

// dial connects to the server.
func (n *network) dial() net.Conn {
	here, there := net.Pipe()
	n.conns <- there
	return here
}

// notes keeps what a server has to say.
type notes struct {
	mu  sync.Mutex
	all []string
}

func (n *notes) add(line string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, line)
}

// inMemory runs a test against a server in a bubble with a clock of its own.
func inMemory(t *testing.T, h http.HandlerFunc, test func(t *testing.T, n *network, said *notes)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n := &network{conns: make(chan net.Conn), closed: make(chan struct{})}
		var said notes
		s := newServer(n, h, said.add)
		var serving sync.WaitGroup
		serving.Go(func() {
			if err := s.Serve(); err != nil {
				t.Error(err)
			}
		})
		test(t, n, &said)
		s.Close()
		serving.Wait()
	})
}

// ask sends a request and returns the status, 0 where the connection is closed.
func ask(c net.Conn, request string) int {
	var writing sync.WaitGroup
	defer writing.Wait()
	writing.Go(func() { _, _ = io.WriteString(c, request) }) // a refused one is not read to its end
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	return res.StatusCode
}

const get = "GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n"

func empty(http.ResponseWriter, *http.Request) {}

// isClosed reports whether the server has closed a connection, perhaps after
// an answer.
func isClosed(c net.Conn) bool {
	_ = c.SetReadDeadline(time.Now().Add(time.Millisecond))
	_, err := io.Copy(io.Discard, c)
	_ = c.SetReadDeadline(time.Time{})
	return err == nil
}

func TestAHeaderHasTwoSeconds(t *testing.T) {
	inMemory(t, empty, func(t *testing.T, n *network, _ *notes) {
		silent, slow := n.dial(), n.dial()
		if _, err := io.WriteString(slow, "GET / HTTP/1.1\r\nHo"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2*time.Second - 10*time.Millisecond)
		synctest.Wait()
		if isClosed(silent) || isClosed(slow) {
			t.Error("a connection is closed before its two seconds are over")
		}
		time.Sleep(20 * time.Millisecond)
		synctest.Wait()
		if !isClosed(silent) {
			t.Error("a connection without a request is still open after two seconds")
		}
		if !isClosed(slow) {
			t.Error("a connection with half a header is still open after two seconds")
		}
	})
}

func TestABodyIsNotWaitedFor(t *testing.T) {
	inMemory(t, empty, func(t *testing.T, n *network, _ *notes) {
		for _, head := range []string{
			"POST / HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Length: 1000\r\n\r\nslow",
			"GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nslow",
		} {
			c := n.dial()
			start := time.Now()
			if got := ask(c, head); got != 200 {
				t.Errorf("status %d", got)
			}
			if took := time.Since(start); took > 0 {
				t.Errorf("the answer took %v", took)
			}
			time.Sleep(time.Second)
			synctest.Wait()
			if !isClosed(c) {
				t.Error("the connection is still open a second after the answer")
			}
		}
	})
}

func TestSilentConnectionsMakeRoom(t *testing.T) {
	inMemory(t, empty, func(t *testing.T, n *network, said *notes) {
		var silent []net.Conn
		for range maxConns {
			silent = append(silent, n.dial())
			time.Sleep(time.Microsecond) // so that one is the oldest
		}
		synctest.Wait()
		start := time.Now()
		c := n.dial()
		if got := ask(c, get); got != 200 {
			t.Errorf("status %d", got)
		}
		if took := time.Since(start); took > youth {
			t.Errorf("it took %v", took)
		}
		if !isClosed(silent[0]) {
			t.Error("the oldest connection is still open")
		}
		if isClosed(silent[1]) {
			t.Error("more connections than needed were closed")
		}
		if len(said.all) != 1 || !strings.Contains(said.all[0], "make room") {
			t.Errorf("the log says %q", said.all)
		}
	})
}

// An honest client that connects among many others has the time to send its
// request.
func TestANewConnectionIsNotClosedToMakeRoom(t *testing.T) {
	inMemory(t, empty, func(t *testing.T, n *network, _ *notes) {
		first := n.dial()
		var others sync.WaitGroup
		for range 3 * maxConns {
			others.Go(func() { n.dial() })
		}
		synctest.Wait()
		if got := ask(first, get); got != 200 {
			t.Errorf("status %d", got)
		}
		time.Sleep(3 * time.Second) // all of them get in, and none stays
		others.Wait()
		time.Sleep(3 * time.Second)
	})
}

func TestAnAnswerUnderWayIsNotCutOffForStrangers(t *testing.T) {
	var release chan struct{} // made in the bubble
	h := func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			Prove(r.Context())
			<-release
		}
	}
	inMemory(t, h, func(t *testing.T, n *network, _ *notes) {
		release = make(chan struct{})
		slow := n.dial()
		status := make(chan int, 1)
		go func() { status <- ask(slow, strings.Replace(get, "/", "/slow", 1)) }()
		synctest.Wait()
		for range 2 * maxConns {
			n.dial()
			time.Sleep(10 * time.Millisecond)
		}
		close(release)
		if got := <-status; got != 200 {
			t.Errorf("status %d", got)
		}
		time.Sleep(3 * time.Second)
	})
}

// A client that has proved itself keeps its idle connection while strangers
// come and go, even those that send requests.
func TestStrangersMakeRoomBeforeClients(t *testing.T) {
	h := func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/client" {
			Prove(r.Context())
		}
	}
	inMemory(t, h, func(t *testing.T, n *network, _ *notes) {
		client := n.dial()
		if got := ask(client, strings.Replace(get, "/", "/client", 1)); got != 200 {
			t.Fatalf("status %d", got)
		}
		for range 2 * maxConns {
			if got := ask(n.dial(), get); got != 200 {
				t.Fatalf("a stranger's status is %d", got)
			}
			time.Sleep(5 * time.Millisecond)
		}
		if got := ask(client, strings.Replace(get, "/", "/client", 1)); got != 200 {
			t.Errorf("the client's connection is gone: status %d", got)
		}
	})
}

// Half a request does not delay the end, and an answer under way is finished.
func TestShutdownWaitsForAnswersOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &network{conns: make(chan net.Conn), closed: make(chan struct{})}
		h := func(_ http.ResponseWriter, r *http.Request) {
			Prove(r.Context())
			time.Sleep(time.Second)
		}
		s := newServer(n, http.HandlerFunc(h), nil)
		var running sync.WaitGroup
		running.Go(func() {
			if err := s.Serve(); err != nil {
				t.Error(err)
			}
		})
		half, slow := n.dial(), n.dial()
		if _, err := io.WriteString(half, "GET / HTTP/1.1\r\nHo"); err != nil {
			t.Fatal(err)
		}
		running.Go(func() {
			if got := ask(slow, get); got != 200 {
				t.Errorf("the answer under way: status %d", got)
			}
		})
		synctest.Wait()
		start := time.Now()
		if err := s.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took > 1500*time.Millisecond { // Shutdown looks every half second
			t.Errorf("it took %v", took)
		}
		running.Wait()
	})
}

// Strangers that ask again and again grow no younger by it.
func TestStrangersThatKeepAskingMakeRoom(t *testing.T) {
	inMemory(t, empty, func(t *testing.T, n *network, _ *notes) {
		var asking sync.WaitGroup
		var strangers []net.Conn
		for range maxConns {
			c := n.dial()
			strangers = append(strangers, c)
			asking.Go(func() {
				for range 40 {
					if ask(c, get) != 200 {
						return
					}
					time.Sleep(youth / 4)
				}
			})
		}
		time.Sleep(2 * youth)
		start := time.Now()
		if got := ask(n.dial(), get); got != 200 {
			t.Errorf("status %d", got)
		}
		if took := time.Since(start); took > youth {
			t.Errorf("it took %v", took)
		}
		for _, c := range strangers {
			_ = c.Close()
		}
		asking.Wait()
	})
}

// While every connection is being answered, the next one waits for the first
// to be done.
func TestABusyServerLetsOthersWait(t *testing.T) {
	var release chan struct{} // made in the bubble
	h := func(_ http.ResponseWriter, r *http.Request) {
		Prove(r.Context())
		<-release
	}
	inMemory(t, h, func(t *testing.T, n *network, _ *notes) {
		release = make(chan struct{})
		statuses := make(chan int, maxConns+1)
		for range maxConns + 1 {
			go func() { statuses <- ask(n.dial(), get) }()
		}
		synctest.Wait()
		time.Sleep(10 * time.Second)
		for range maxConns + 1 {
			release <- struct{}{}
		}
		for range maxConns + 1 {
			if got := <-statuses; got != 200 {
				t.Errorf("status %d", got)
			}
		}
	})
}

func TestNoiseGoesToTheLog(t *testing.T) {
	h := func(http.ResponseWriter, *http.Request) { panic("out of order") }
	inMemory(t, h, func(t *testing.T, n *network, said *notes) {
		for _, request := range []string{
			"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", // the start of a TLS handshake
			"\x00\x01\x02\r\n\r\n",
			"GET / HTTP/9.9\r\n\r\n",
			"GET / HTTP/1.1\r\n\r\n", // without Host
			"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + strings.Repeat("x", 2*maxHeader) + "\r\n\r\n",
		} {
			if got := ask(n.dial(), request); got == 200 {
				t.Errorf("%.20q is answered", request)
			}
		}
		if len(said.all) != 0 {
			t.Errorf("the log says %q", said.all)
		}
		if got := ask(n.dial(), get); got != 0 {
			t.Errorf("the handler that panics answers %d", got)
		}
		synctest.Wait()
		if len(said.all) != 1 || !strings.Contains(said.all[0], "out of order") {
			t.Errorf("the log says %q", said.all)
		}
	})
}

func TestIsHost(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.0.0.1:80": true, "localhost": true, "localhost:9911": true, "::1": true, "[::1]": true, "[::1]:80": true,
		"": false, ".": false, "evil.example": false, "evil.example:80": false, "127.0.0.1.evil.example": false,
		"localhost.evil.example:80": false, "127.0.0.2": false, "0.0.0.0": false, "127.1": false, "2130706433": false,
		"localhost.": false, "127.0.0.1@evil.example": false, ":80": false,
	} {
		if got := IsHost(host); got != want {
			t.Errorf("IsHost(%q) is %t", host, got)
		}
	}
}

func TestItListensOnTheLoopbackInterfaceAlone(t *testing.T) {
	s, err := Listen(0, http.HandlerFunc(empty), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	host, port, err := net.SplitHostPort(s.Address())
	if err != nil || host != "127.0.0.1" {
		t.Errorf("it listens at %s", s.Address())
	}
	var n int
	if _, err := fmt.Sscan(port, &n); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(n, http.HandlerFunc(empty), nil); err == nil {
		t.Error("a port that is in use is opened")
	}
}
