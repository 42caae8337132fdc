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

// windowsUser is a name that shells and code pages trip over.
const windowsUser = "Zoë & co"

const (
	// rundll is Windows' way to a browser; the test reads the address from the
	// terminal and is the browser itself.
	rundll = `exit 0`
	// curl of Windows reaches the listener, or does not.
	curlReaches = `exec curl "$@"`
	curlFails   = `exit 7`

	// wslpath knows Windows' home, and calls all else \\wsl.localhost\Ubuntu.
	wslpath = `
slashes() { printf '%s\n' "$1" | tr "$2" "$3"; }
root='\\wsl.localhost\Ubuntu'
case "$1 $2" in
"-u $FAKE_NAMED"*) slashes "$FAKE_HOME${2#"$FAKE_NAMED"}" '\\' / ;;
"-u $root"*) slashes "${2#"$root"}" '\\' / ;;
"-w $FAKE_HOME"*) printf '%s' "$FAKE_NAMED"; slashes "${2#"$FAKE_HOME"}" / '\\' ;;
-w*) printf '%s' "$root"; slashes "$2" / '\\' ;;
*) exit 1 ;;
esac`
	// cmd does the three things that fob asks of it.
	cmd = `
case "$*" in
'/d /u /c set USERPROFILE') printf '%s\r\n' "USERPROFILE=$FAKE_NAMED" | iconv -f UTF-8 -t UTF-16LE ;;
'/d /c mklink /D '*) [ ! -e "$FAKE_HOME/no-links" ] && ln -s "$(wslpath -u "$6")" "$(wslpath -u "$5")" ;;
'/d /c rmdir '*) rm "$(wslpath -u "$4")" ;;
*) exit 1 ;;
esac`
	// powershell makes the files of the probe, none twice.
	powershell = `
eval "script=\${$#}"
set -C
printf '%s\n' "$script" | grep -o "'[^']*fob-probe[^']*'" | tr -d "'" | while IFS= read -r file; do
	if (: > "$(wslpath -u "$file")") 2>/dev/null; then echo made; else echo refused; fi
done`
)

// newSubsystem makes a WSL 2 whose networking mode is NAT.
func newSubsystem(t *testing.T) *subsystem { return newSubsystemOf(t, windowsUser) }

