package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/vend"
	"github.com/fobcli/fob/internal/wire"
	"github.com/fobcli/fob/internal/wsl"
)

// hostile holds one of each kind of character that must not reach a terminal.
const hostile = "a\x1b[2J\x1b]0;title\a\b\x7f\u0085\u009b31m\u202eb\u2066\u200f\u061cc\u2028d\u2029e\r"

// hostileWire is a service in whose answers every text is the same.
type hostileWire struct {
	text   string
	refuse bool
}

func (h hostileWire) Do(_ context.Context, r wire.Request) (*wire.Response, error) {
	quoted, _ := json.Marshal(h.text)
	answer := func(status int, body string) (*wire.Response, error) {
		header := http.Header{}
		header.Set("X-Amzn-Errortype", h.text)
		header.Set("X-Amzn-Requestid", h.text)
		return &wire.Response{Status: status, Header: header, Body: []byte(body)}, nil
	}
	xml := "<R><Error><Code>" + h.text + "</Code><Message>" + h.text + "</Message></Error><Code>" + h.text + "</Code><Message>" + h.text + "</Message></R>"
	switch signed := r.Header.Get("Authorization") != ""; {
	case h.refuse && signed:
		return answer(400, xml)
	case h.refuse:
		return answer(400, fmt.Sprintf(`{"error":%s,"error_description":%[1]s,"message":%[1]s,"__type":%[1]s,"reason":%[1]s}`, quoted))
	case strings.Contains(r.URL, "/assignment/accounts"):
		return answer(200, fmt.Sprintf(`{"accountList":[{"accountId":"111122223333","accountName":%s,"emailAddress":%[1]s}]}`, quoted))
	case strings.Contains(r.URL, "/assignment/roles"):
		return answer(200, fmt.Sprintf(`{"roleList":[{"roleName":%s},{"roleName":"Admin"}]}`, quoted))
	case strings.Contains(r.URL, "/federation/credentials"):
		return answer(200, fmt.Sprintf(`{"roleCredentials":{"accessKeyId":"ASIA","secretAccessKey":%s,"sessionToken":%[1]s,"expiration":%d}}`, quoted, monday.Add(time.Hour).UnixMilli()))
	case strings.Contains(r.URL, "//sts"):
		return answer(200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/"+h.text+"/"+h.text+
			"</Arn><UserId>"+h.text+"</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>")
	case strings.Contains(r.URL, "//s3"):
		return answer(200, "<ListAllMyBucketsResult><Buckets><Bucket><Name>"+h.text+"</Name><CreationDate>2024-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>")
	}
	return answer(400, fmt.Sprintf(`{"error":%s,"error_description":%[1]s}`, quoted))
}

const sessionsAndOdd = `[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[sso-session s%[1]s]
sso_start_url = https://%[1]s.example.com/start
sso_region = r%[1]s
[odd %[1]s]
`

// profilesNamed are profiles of every kind whose values, and as far as end says
// so names, hold the text. SDKs do not see all names, so both are needed.
func profilesNamed(end string) string {
	return `[profile p` + end + `]
sso_session = my-sso
sso_account_id = 111122223333
sso_account_name = %[1]s
sso_role_name = Admin
region = us-east-1
sso_auto_populated = true
note = %[1]s
[profile region` + end + `]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = r%[1]s
region = r%[1]s
[profile lost` + end + `]
sso_session = no%[1]s
[profile cross` + end + `]
role_arn = arn:aws:iam::444455556666:role/%[1]s
source_profile = keys` + end + `
role_session_name = %[1]s
[profile process` + end + `]
credential_process = tool %[1]s
[profile both` + end + `]
sso_session = my-sso
sso_start_url = https://%[1]s
[profile keys` + end + `]
aws_access_key_id = AKIA%[1]s
aws_secret_access_key = %[1]s
aws_session_token = %[1]s
region = us-east-1
`
}

