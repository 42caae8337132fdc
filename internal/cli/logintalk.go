package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/login"
)

// loginTalk is what is said during a sign-in: on stderr in fob's words, or on
// stdout in the AWS CLI's when its spelling was typed.
type loginTalk struct{ e *Env }

// page tells where to sign in.
func (t loginTalk) page(p login.Page) {
	if t.e.Global.AWSForm {
		t.awsPage(p)
		return
	}
	w := t.e.Stderr
	switch {
	case p.Opening:
		t.opening(p)
	case t.e.Interactive():
		fmt.Fprintf(w, "No browser is opened here: %s.\nOn your own computer open\n  %s\n", p.Reason, p.Address)
		fmt.Fprintln(w, "Afterwards your browser shows a page that cannot load. Paste its address here:")
	default:
		fmt.Fprintf(w, "No browser is opened here: %s.\nOpen\n  %s\n", p.Reason, p.Address)
		fmt.Fprintln(w, "Waiting for the browser to come back to this machine, at most 10 minutes.")
		fmt.Fprintln(w, "The address at which it ends can also be given on standard input.")
	}
}

func (t loginTalk) opening(p login.Page) {
	where := ""
	if p.Session.Name != "" {
		where = " (" + p.Session.StartURL.Host() + ")"
	}
	fmt.Fprintf(t.e.Stderr, "Opening your browser to sign in to %s%s.\nIf it does not open, visit: %s\n", p.Session.Label(), where, p.Address)
}

// stranded tells why the browser that was opened cannot come back by itself.
// It still may: the listener goes on.
func (t loginTalk) stranded(reason string) {
	w := t.e.Stderr
	fmt.Fprintf(w, "%s.\nYour browser ends at a page that cannot load.", upperFirst(reason))
	if t.e.Interactive() {
		fmt.Fprintln(w, " Paste its address here:")
	} else {
		fmt.Fprintln(w, " Its address is read from standard input.")
	}
}

// code tells where to approve which code.
func (t loginTalk) code(c login.Code) {
	if t.e.Global.AWSForm {
		t.awsCode(c)
		return
	}
	w := t.e.Stderr
	if c.Opening {
		t.opening(c.Page)
	} else {
		fmt.Fprintf(w, "To sign in to %s open\n  %s\n", c.Session.Label(), c.Address)
	}
	fmt.Fprint(w, "Allow it only if the page shows this code:\n\n  ")
	t.e.Screen().Strong(w, c.UserCode)
	fmt.Fprint(w, "\n\n")
	fmt.Fprintf(w, "Waiting, at most %s.\n", span(c.ExpiresIn.Truncate(time.Second)))
}

// awsPage and awsCode are the AWS CLI's words: scripts look for them.
func (t loginTalk) awsPage(p login.Page) {
	if p.Opening {
		fmt.Fprintf(t.e.Stdout, "Attempting to open your default browser. If the browser does not open, open the following URL.\n"+
			"If you are unable to open the URL on this device, run this command again with the '--use-device-code' option.\n\n%s\n\n", p.Address)
		return
	}
	fmt.Fprintf(t.e.Stdout, "Browser will not be automatically opened.\nPlease visit the following URL:\n\n%s\n", p.Address)
}

func (t loginTalk) awsCode(c login.Code) {
	if c.Opening {
		fmt.Fprintf(t.e.Stdout, "Attempting to open your default browser.\n"+
			"If the browser does not open or you wish to use a different device to authorize this request, open the following URL:\n\n%s\n\n"+
			"Then enter the code:\n\n%s\n", c.Plain, c.UserCode)
		return
	}
	fmt.Fprintf(t.e.Stdout, "Browser will not be automatically opened.\nPlease visit the following URL:\n\n%s\n\nThen enter the code:\n\n%s\n\n"+
		"Alternatively, you may visit the following URL which will autofill the code upon loading:\n%s\n", c.Plain, c.UserCode, c.Address)
}

func (t loginTalk) warn(text string) { fmt.Fprintln(t.e.Stderr, "Warning: "+text) }

// paste reads the address at which the browser ended. A person is asked; what
// is no terminal is read line by line, without a word.
func (t loginTalk) paste(ctx context.Context, problem string) (string, error) {
	if problem != "" {
		fmt.Fprintln(t.e.Stderr, "  "+problem)
	}
	if t.e.Interactive() {
		return t.e.Asker().Ask(ctx, Question{Label: "> "})
	}
	return readLine(ctx, t.e.Stdin)
}

// readLine reads one line. A read cannot be called off: when ctx ends first,
// the goroutine that reads is left to the end of the program, which follows.
func readLine(ctx context.Context, r io.Reader) (string, error) {
	type line struct {
		text string
		err  error
	}
	done := make(chan line, 1)
	go func() {
		// A byte at a time: what stands after the line is for the next read.
		text, err := bufio.NewReaderSize(oneByte{r}, 16).ReadString('\n')
		if text != "" {
			err = nil
		}
		done <- line{strings.TrimSpace(text), err}
	}()
	select {
	case l := <-done:
		return l.text, l.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// oneByte reads a byte at a time.
type oneByte struct{ r io.Reader }

func (o oneByte) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	return o.r.Read(p[:1])
}
