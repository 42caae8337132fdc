package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/fobcli/fob/internal/sandbox/visitor"
	"github.com/fobcli/fob/internal/ui/ptytest"
)

// subsystem is a world inside of a WSL that is not there: /proc and /run are a
// folder, Windows is shell scripts on PATH, and its home another folder.
type subsystem struct {
	*world
	root, programs, windowsHome string
}

const (
	// rundll is Windows' way to a browser; the test reads the address from the
	// terminal and is the browser itself.
	rundll = `exit 0`
	// curl of Windows reaches the listener, or does not.
	curlReaches = `exec curl "$@"`
	curlFails   = `exit 7`
)

// newSubsystem makes a WSL 2 whose networking mode is NAT.
func newSubsystem(t *testing.T) *subsystem {
	t.Helper()
	w := newWorld(t)
	s := &subsystem{world: w, root: t.TempDir(), programs: t.TempDir(), windowsHome: filepath.Join(t.TempDir(), "Users", "Zoë & co")}
	if err := os.MkdirAll(s.windowsHome, 0o755); err != nil {
		t.Fatal(err)
	}
	s.file("proc/version", "Linux version 5.15.153.1-microsoft-standard-WSL2 (root@941d701f84f1) (gcc) #1 SMP\n")
	s.file("proc/sys/fs/binfmt_misc/WSLInterop", "enabled\ninterpreter /init\n")
	s.file("proc/mounts", `C:\134 `+filepath.Dir(filepath.Dir(s.windowsHome))+` 9p rw,aname=drvfs;path=C:\;uid=1000;gid=1000;symlinkroot=/mnt/ 0 0`+"\n")
	s.program("rundll32.exe", rundll)
	s.program("curl.exe", curlReaches)
	s.program("wslinfo", `echo nat`)
	s.program("cmd.exe", `printf 'USERPROFILE=C:\\Users\\Zoë & co\r\n' | iconv -f UTF-8 -t UTF-16LE`)
	s.program("wslpath", `[ "$1" = -u ] && [ "$2" = 'C:\Users\Zoë & co' ] && echo '`+s.windowsHome+`'`)
	s.setenv("PATH", s.programs+":"+os.Getenv("PATH"))
	s.setenv("BROWSER", "")
	s.setenv("WSL_DISTRO_NAME", "Ubuntu")
	s.setenv("WSL_INTEROP", "/run/WSL/8_interop")
	s.setenv(fakeRoot, s.root)
	return s
}

func (s *subsystem) setenv(name, value string) { s.env = append(s.env, name+"="+value) }

// file writes a file of the root.
func (s *subsystem) file(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// program puts a program on PATH.
func (s *subsystem) program(name, script string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.programs, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		s.t.Fatal(err)
	}
}

// wslconfig writes .wslconfig in Windows' home.
func (s *subsystem) wslconfig(text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.windowsHome, ".wslconfig"), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// strandedBrowser signs in at the address on the screen as a browser does to
// which 127.0.0.1 is another machine, and returns where it ended.
func (p *person) strandedBrowser() string {
	p.w.t.Helper()
	var address string
	p.WaitFor("a sign-in address", func() bool {
		address = firstAddress(p.Raw(), p.w.sandbox.URL())
		return address != ""
	})
	out, err := visitor.Visitor{Apart: true}.Visit(p.w.t.Context(), address)
	if err != nil {
		p.w.t.Fatal(err)
	}
	return out.Callback
}

