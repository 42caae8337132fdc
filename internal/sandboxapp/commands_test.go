package sandboxapp

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestAdvanceAgesTheFilesOfThePrivateHome(t *testing.T) {
	needSh(t)
	b := newBench(t)
	b.run("exec", "--configured", "--", "sh", "-ec", `
		fob login my-sso
		fob sts get-caller-identity --profile my-dev-account
		fob-sandbox advance 58m
		fob sts get-caller-identity --profile my-dev-account
		fob-sandbox calls
		fob-sandbox advance 9h
		rc=0; fob sts get-caller-identity --profile my-dev-account || rc=$?
		exit $rc`).wants(t, 3,
		"58m have passed in the sandbox, 58m in all.\n3 cache files of this home became as much older.\n",
		"CreateToken/refresh_token              1", "9h have passed in the sandbox, 9h58m in all.\n", "fob login my-sso")
}

func TestSessionsEndAndCallsAreCounted(t *testing.T) {
	needSh(t)
	b := newBench(t)
	b.run("exec", "--configured", "--", "sh", "-ec", `
		fob login my-sso
		fob-sandbox calls --reset | grep CreateToken
		fob-sandbox calls -o json
		fob-sandbox end-session you@example.com
		fob-sandbox end-session
		! fob-sandbox end-session nobody
		fob-sandbox visit "$AWS_ENDPOINT_URL/nowhere" || exit 9`).wants(t, 9,
		"CreateToken", "{", "Ended 1 session.\n", "Ended 0 sessions.\n", "there is no user nobody", "the built-in visitor could not sign in")
}

func TestTheVisitorIsAnyUserOfTheOrganisation(t *testing.T) {
	needSh(t)
	b := newBench(t)
	file := filepath.Join(t.TempDir(), "org.yaml")
	write(t, file, strings.Replace(sample(t, b), "users:", "users:\n  - userName: ada\n    displayName: Ada", 1))
	b.run("exec", "--org", file, "--user", "ada", "--configured", "--", "sh", "-ec",
		`fob login my-sso; fob-sandbox calls; rc=0; fob profiles -o json || rc=$?; exit $rc`).wants(t, 0, "Signed in to my-sso", "[]")
}

// sample is what init writes.
func sample(t *testing.T, b *bench) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sample.yaml")
	b.run("init", file).wants(t, 0, "Wrote ")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestInitNeverOverwrites(t *testing.T) {
	b := newBench(t)
	file := filepath.Join(t.TempDir(), "mine.yaml")
	write(t, file, "mine")
	b.run("init", file).wants(t, 1, "is there already, and was left as it is")
	if data, _ := os.ReadFile(file); string(data) != "mine" {
		t.Errorf("it is now %q", data)
	}
	b.run("init", filepath.Join(t.TempDir(), "no", "dir", "x.yaml")).wants(t, 1, "cannot be written")
}

func TestOrganisationFilesAreReadStrictly(t *testing.T) {
	b := newBench(t)
	good := sample(t, b)
	dir := t.TempDir()
	for name, tc := range map[string]struct{ text, want string }{
		"unknown key":        {strings.Replace(good, "members:", "membres:", 1), "membres"},
		"dangling reference": {strings.Replace(good, "group: Developers", "group: Nobody", 1), "Nobody"},
		"no YAML":            {"users: [", ""},
	} {
		file := filepath.Join(dir, "org.yaml")
		write(t, file, tc.text)
		r := b.run("exec", "--org", file, "--", "sh", "-c", "exit 0")
		r.wants(t, 1, tc.want)
		if !regexp.MustCompile(`org\.yaml:\d+:\d+`).MatchString(r.stderr) {
			t.Errorf("%s: no line and column in %s", name, r.stderr)
		}
	}
	b.run("exec", "--org", filepath.Join(dir, "gone.yaml"), "--", "true").wants(t, 1, "cannot be read", "fob-sandbox init")
}

// served is a running serve.
type served struct {
	origin string
	out    string // what it printed up to the last line
	stop   func() int
	stderr func() string // once it was stopped
}

func serve(t *testing.T, b *bench, args ...string) served {
	t.Helper()
	c := b.command(t.Context(), append([]string{"serve"}, args...)...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) } // so that it removes what it made
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer // read once the program has ended
	c.Stderr = &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	s := served{stderr: stderr.String, stop: func() int {
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait()
		return c.ProcessState.ExitCode()
	}}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		s.out += lines.Text() + "\n"
		if lines.Text() == "Ctrl-C ends it." {
			break
		}
	}
	if m := regexp.MustCompile(`is at (http://\S+)`).FindStringSubmatch(s.out); m != nil {
		s.origin = m[1]
	}
	t.Cleanup(func() { s.stop() })
	return s
}

