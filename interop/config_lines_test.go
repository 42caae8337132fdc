package interop_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
)

var update = flag.Bool("update", false, "record anew how botocore reads files")

// recordedReading is a file and what botocore reads in it: Sections is nil where
// botocore refuses it. The tests of awsconfig compare with these records.
type recordedReading struct {
	Text     string        `json:"text"`
	Sections []readSection `json:"sections"`
}

type readSection struct {
	Inside string   `json:"inside"`
	Keys   [][2]any `json:"keys"` // name and value; a map for nested values
}

const recorded = "../internal/awsconfig/testdata/botocore.json"

// What awsconfig's tests take for botocore's reading is that of boto3's botocore,
// and of the one that the AWS CLI carries.
func TestTheRecordsAreWhatBotocoreReads(t *testing.T) {
	t.Parallel()
	var records []recordedReading
	if *update {
		for _, text := range looseTexts() {
			records = append(records, recordedReading{Text: text})
		}
	} else if err := json.Unmarshal([]byte(readOrBlank(recorded)), &records); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, r := range records {
		texts = append(texts, r.Text)
	}
	for name, oracle := range map[string]func(*testing.T) []string{
		"boto3":   func(t *testing.T) []string { return []string{needPython(t), "botocore.configloader"} },
		"AWS CLI": cliPython,
	} {
		t.Run(name, func(t *testing.T) {
			o := oracle(t)
			got := readings(t, o[0], o[1], texts)
			if *update && name == "boto3" {
				recordReadings(t, records, got)
			}
			for i, r := range records {
				if diff := cmp.Diff(r.Sections, got[i]); diff != "" && !*update {
					t.Errorf("%q (-recorded +read):\n%s", r.Text, diff)
				}
			}
		})
	}
}

// cliPython is the Python of an AWS CLI that is installed as a Python program,
// and the name of its botocore.
func cliPython(t *testing.T) []string {
	script, _, _ := strings.Cut(readOrBlank(needAWS(t)), "\n")
	python, ok := strings.CutPrefix(script, "#!")
	if !ok || !strings.Contains(python, "python") {
		t.Skip("the AWS CLI here is no Python program, so its botocore cannot be asked")
	}
	for _, module := range []string{"awscli.botocore.configloader", "botocore.configloader"} {
		if exec.Command(python, "-c", "import "+module).Run() == nil {
			return []string{python, module}
		}
	}
	t.Skip("the AWS CLI's botocore is not there for its Python")
	return nil
}