// newHostileEnv is a world in which files and services hold text wherever
// they can.
func newHostileEnv(t *testing.T, text string, refuse bool) *sessionEnv {
	t.Helper()
	name := inConfig(text)
	s := newSessionEnv(t, fmt.Sprintf(sessionsAndOdd+profilesNamed("%[1]s")+profilesNamed(""), name))
	doer := hostileWire{text, refuse}
	warn := func(text string) { fmt.Fprintln(s.Stderr, "Warning: "+text) }
	s.Wire = func(string) (wire.Doer, error) { return doer, nil }
	s.Vendor = func() (*vend.Vendor, error) {
		return &vend.Vendor{
			Store: s.Store(), Files: s.Files, Env: s.Environ, Now: s.Now, Explicit: s.Global.Profile != "", Wire: s.Wire, Warn: warn,
		}, nil
	}
	s.Login = func() (*login.Deed, error) {
		d := s.deed()
		d.Wire, d.Warn = doer, warn
		return d, nil
	}
	s.Run = func(_ context.Context, _, _ []string, stdout, stderr io.Writer) (int, error) { return 3, nil }
	s.Exec = func(context.Context, []string, []string) (int, error) { return 0, errors.New(text) }
	s.Child = s.Exec
	s.OnPath = func() string { return "/opt/fob" }
	s.ShortPath = func(string) (string, error) { return "", errors.New(text) }
	s.Windows = func() wsl.Windows { return wsl.Windows{} }
	s.Find = func(string) (string, error) { return "", errors.New(text) }
	s.signedIn(t, cache.SessionID{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start"}, time.Hour, "")
	return s
}

// inConfig is text as far as the name of a section can hold it.
func inConfig(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\n\r[]#;=\x00\t ", r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, text)
}

// hostileLines are lines for every command; P is replaced by a profile's name,
// N by what all names have in them, and T by any text.
func hostileLines() [][]string {
	var lines [][]string
	add := func(more ...string) {
		for _, l := range more {
			lines = append(lines, strings.Fields(l))
		}
	}
	add("accounts my-sso", "accounts my-sso -o json", "accounts T", "accounts my-sso --query [] -o json", "roles my-sso", "roles my-sso -o json", "roles --account-id T", "roles my-sso --account-id 444455556666")
	add("profiles", "profiles -p P", "profiles -o json", "profiles --query T", "status", "status -o json", "status T", "status -p T")
	add("whoami -p P", "whoami -p P -o json", "whoami -p T", "whoami -p crossN", "whoami -p processN", "whoami -p bothN", "whoami -p lostN", "whoami -p regionN", "sts get-caller-identity -p P")
	add("explain P", "explain P -o json", "explain T", "explain crossN", "explain lostN", "explain bothN", "s3 ls -p P", "s3 ls -p P -o json", "s3 cp T")
	add("configure list -p P", "configure list -p T", "configure set region T -p P", "configure set T T", "configure unset note -p P", "configure unset T", "configure undo", "configure get T -p P", "configure get region -p T")
	add("configure sso -p P", "configure sso --sso-start-url T --sso-region T", "configure sso-session", "configure sso-session --sso-session T", "configure credential-process P", "configure credential-process T", "configure wsl", "configure export-credentials -p T")
	add("configure populate --sso-session my-sso --dry-run --region us-east-1", "configure populate --sso-session my-sso --region us-east-1", "configure populate --sso-session my-sso --dry-run -o json --region us-east-1", "configure populate --sso-session T", "configure populate -u T")
	add("config dump", "config dump -o json", "credentials write P", "credentials write T", "credentials list", "credentials list -o json", "credentials clear T", "credentials clear --all")
	add("use T", "use P --shell T", "use --unset", "exec -p P --each -- tool", "exec -p P,processN -- tool", "exec -p P,crossN -o json -- tool", "exec -p T --each -- tool", "exec -p P -- tool T")
	add("env -p T", "env -p keysN --format json", "env -p P --format T", "serve T", "serve -p T", "credential-process -p keysN", "configure export-credentials -p keysN", "credential-process -p P", "credential-process -p T", "token T", "token my-sso -o json")
	add("login T", "login my-sso", "login my-sso --force --use-device-code --no-browser", "login --sso-session T", "logout T", "logout my-sso", "logout --all", "logout --all --local", "logout --local sN")
	add("init T", "init bash", "version", "version -o json", "version T", "help T", "help config", "sandbox T", "prompt", "prompt --format T", "T", "--T", "accounts --T", "profiles -o T")
	add("complete fish fob use |", "complete zsh fob use |", "complete bash fob use |", "complete nu fob use |", "complete pwsh fob use |", "complete fish fob -p |", "complete fish fob login |", "complete zsh fob roles --account-id |", "complete fish fob configure get -p P |", "complete fish fob T", "complete T")
	add("__complete use |", "__complete -p |", "__complete login |", "__complete configure sso --sso-role-name |")
	return withPlainNames(lines)
}

// exactLines print what programs read: exactly it, unless on a terminal.
func exactLines() [][]string {
	var lines [][]string
	for _, l := range []string{
		"configure list-profiles", "configure get note -p P", "configure get sso_account_name -p P", "env -p P --format env", "env -p P --format fish", "env -p P --format nu",
		"use P --shell bash", "use P --shell pwsh", "configure export-credentials -p keysN --format env", "env -p keysN --format fish", "env -p keysN --format dotenv", "token my-sso",
		"profiles --query [].name --output text", "accounts my-sso --query [].email --output text",
	} {
		lines = append(lines, strings.Fields(l))
	}
	return withPlainNames(lines)
}

// withPlainNames adds to the lines those with the profiles that have the text in
// their values alone.
func withPlainNames(lines [][]string) [][]string {
	for _, words := range lines {
		plain := slices.Clone(words)
		for i, w := range words {
			if w == "P" || strings.HasPrefix(w, "P,") {
				w = "p" + w[1:]
			}
			plain[i] = strings.TrimSuffix(w, "N")
		}
		if !slices.Equal(plain, words) {
			lines = append(lines, plain)
		}
	}
	return lines
}

// filled puts names and text into a line.
func filled(words []string, text string) []string {
	name := inConfig(text)
	out := make([]string, len(words))
	for i, w := range words {
		switch {
		case w == "P":
			w = "p" + name
		case w == "T" || w == "--T":
			w = strings.TrimSuffix(w, "T") + strings.ReplaceAll(text, "\x00", "")
		case w == "|":
			w = ""
		case strings.HasPrefix(w, "P,"):
			w = "p" + name + strings.TrimSuffix(w[1:], "N") + name
		case strings.HasSuffix(w, "N"):
			w = strings.TrimSuffix(w, "N") + name
		}
		out[i] = w
	}
	return out
}

// runHostile runs a line and reports what could steer a terminal. The error is
// shown as app shows it, which is tested there.
func runHostile(t *testing.T, s *sessionEnv, words []string, exact bool) {
	t.Helper()
	err := s.run(t, words...)
	var f *fault.Error
	if errors.As(err, &f) {
		fmt.Fprintln(s.Stderr, f.Summary, f.Hint, f.Remedy)
	}
	shown := map[string]string{"stderr": s.err.String()}
	if !exact {
		shown["stdout"] = s.out.String()
	}
	for stream, got := range shown {
		if i := strings.IndexFunc(got, steers); i >= 0 || !utf8.ValidString(got) {
			t.Errorf("fob %q: %s holds %q", words, stream, got[max(0, i-20):min(len(got), max(0, i)+20)])
		}
	}
}

// steers reports whether a terminal could be steered by r, or a reader misled.
func steers(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp)
}

func TestNoCommandLetsTextSteerTheTerminal(t *testing.T) {
	for _, refuse := range []bool{false, true} {
		for _, words := range hostileLines() {
			s := newHostileEnv(t, hostile, refuse)
			runHostile(t, s, filled(words, hostile), false)
		}
		for _, words := range exactLines() {
			s := newHostileEnv(t, hostile, refuse)
			runHostile(t, s, filled(words, hostile), true)
			s.Stdout.OnTerminal = func() bool { return true }
			runHostile(t, s, filled(words, hostile), false)
		}
	}
}

// A command that is added gets its lines here, too.
func TestEveryCommandIsGivenHostileText(t *testing.T) {
	s := newSessionEnv(t, "")
	all := append(hostileLines(), exactLines()...)
	walk(NewRoot(s.Env), func(c *cobra.Command) {
		path := strings.Fields(c.CommandPath())[1:]
		if len(path) == 0 || c.HasSubCommands() {
			return
		}
		if !slices.ContainsFunc(all, func(words []string) bool {
			return len(words) >= len(path) && slices.Equal(words[:len(path)], path)
		}) {
			t.Errorf("no line for fob %s", strings.Join(path, " "))
		}
	})
}

// The lines of the test do reach the text: where it is harmless it is printed.
func TestNamesArePrinted(t *testing.T) {
	for _, line := range []string{
		"accounts my-sso", "accounts my-sso -o json", "roles my-sso", "profiles", "profiles -o json", "status", "whoami -p P", "explain P", "configure list -p P", "config dump",
		"s3 ls -p P", "complete fish fob use |", "__complete use |", "configure populate --sso-session my-sso --dry-run --region us-east-1", "exec -p P,processN --each -- tool",
	} {
		s := newHostileEnv(t, "harmless", false)
		_ = s.run(t, filled(strings.Fields(line), "harmless")...)
		if !strings.Contains(s.out.String()+s.err.String(), "harmless") {
			t.Errorf("fob %s:\n%s%s", line, s.out.String(), s.err.String())
		}
	}
}

// An escaped name would be another name, so cobra's own completion is not given
// it, either.
func TestNamesThatCannotBeShownAreNotCompleted(t *testing.T) {
	s := newHostileEnv(t, hostile, false)
	for _, words := range [][]string{{"__complete", "use", ""}, {"__complete", "login", ""}, {"__complete", "configure", "sso", "--sso-role-name", ""}, {"complete", "fish", "fob", "use", ""}} {
		if err := s.run(t, words...); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(s.out.String()) {
			if name, _, _ := strings.Cut(line, "\t"); strings.Contains(name, `\`) {
				t.Errorf("fob %q offers %q", words, name)
			}
		}
	}
}

func TestJSONKeepsTheTrueValue(t *testing.T) {
	s := newHostileEnv(t, hostile, false)
	if err := s.run(t, "accounts", "my-sso", "-o", "json"); err != nil {
		t.Fatal(err)
	}
	var accounts []accountAnswer
	if err := json.Unmarshal(s.out.Bytes(), &accounts); err != nil {
		t.Fatal(err)
	}
	if len(accounts) != 1 || accounts[0].AccountName != hostile || accounts[0].Email != hostile {
		t.Errorf("%q", accounts)
	}
}

func TestMachineValuesAreExactOffATerminal(t *testing.T) {
	s := newHostileEnv(t, hostile, false)
	name := inConfig(hostile)
	for line, want := range map[string]string{
		"configure get note -p P":                            name + "\n",
		"accounts my-sso --query [].email --output text":     hostile + "\n",
		"profiles --query [?starts_with(name,'p')]|[0].name": "p" + name + "\n",
	} {
		if err := s.run(t, filled(strings.Fields(line), hostile)...); err != nil || s.out.String() != want {
			t.Errorf("%s: %q, %v", line, s.out.String(), err)
		}
	}
	if err := s.run(t, "configure", "list-profiles"); err != nil || !strings.Contains(s.out.String(), "\np"+name+"\n") && !strings.HasPrefix(s.out.String(), "p"+name+"\n") {
		t.Errorf("list-profiles: %q, %v", s.out.String(), err)
	}
}

// What is said during a sign-in names addresses and codes that the service
// chose, and what the browser brought back.
func TestTheTalkOfASignInIsEscaped(t *testing.T) {
	for _, aws := range []bool{false, true} {
		s := newHostileEnv(t, hostile, false)
		s.Global.AWSForm = aws
		talk := loginTalk{s.Env}
		session := profile.Session{Name: ident.SessionName(hostile), StartURL: ident.StartURL("https://" + hostile), Region: ident.Region(hostile)}
		for _, opening := range []bool{false, true} {
			p := login.Page{Session: session, Address: hostile, Opening: opening, Reason: hostile}
			talk.page(p)
			talk.code(login.Code{Page: p, Plain: hostile, UserCode: hostile})
		}
		talk.stranded(hostile)
		talk.warn(hostile)
		if _, err := talk.paste(t.Context(), hostile); err == nil {
			t.Error("an address was read from nothing")
		}
		got := s.out.String() + s.err.String()
		if strings.ContainsFunc(got, steers) || !strings.Contains(got, output.Text(hostile)) {
			t.Errorf("AWS CLI's words %v: %q", aws, got)
		}
	}
}

func TestErrorsOfFilesAreEscaped(t *testing.T) {
	for _, words := range [][]string{{"profiles"}, {"config", "dump"}, {"config", "dump", "-o", "json"}, {"status"}, {"whoami"}, {"configure", "set", "region", "eu-west-1"}} {
		s := newHostileEnv(t, hostile, false)
		if err := os.WriteFile(s.Paths.Config, []byte("[profile a]\nregion = x\n"+hostile+"\n = "+hostile+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		runHostile(t, s, words, false)
	}
}

func FuzzNoCommandLetsTextSteerTheTerminal(f *testing.F) {
	for i, text := range []string{"plain", hostile, "\x9b31m", "\u009d0;x\u009c", "a\nb\tc", "\u202egnp.exe", "\\x1b", "%s%n", "{{.}}"} {
		f.Add(uint8(i*29), text)
	}
	f.Fuzz(func(t *testing.T, n uint8, text string) {
		lines, exact := hostileLines(), exactLines()
		s := newHostileEnv(t, text, n >= 128)
		if i := int(n) % (len(lines) + len(exact)); i < len(lines) {
			runHostile(t, s, filled(lines[i], text), false)
		} else {
			s.Stdout.OnTerminal = func() bool { return true }
			runHostile(t, s, filled(exact[i-len(lines)], text), false)
		}
	})
}