func TestServeSaysHowToPointToolsAtIt(t *testing.T) {
	if signalOf("interrupt") == os.Kill {
		t.Skip("Windows: a console's Ctrl-C cannot be sent to one process")
	}
	b := newBench(t)
	s := serve(t, b, "--generate", "accounts=7,roles=1")
	for _, want := range []string{
		"  export AWS_ENDPOINT_URL=" + s.origin + "\n", "  export AWS_ENDPOINT_URL_SSO=" + s.origin + "\n", "  export AWS_ENDPOINT_URL_SSO_OIDC=" + s.origin + "\n",
		"  export AWS_ENDPOINT_URL_STS=" + s.origin + "\n", "  export AWS_ENDPOINT_URL_S3=" + s.origin + "\n", "  export AWS_EC2_METADATA_DISABLED=true\n", "  export AWS_DISABLE_HOST_PREFIX_INJECTION=true\n",
		"  export FOB_SANDBOX_CONTROL=" + s.origin + "/control/\n", "  export FOB_SANDBOX_SECRET=", "  export AWS_DATA_PATH=", "accounts       7",
	} {
		if !strings.Contains(s.out, want) {
			t.Errorf("it does not say %q:\n%s", want, s.out)
		}
	}
	if strings.Contains(s.out, "_PROXY") {
		t.Errorf("it speaks of a proxy where there is none:\n%s", s.out)
	}
	res, err := http.Get(s.origin)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if page, _ := io.ReadAll(res.Body); !strings.Contains(string(page), "fob sandbox") {
		t.Errorf("the portal answered %s", res.Status)
	}
	// Outside of exec the control commands take the lines that were printed.
	secret := regexp.MustCompile(`FOB_SANDBOX_SECRET=(\S+)`).FindStringSubmatch(s.out)[1]
	file := filepath.Join(t.TempDir(), "secret")
	write(t, file, secret+"\n")
	b.run("advance", "1h", "--url", s.origin, "--secret-file", file).wants(t, 0, "1h have passed in the sandbox, 1h in all.\n")
	write(t, file, "wrong")
	b.run("advance", "1h", "--url", s.origin, "--secret-file", file).wants(t, 1, "the control secret is missing or wrong")
	if code := s.stop(); code != 0 {
		t.Errorf("Ctrl-C ended it with %d", code)
	}
	b.run("calls", "--url", s.origin, "--secret-file", file).wants(t, 1, "no sandbox answers at")
}

// Whoever runs a sandbox sees what its tools miss, once for each operation.
func TestServeTellsWhatTheSandboxDoesNotHave(t *testing.T) {
	if signalOf("interrupt") == os.Kill {
		t.Skip("Windows: a console's Ctrl-C cannot be sent to one process")
	}
	s := serve(t, newBench(t))
	for range 2 {
		res, err := http.Post(s.origin, "application/x-www-form-urlencoded", strings.NewReader("Action=ListRoles&Version=2010-05-08"))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	s.stop()
	if got, want := s.stderr(), "fob-sandbox: unknown:ListRoles is not implemented; the call got an error (not shown again)\n"; got != want {
		t.Errorf("stderr is %q, want %q", got, want)
	}
}

// The lines are printed for the shell that was asked for, and for a person
// behind a proxy.
func TestServePrintsTheLinesOfAShell(t *testing.T) {
	if signalOf("interrupt") == os.Kill {
		t.Skip("Windows: a console's Ctrl-C cannot be sent to one process")
	}
	for name, want := range map[string]string{
		"bash": "  export AWS_ENDPOINT_URL_SSO=%s\n", "sh": "  export AWS_ENDPOINT_URL_SSO=%s\n", "fish": "  set -gx AWS_ENDPOINT_URL_SSO %s\n",
		"pwsh": "  $env:AWS_ENDPOINT_URL_SSO = '%s'\n", "cmd": "  set \"AWS_ENDPOINT_URL_SSO=%s\"\n", "nu": "  $env.AWS_ENDPOINT_URL_SSO = \"%s\"\n",
	} {
		b := newBench(t)
		b.env = append(b.env, "https_proxy=http://proxy:1", "NO_PROXY=corp")
		s := serve(t, b, "--shell", name)
		if want = fmt.Sprintf(want, s.origin); !strings.Contains(s.out, want) || !strings.Contains(s.out, "127.0.0.1,localhost,corp") || !strings.Contains(s.out, "in "+name+" ") {
			t.Errorf("%s: it does not say %q or leave the proxy out:\n%s", name, want, s.out)
		}
		s.stop()
	}
	newBench(t).run("serve", "--shell", "tcsh").wants(t, 2, `--shell "tcsh": want one of pwsh, powershell, cmd, bash, zsh, fish, nu, sh`)
}

// What cannot be printed helps nobody: it ends, and leaves nothing behind.
func TestServeEndsWhenItsLinesCannotBePrinted(t *testing.T) {
	b := newBench(t)
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	defer full.Close()
	c := b.command(t.Context(), "serve")
	var stderr strings.Builder
	c.Stdout, c.Stderr = full, &stderr
	if err := c.Run(); c.ProcessState.ExitCode() != 1 || !strings.HasPrefix(stderr.String(), "Error: ") {
		t.Errorf("%v: %s", err, stderr.String())
	}
}

func TestServeStaysOnThisMachine(t *testing.T) {
	b := newBench(t)
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "[::]:0"} {
		b.run("serve", "--addr", addr).wants(t, 1, "loopback")
	}
}

