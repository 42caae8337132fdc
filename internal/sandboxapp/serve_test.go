package sandboxapp

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// served is a sandbox that serves, and the variables that it printed.
func served(t *testing.T, p *place, words ...string) (vars map[string]string, end func() int) {
	t.Helper()
	c := p.command(append([]string{"serve"}, words...)...)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	end = func() int {
		if !ended {
			ended = true
			_ = c.Process.Signal(os.Interrupt)
			_, _ = io.Copy(io.Discard, out)
			_ = c.Wait() // the code says it
		}
		return c.ProcessState.ExitCode()
	}
	t.Cleanup(func() { end() })
	vars = map[string]string{}
	for s := bufio.NewScanner(out); s.Scan(); {
		if kv, ok := strings.CutPrefix(strings.TrimSpace(s.Text()), "export "); ok {
			name, value, _ := strings.Cut(kv, "=")
			vars[name] = value
		}
		if strings.HasPrefix(s.Text(), "Ctrl-C") {
			return vars, end
		}
	}
	t.Fatal("serve ended without saying how to point tools at it")
	return nil, nil
}

func TestServeSaysHowToReachAndControlIt(t *testing.T) {
	posix(t)
	p := newPlace(t)
	vars, end := served(t, p)
	origin := vars["AWS_ENDPOINT_URL"]
	res, err := http.Get(origin + "/start/")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("the portal answers %s", res.Status)
	}
	controlled := &place{t: t, program: p.program, home: p.home, env: append(p.env,
		"FOB_SANDBOX_CONTROL="+vars["FOB_SANDBOX_CONTROL"], "FOB_SANDBOX_SECRET="+vars["FOB_SANDBOX_SECRET"])}
	out, talk, code := controlled.run("advance", "90m")
	if code != 0 || out != "1h30m have passed in the sandbox, 1h30m in all.\n" {
		t.Errorf("exit code %d: %s%s", code, out, talk)
	}
	secret := filepath.Join(p.home, "secret")
	if err := os.WriteFile(secret, []byte(vars["FOB_SANDBOX_SECRET"]+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, talk, code := p.run("end-session", "--url", origin, "--secret-file", secret); code != 0 || out != "Ended 0 sessions.\n" {
		t.Errorf("exit code %d: %s%s", code, out, talk)
	}
	if _, talk, code := p.run("end-session", "nobody", "--url", origin, "--secret-file", secret); code != 1 || !strings.Contains(talk, "no user nobody") {
		t.Errorf("exit code %d: %s", code, talk)
	}
	if code := end(); code != 0 {
		t.Errorf("Ctrl-C ends it with code %d", code)
	}
	if _, talk, code := controlled.run("calls"); code != 1 || !strings.Contains(talk, "no sandbox answers") {
		t.Errorf("exit code %d: %s", code, talk)
	}
}

// The clock of a served sandbox is not that of the person's files.
func TestAdvanceOutsideOfAPrivateHomeLeavesThePersonsFilesAlone(t *testing.T) {
	posix(t)
	p := newPlace(t)
	vars, _ := served(t, p)
	file := filepath.Join(p.home, ".aws", "sso", "cache", "token.json")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	const token = `{"accessToken": "x", "expiresAt": "2030-01-01T00:00:00Z"}`
	if err := os.WriteFile(file, []byte(token), 0o600); err != nil {
		t.Fatal(err)
	}
	p.env = append(p.env, "FOB_SANDBOX_CONTROL="+vars["FOB_SANDBOX_CONTROL"], "FOB_SANDBOX_SECRET="+vars["FOB_SANDBOX_SECRET"])
	if _, talk, code := p.run("advance", "9h"); code != 0 {
		t.Fatalf("exit code %d: %s", code, talk)
	}
	if data, _ := os.ReadFile(file); string(data) != token {
		t.Errorf("the person's token became %s", data)
	}
}

func TestTheVisitorAllowsAndDeniesByCommand(t *testing.T) {
	posix(t)
	p := newPlace(t)
	out, talk, code := p.run("exec", "--configured", "--", "sh", "-c", `
		fob login --use-device-code --no-browser 2>~/talk & login=$!
		until url=$(grep -o 'http://[^ ]*user_code=[A-Z-]*' ~/talk); do :; done
		fob-sandbox visit --deny "$url"; wait $login; echo "code $?"; cat ~/talk`)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, talk)
	}
	contains(t, out, "denied", "code 1")
}