func TestLoginFromWSLFallsBackToPastingAndSaysWhy(t *testing.T) {
	for name, tc := range map[string]struct {
		prepare func(s *subsystem)
		why     string
	}{
		"forwarding is turned off": {
			func(s *subsystem) { s.wslconfig("[wsl2]\r\nlocalhostForwarding = false\r\n") },
			"Windows does not forward to WSL (localhostForwarding=false).",
		},
		"forwarding fails": {
			func(s *subsystem) { s.program("curl.exe", curlFails) },
			"Windows cannot reach 127.0.0.1 of WSL (networking mode nat).",
		},
		"mirrored, behind a firewall": {
			func(s *subsystem) { s.program("curl.exe", curlFails); s.program("wslinfo", "echo mirrored") },
			"Windows cannot reach 127.0.0.1 of WSL (networking mode mirrored).",
		},
		"WSL 1": {
			func(s *subsystem) {
				s.program("curl.exe", curlFails)
				s.file("proc/version", "Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com) #1237-Microsoft\n")
			},
			"Windows cannot reach 127.0.0.1 of WSL (networking mode WSL 1).",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSubsystem(t)
			tc.prepare(s)
			s.writeConfig(guideConfig)
			p := s.sit("login")
			p.See(tc.why + "\nYour browser ends at a page that cannot load. Paste its address here:\n> ")
			p.Type(p.strandedBrowser() + ptytest.Enter)
			p.See("Signed in to my-sso.")
			if code := p.leaves(); code != 0 {
				t.Errorf("exit %d\n%s", code, p.Text())
			}
		})
	}
}

// Both ways stay open: a browser that comes back after all is heard.
func TestLoginFromWSLStillListensWhileItAsks(t *testing.T) {
	s := newSubsystem(t)
	s.program("curl.exe", curlFails)
	s.writeConfig(guideConfig)
	p := s.sit("login")
	p.See("Paste its address here:\n> ")
	p.approves()
	p.See("Signed in to my-sso.")
	if code := p.leaves(); code != 0 {
		t.Errorf("exit %d\n%s", code, p.Text())
	}
}

// Where Windows can reach the listener there is nothing to say.
func TestLoginFromWSLComesBackByItself(t *testing.T) {
	for name, mode := range map[string]string{"NAT": "nat", "mirrored": "mirrored"} {
		t.Run(name, func(t *testing.T) {
			s := newSubsystem(t)
			s.program("wslinfo", "echo "+mode)
			asked := filepath.Join(s.root, "asked")
			if err := syscall.Mkfifo(asked, 0o600); err != nil {
				t.Fatal(err)
			}
			s.program("curl.exe", "echo yes > '"+asked+"'; "+curlReaches)
			s.writeConfig(guideConfig)
			p := s.sit("login")
			if _, err := os.ReadFile(asked); err != nil { // it waits until Windows is asked
				t.Fatal(err)
			}
			p.approves()
			p.See("Signed in to my-sso.")
			if code := p.leaves(); code != 0 || strings.Contains(p.Text(), "Paste") {
				t.Errorf("exit %d\n%s", code, p.Text())
			}
		})
	}
}

// Without a terminal the address is read from standard input.
func TestLoginFromWSLWithoutATerminal(t *testing.T) {
	s := newSubsystem(t)
	s.program("curl.exe", curlFails)
	s.writeConfig(guideConfig)
	c := s.command("login")
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	talk, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	pasted := false
	buf := make([]byte, 4096)
	for {
		n, err := talk.Read(buf)
		said.Write(buf[:n])
		if address := firstAddress(said.String(), s.sandbox.URL()); !pasted && strings.Contains(said.String(), "Its address is read from standard input.\n") {
			pasted = true
			out, err := visitor.Visitor{Apart: true}.Visit(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := in.Write([]byte(out.Callback + "\n")); err != nil {
				t.Fatal(err)
			}
		}
		if err != nil {
			break
		}
	}
	if err := c.Wait(); err != nil || !pasted {
		t.Errorf("%v\n%s", err, said.String())
	}
}

// In a container inside of WSL there is no Windows, whatever the kernel says.
func TestLoginInAContainerInsideOfWSL(t *testing.T) {
	s := newSubsystem(t)
	s.file(".dockerenv", "")
	s.writeConfig(guideConfig)
	p := s.sit("login")
	p.See("No browser is opened here: there is no graphical display.")
	p.Type(ptytest.CtrlC)
	if code := p.leaves(); code != 130 {
		t.Errorf("exit %d\n%s", code, p.Text())
	}
}