// The clock of a served sandbox is not that of the person's files.
func TestAdvanceOutsideOfAPrivateHomeLeavesThePersonsFilesAlone(t *testing.T) {
	if signalOf("interrupt") == os.Kill {
		t.Skip("Windows: a console's Ctrl-C cannot be sent to one process")
	}
	b := newBench(t)
	s := serve(t, b)
	cache := filepath.Join(b.home, ".aws", "sso", "cache")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		t.Fatal(err)
	}
	const token = `{"accessToken": "x", "expiresAt": "2030-01-01T00:00:00Z"}`
	write(t, filepath.Join(cache, "token.json"), token)
	for _, m := range regexp.MustCompile(`export (FOB_\S+)`).FindAllStringSubmatch(s.out, -1) {
		b.env = append(b.env, m[1])
	}
	b.run("advance", "9h").wants(t, 0, "9h have passed in the sandbox, 9h in all.\n")
	if data, _ := os.ReadFile(filepath.Join(cache, "token.json")); string(data) != token {
		t.Errorf("the person's token became %s", data)
	}
}

func TestTheVisitorDeniesByCommand(t *testing.T) {
	needSh(t)
	b := newBench(t)
	b.run("exec", "--configured", "--", "sh", "-c", `
		fob login my-sso --use-device-code --no-browser 2>~/talk & login=$!
		until url=$(grep -o 'http://[^ ]*user_code=[A-Z-]*' ~/talk); do sleep 0.01; done
		fob-sandbox visit --deny "$url"; rc=0; wait $login || rc=$?; cat ~/talk; exit $rc`).wants(t, 3,
		"compared the code", "and denied fob-my-sso.")
}

// AWS CLI v2 from Debian is too old for AWS_ENDPOINT_URL: it proves the model
// override, and that BROWSER does the sign-in although the CLI waits for it.
func TestAnOldAWSCLIWorksInside(t *testing.T) {
	needSh(t)
	const aws = "/usr/bin/aws"
	out, err := exec.Command(aws, "--version").Output()
	if err != nil || !strings.HasPrefix(string(out), "aws-cli/2.") {
		t.Skip("NO AWS CLI v2 AT " + aws + ": what it sees in a private home was not looked at")
	}
	b := newBench(t)
	b.env = append(b.env, "AWS_CA_BUNDLE=/gone", "AWS_PROFILE=gone")
	b.run("exec", "--configured", "--", "sh", "-ec", strings.ReplaceAll(`
		aws sso login --profile my-dev-account
		aws sts get-caller-identity --profile my-dev-account
		aws s3 ls --profile my-prod-account
		fob-sandbox advance 9h
		rc=0; aws sts get-caller-identity --profile my-dev-account || rc=$?
		aws sso logout
		exit $rc`, "aws s", aws+" s")).wants(t, 255,
		"Successfully logged into Start URL", `"Account": "111122223333"`, "my-company-prod-logs", "Token has expired and refresh failed")
}

func TestShortDurations(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "0h", 8 * time.Hour: "8h", 90 * time.Minute: "1h30m", 50 * time.Minute: "50m", 1500 * time.Millisecond: "1.5s"} {
		if got := short(d.String()); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
