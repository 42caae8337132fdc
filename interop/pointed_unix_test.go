//go:build unix

package interop_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/sandboxapp/home"
)

// pointed is a person who pasted the lines of `fob-sandbox serve` into a shell
// that has nothing else: HOME, PATH, and a browser.
type pointed struct {
	t      *testing.T
	home   string
	origin netip.AddrPort
	lines  string // exactly as printed
}

// newPointed starts serve, and writes the guide's profiles.
func newPointed(t *testing.T) *pointed {
	t.Helper()
	needFob(t)
	needTracer(t)
	dir := t.TempDir()
	p := &pointed{t: t, home: filepath.Join(dir, "home")}
	if err := os.Mkdir(p.home, 0o700); err != nil {
		t.Fatal(err)
	}
	p.serve(sandboxProgram(t), dir)
	p.write(".aws/config", guideConfig)
	return p
}

// serve starts fob-sandbox and takes its lines.
func (p *pointed) serve(program, dir string) {
	p.t.Helper()
	c := exec.CommandContext(p.t.Context(), program, "serve", "--shell", "sh")
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	c.Env = []string{"HOME=" + dir, "TMPDIR=" + dir}
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = c.Wait() })
	for s := bufio.NewScanner(out); s.Scan() && s.Text() != "Ctrl-C ends it."; {
		if line := strings.TrimSpace(s.Text()); strings.HasPrefix(line, "export ") {
			p.lines += line + "\n"
		}
	}
	m := regexp.MustCompile(`AWS_ENDPOINT_URL=http://(\S+)\n`).FindStringSubmatch(p.lines)
	if m == nil {
		p.t.Fatalf("serve printed no address:\n%s", p.lines)
	}
	p.origin = netip.MustParseAddrPort(m[1])
}

func (p *pointed) write(name, text string) {
	p.t.Helper()
	path := filepath.Join(p.home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// run runs a program in a shell with the lines and in an otherwise empty
// environment, and watches whom it and its children call.
func (p *pointed) run(more []string, argv ...string) (ran, []netip.AddrPort) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), patience)
	defer cancel()
	trace := filepath.Join(p.t.TempDir(), "network")
	c := exec.CommandContext(ctx, "strace", append([]string{
		"-f", "-qq", "-e", "signal=none", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", trace,
		"sh", "-c", p.lines + `exec "$@"`, "sh",
	}, argv...)...)
	c.Dir = p.home
	c.WaitDelay = 5 * time.Second
	c.Env = append([]string{"HOME=" + p.home, "PATH=" + os.Getenv("PATH"), "BROWSER=" + self(p.t), roleVar + "=" + roleBrowser, visitLogVar + "=" + filepath.Join(filepath.Dir(p.home), "visits")}, more...)
	var stdout, stderr strings.Builder
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		p.t.Fatalf("%v: %v\n%s", argv, err, stderr.String())
	}
	data, err := os.ReadFile(trace)
	if err != nil {
		p.t.Fatal(err)
	}
	return ran{argv: argv, stdout: stdout.String(), stderr: stderr.String(), code: c.ProcessState.ExitCode()}, addresses(string(data))
}

// must runs a program that has to succeed and to call the sandbox alone.
func (p *pointed) must(argv ...string) ran {
	p.t.Helper()
	return p.mustWith(nil, argv...)
}

func (p *pointed) mustWith(more []string, argv ...string) ran {
	p.t.Helper()
	r, called := p.run(more, argv...)
	if r.code != 0 {
		p.t.Fatalf("exit code %d\n%s", r.code, r)
	}
	reached := false
	for _, address := range called {
		switch {
		case address == p.origin:
			reached = true
		case address.Addr() == p.origin.Addr() && address.Port() > 1023: // the browser comes back to the client
		default:
			p.t.Errorf("%s called %s", argv[0], address)
		}
	}
	if !reached {
		p.t.Errorf("%s was not seen to call the sandbox: it called %v", argv[0], called)
	}
	return r
}

// addressOf finds an IP address in a system call, as strace writes it.
var addressOf = regexp.MustCompile(`sin6?_port=htons\((\d+)\).*?(?:inet_addr\("([^"]*)"\)|inet_pton\(AF_INET6, "([^"]*)")`)