func newSubsystemOf(t *testing.T, user string) *subsystem {
	t.Helper()
	w := newWorld(t)
	s := &subsystem{world: w, root: t.TempDir(), programs: t.TempDir(), windowsHome: filepath.Join(t.TempDir(), "Users", user)}
	if err := os.MkdirAll(s.windowsHome, 0o755); err != nil {
		t.Fatal(err)
	}
	s.file("proc/version", "Linux version 5.15.153.1-microsoft-standard-WSL2 (root@941d701f84f1) (gcc) #1 SMP\n")
	s.file("proc/sys/fs/binfmt_misc/WSLInterop", "enabled\ninterpreter /init\n")
	s.file("proc/mounts", `C:\134 `+filepath.Dir(filepath.Dir(s.windowsHome))+` 9p rw,aname=drvfs;path=C:\;uid=1000;gid=1000;symlinkroot=/mnt/ 0 0`+"\n")
	s.program("rundll32.exe", rundll)
	s.program("curl.exe", curlReaches)
	s.program("wslinfo", `echo nat`)
	s.program("wslpath", wslpath)
	s.program("cmd.exe", cmd)
	s.program("powershell.exe", powershell)
	s.setenv("FAKE_NAMED", `C:\Users\`+user)
	s.setenv("FAKE_HOME", s.windowsHome)
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

// sharing sits at the wizard and chooses a row.
func (s *subsystem) sharing(row string, keys ...string) *person {
	s.t.Helper()
	p := s.sit("configure", "wsl")
	p.See("The files that both are to use")
	for _, k := range keys {
		p.Type(k)
	}
	p.See("> " + row)
	p.Type(ptytest.Enter)
	return p
}

func (s *subsystem) linkOf(path string) string {
	s.t.Helper()
	to, err := os.Readlink(path)
	if err != nil {
		s.t.Fatal(err)
	}
	return to
}

// The whole way, as a person goes it: one folder, one sign-in, and back.
func TestWSLSharesTheFilesOfWindows(t *testing.T) {
	s := newSubsystem(t)
	s.writeConfig(guideConfig)
	p := s.sharing("Those of Windows", ptytest.Up)
	p.See("The files stay in C:\\Users\\Zoë & co\\.aws.\n" +
		"  ~/.aws moves to ~/.aws.before-wsl\n" +
		"  its config is copied there first, as there is none\n" +
		"  ~/.aws becomes a symlink to it\n" +
		"The drive keeps no Linux modes: Windows' own access lists protect the files.\n" +
		"Do this? [Y/n]")
	p.Type(ptytest.Enter)
	p.See("Windows and WSL now share one set of profiles and one sign-in.\nUndo: fob configure wsl --undo")
	if code := p.leaves(); code != 0 {
		t.Fatalf("exit %d\n%s", code, p.Text())
	}
	shared := filepath.Join(s.windowsHome, ".aws")
	if to := s.linkOf(filepath.Join(s.home, ".aws")); to != shared {
		t.Errorf("~/.aws leads to %s", to)
	}
	s.deviceSignIn("login", "my-sso", "--use-device-code")
	windows := *s.world
	windows.home = s.windowsHome // the program of Windows, in its own home
	windows.env = append(append([]string(nil), s.env...), "HOME="+s.windowsHome)
	if r := windows.must("whoami", "--profile", "my-dev-account", "-o", "json", "--query", "Account"); r.stdout != "\"111122223333\"\n" {
		t.Errorf("Windows has another sign-in: %s", r.stdout)
	}
	if again := s.must("configure", "wsl", "--share", "windows", "--yes"); !strings.Contains(again.stderr, "share the files in") {
		t.Errorf("a second time it says\n%s", again.stderr)
	}
	back := s.must("configure", "wsl", "--undo", "--yes")
	if !strings.Contains(back.stderr, "~/.aws is as it was before.") || s.config() != guideConfig {
		t.Errorf("undone, it says\n%s", back.stderr)
	}
}

func TestWindowsSharesTheFilesOfWSL(t *testing.T) {
	s := newSubsystemOf(t, "Zoë Ö")
	s.writeConfig(guideConfig)
	p := s.sharing("Those of WSL")
	p.See("The files stay in ~/.aws.\n  C:\\Users\\Zoë Ö\\.aws becomes a symlink to it\nDo this? [Y/n]")
	p.Type(ptytest.Enter)
	p.See("Windows and WSL now share one")
	if code := p.leaves(); code != 0 {
		t.Fatalf("exit %d\n%s", code, p.Text())
	}
	link := filepath.Join(s.windowsHome, ".aws")
	if to := s.linkOf(link); to != filepath.Join(s.home, ".aws") {
		t.Errorf("it leads to %s", to)
	}
	s.must("configure", "wsl", "--undo", "--yes")
	if _, err := os.Lstat(link); !os.IsNotExist(err) || s.config() != guideConfig {
		t.Errorf("the symlink is there still: %v", err)
	}
}

func TestConfigureWSLRefusesOrAsksForWhatIsMissing(t *testing.T) {
	for name, tc := range map[string]struct {
		prepare func(s *subsystem)
		args    []string
		code    int
		want    string
	}{
		"nobody to ask":                {nil, nil, 2, "--yes is missing"},
		"nobody to ask for the side":   {nil, []string{"--yes"}, 2, "fob configure wsl --share windows --yes"},
		"no such side":                 {nil, []string{"--share", "mac", "--yes"}, 2, `"mac" is no side`},
		"two wishes at once":           {nil, []string{"--share", "linux", "--undo"}, 2, "share undo"},
		"nothing to undo":              {nil, []string{"--undo", "--yes"}, 1, "there is nothing to undo"},
		"no WSL":                       {func(s *subsystem) { s.file(".dockerenv", "") }, []string{"--share", "windows", "--yes"}, 1, "this is no WSL"},
		"interop is off":               {func(s *subsystem) { s.file("proc/sys/fs/binfmt_misc/WSLInterop", "disabled\n") }, []string{"--share", "windows", "--yes"}, 1, "wsl --shutdown"},
		"the locks would not hold":     {func(s *subsystem) { s.program("powershell.exe", "echo made; echo made") }, []string{"--share", "windows", "--yes"}, 1, "what Linux made, Windows could make again"},
		"PowerShell does not start":    {func(s *subsystem) { s.program("powershell.exe", "exit 1") }, []string{"--share", "windows", "--yes"}, 1, "try it from Windows"},
		"Windows makes no symlink":     {func(s *subsystem) { s.program("cmd.exe", strings.Replace(cmd, "ln -s", "false", 1)) }, []string{"--share", "linux", "--yes"}, 1, "has a character that cmd.exe acts on"},
		"only shown, not done":         {nil, []string{"--share", "windows", "--dry-run"}, 0, "Nothing was changed (--dry-run)."},
		"a variable that goes its way": {func(s *subsystem) { s.setenv("AWS_CONFIG_FILE", "/x") }, []string{"--share", "windows", "--dry-run"}, 0, "Warning: AWS_CONFIG_FILE is set here"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSubsystem(t)
			s.writeConfig(guideConfig)
			if tc.prepare != nil {
				tc.prepare(s)
			}
			r := s.run(append([]string{"configure", "wsl"}, tc.args...)...)
			if r.code != tc.code || !strings.Contains(r.stderr, tc.want) || r.stdout != "" {
				t.Errorf("exit %d\n%s%s", r.code, r.stdout, r.stderr)
			}
			if info, err := os.Lstat(filepath.Join(s.home, ".aws")); err != nil || !info.IsDir() || s.config() != guideConfig {
				t.Errorf("~/.aws was changed: %v", err)
			}
		})
	}
}

func TestConfigureWSLDeclinedChangesNothing(t *testing.T) {
	s := newSubsystem(t)
	s.writeConfig(guideConfig)
	p := s.sharing("Those of WSL")
	p.answer("Do this? [Y/n]", "n"+ptytest.Enter, "Nothing was changed.", "")
	if code := p.leaves(); code != 1 {
		t.Errorf("exit %d\n%s", code, p.Text())
	}
	if _, err := os.Lstat(filepath.Join(s.windowsHome, ".aws")); !os.IsNotExist(err) {
		t.Errorf("something was made on Windows: %v", err)
	}
}
