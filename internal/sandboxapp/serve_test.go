package sandboxapp

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// The clock of a served sandbox is not that of the person's files.
func TestAdvanceOutsideOfAPrivateHomeLeavesThePersonsFilesAlone(t *testing.T) {
	needSh(t)
	b := newBench(t)
	s := serve(t, b)
	file := filepath.Join(b.home, ".aws", "sso", "cache", "token.json")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	const token = `{"accessToken": "x", "expiresAt": "2030-01-01T00:00:00Z"}`
	if err := os.WriteFile(file, []byte(token), 0o600); err != nil {
		t.Fatal(err)
	}
	// The lines to paste into a shell.
	b.env = append(b.env, regexp.MustCompile(`FOB_SANDBOX_[A-Z]+=\S+`).FindAllString(s.out, 2)...)
	b.run("advance", "9h").wants(t, 0, "9h have passed")
	if data, _ := os.ReadFile(file); string(data) != token {
		t.Errorf("the person's token became %s", data)
	}
}

func TestTheVisitorAllowsAndDeniesByCommand(t *testing.T) {
	needSh(t)
	b := newBench(t)
	b.run("exec", "--configured", "--", "sh", "-c", `
		fob login --use-device-code --no-browser 2>~/talk & login=$!
		until url=$(grep -o 'http://[^ ]*user_code=[A-Z-]*' ~/talk); do :; done
		fob-sandbox visit --deny "$url"; wait $login; echo "code $?"; cat ~/talk`).wants(t, 0, "and denied fob-my-sso", "code 1")
}