func readings(t *testing.T, python, module string, texts []string) [][]readSection {
	t.Helper()
	in, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(python, here(t, "clients", "readconfig.py"), module)
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}
	c.Stdin, c.Stderr = bytes.NewReader(in), os.Stderr
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got [][]readSection
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func recordReadings(t *testing.T, records []recordedReading, got [][]readSection) {
	t.Helper()
	var b bytes.Buffer
	for i := range records {
		records[i].Sections = got[i]
		line, err := json.Marshal(records[i])
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(map[bool]string{true: "[", false: ",\n"}[i == 0])
		b.Write(line)
	}
	b.WriteString("]\n")
	if err := os.WriteFile(recorded, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// looseTexts are files of lines that readers disagree about, put together by
// chance: the same ones each time.
func looseTexts() []string {
	lines := []string{
		"[default]", "[profile a]", "[profile b] text", "[sso-session s]  # c", "  [services v]", "[profile c", "[]", "[profile d] ]",
		"k = v", "K: v", "k:v=w", "k", "k =", "k:", "l = v # c", "l: v # c", "m=v;c", " : v", "= v", "n # c = v", "u: https://x/?a=b", "a b = c",
		"  k = v", "    k: v", "\tk = v", "  word", "    word", "  = v", "  # c", "# c", "; c = d", "\t; c", "", "", "  ", "\f", "é: ü",
	}
	random := rand.New(rand.NewPCG(8, 46))
	var texts []string
	for len(texts) < 400 {
		text := lines[:6][random.IntN(6)]
		if random.IntN(8) == 0 {
			text = lines[random.IntN(len(lines))]
		}
		for range random.IntN(7) {
			text += "\n" + lines[random.IntN(len(lines))]
		}
		switch random.IntN(12) {
		case 0:
			text = strings.ReplaceAll(text, "\n", "\r\n") + "\r\n"
		case 1:
			text = strings.ReplaceAll(text, "\n", "\r")
		case 2:
			text += "\n"
		}
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts
}

// Files that the AWS CLI and boto3 read give the same credentials through fob.
func TestWhatTheAWSCLIAndBoto3ReadWorksInFob(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setUp()
	config := w.read(".aws/config")
	for name, text := range map[string]string{
		"colons":          strings.ReplaceAll(config, " = ", ": "),
		"indented":        "  # about\n" + strings.ReplaceAll(strings.ReplaceAll(config, "\nsso_", "\n  sso_"), "\nregion", "\n  region"),
		"text behind ]":   strings.ReplaceAll(config, "]\n", "] text\n"),
		"old Mac's lines": strings.ReplaceAll(config, "\n", "\r"),
	} {
		w.write(".aws/config", text)
		for _, c := range []client{awsCLI, clientNamed(t, "boto3"), fobItself} {
			t.Run(name+" in "+c.name, func(t *testing.T) {
				w.t = t
				if id := w.whoami(c, "my-dev-account"); id.Account != devAccount || !strings.Contains(id.Arn, admin) {
					t.Errorf("my-dev-account is %+v", id)
				}
			})
		}
		w.t = t
		r := w.fob("credential-process", "--profile", "my-dev-account")
		if !strings.Contains(r.stderr, "Warning: ~/.aws/config line ") || !strings.Contains(r.stderr, "AWS SDKs for ") {
			t.Errorf("%s: no warning: %s", name, r)
		}
	}
}

func clientNamed(t *testing.T, name string) client {
	t.Helper()
	i := slices.IndexFunc(sdks, func(c client) bool { return c.name == name })
	if i < 0 {
		t.Fatalf("no client is named %s", name)
	}
	return sdks[i]
}

// The command that fob prints makes a file of UTF-16 readable, in either byte
// order, and keeps its permissions.
func TestTheConvertingCommandConverts(t *testing.T) {
	t.Parallel()
	const text = "[profile a]\r\nregion = Zoë\r\n"
	for _, tc := range []struct {
		goos  string
		shell func(*testing.T) []string
	}{
		{"linux", func(t *testing.T) []string { return []string{posixShell(t), "-c"} }},
		{"windows", func(t *testing.T) []string { return startPowerShell(t) }},
	} {
		for _, order := range []string{"little", "big"} {
			t.Run(tc.goos+" "+order, func(t *testing.T) {
				shell := tc.shell(t)
				path := filepath.Join(t.TempDir(), "it's $HOME")
				if err := os.WriteFile(path, utf16Text(text, order == "big"), 0o640); err != nil {
					t.Fatal(err)
				}
				_, err := awsconfig.Read(paths.Paths{Config: path, Credentials: path + "-none", GOOS: tc.goos})
				command := fault.RemedyOf(err)
				if out, err := exec.Command(shell[0], append(shell[1:], command)...).CombinedOutput(); err != nil {
					t.Fatalf("%s: %v\n%s", command, err, out)
				}
				info, err := os.Stat(path)
				if got := readOrBlank(path); err != nil || got != text || info.Mode().Perm() != 0o640 {
					t.Errorf("%s: %v, mode %v, %q", command, err, info.Mode(), got)
				}
				if _, err := os.Stat(path + ".utf8"); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("a copy is left: %v", err)
				}
			})
		}
	}
}

// posixShell is sh, on a machine that has iconv.
func posixShell(t *testing.T) string {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err == nil {
		_, err = exec.LookPath("iconv")
	}
	if err != nil {
		t.Skipf("the command was not tried: %v", err)
	}
	return sh
}

// utf16Text is text, whose characters are all below U+0100, in UTF-16 with its mark.
func utf16Text(text string, big bool) []byte {
	var b []byte
	for _, r := range "\ufeff" + text {
		unit := []byte{byte(r), byte(r >> 8)}
		if big {
			slices.Reverse(unit)
		}
		b = append(b, unit...)
	}
	return b
}