// addresses lists the IP addresses of a trace. A socket that is a file of this
// machine has none.
func addresses(trace string) []netip.AddrPort {
	var all []netip.AddrPort
	for line := range strings.Lines(trace) {
		for _, m := range addressOf.FindAllStringSubmatch(line, -1) {
			ip, err := netip.ParseAddr(m[2] + m[3])
			port, portErr := strconv.ParseUint(m[1], 10, 16)
			if err != nil || portErr != nil {
				continue // strace writes no such thing
			}
			all = append(all, netip.AddrPortFrom(ip.Unmap(), uint16(port))) // .NET asks for IPv4 in the form of IPv6
		}
	}
	return all
}

// needTracer skips loudly where nobody can be watched.
func needTracer(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("STRACE IS NOT INSTALLED: whom clients call was not looked at (on Debian, apt-get install strace)")
	}
	if out, err := exec.Command("strace", "-qq", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("STRACE MAY NOT TRACE HERE: whom clients call was not looked at: %v %s", err, out)
	}
}

// With exactly the lines that serve prints, every client works, and none calls
// any other address, neither with fresh tokens nor when it has to refresh one.
func TestClientsCallNobodyButTheSandboxWithTheLinesOfServe(t *testing.T) {
	t.Parallel()
	for _, c := range append([]client{awsCLI, fobItself}, sdks...) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			more, argv := c.argv(t, "my-dev-account")
			p := newPointed(t)
			p.must(fobPath, "login", session)
			p.is(c, more, argv)
			if err := os.RemoveAll(filepath.Join(p.home, ".aws", "cli")); err != nil { // kept role credentials would do
				t.Fatal(err)
			}
			p.must(sandboxProgram(t), "advance", "70m")
			if _, err := home.Age(p.home, 70*time.Minute); err != nil {
				t.Fatal(err)
			}
			p.is(c, more, argv)
			if calls := p.must(sandboxProgram(t), "calls").stdout; !regexp.MustCompile(`(?m)^CreateToken/refresh_token +1 `).MatchString(calls) {
				t.Errorf("the token was not refreshed once:\n%s", calls)
			}
		})
	}
}

// is checks that the client says who the profile is.
func (p *pointed) is(c client, more, argv []string) {
	p.t.Helper()
	r := p.mustWith(more, argv...)
	id, err := c.who(r.stdout)
	if err != nil || id.Account != devAccount || !strings.Contains(id.Arn, admin) {
		p.t.Errorf("my-dev-account is %+v, %v\n%s", id, err, r)
	}
}

// The AWS CLI signs in by itself, and what the sandbox does not have is refused
// by the sandbox.
func TestTheAWSCLICallsNobodyButTheSandbox(t *testing.T) {
	t.Parallel()
	aws := needAWS(t)
	p := newPointed(t)
	p.must(aws, "sso", "login", "--profile", "my-dev-account")
	if r := p.must(aws, "s3", "ls", "--profile", "my-prod-account"); !strings.Contains(r.stdout, "my-company-prod-logs") {
		t.Errorf("s3 ls said %s", r)
	}
	for _, words := range []string{"iam list-users", "ec2 describe-regions", "s3 ls s3://no-such-bucket", "organizations list-accounts", "lambda list-functions"} {
		argv := append([]string{aws, "--profile", "my-dev-account"}, strings.Fields(words)...)
		r, called := p.run(nil, argv...)
		if r.code == 0 || !strings.Contains(r.stderr, "The fob sandbox does not implement") && !strings.Contains(r.stderr, "NoSuchBucket") {
			t.Errorf("aws %s: %d %s", words, r.code, r)
		}
		for _, address := range called {
			if address != p.origin {
				t.Errorf("aws %s called %s", words, address)
			}
		}
	}
}

// The watcher sees what it is meant to see: names that are looked up, and
// connections to other machines over both kinds of addresses.
func TestTheWatcherSeesOtherAddresses(t *testing.T) {
	got := addresses(`12 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 ENETUNREACH
12 connect(3, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
12 connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT
12 connect(3, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::ffff:127.0.0.1", &sin6_addr), sin6_scope_id=0}, 28) = 0
12 sendto(5, "x", 28, MSG_NOSIGNAL, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.53")}, 16) = 28
`)
	if fmt.Sprint(got) != "[192.0.2.1:443 [2001:db8::1]:443 127.0.0.1:80 192.0.2.53:53]" {
		t.Errorf("got %v", got)
	}
}

func sandboxProgram(t *testing.T) string {
	t.Helper()
	path, err := builtSandbox()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
