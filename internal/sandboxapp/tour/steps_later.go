package tour

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/sandbox/visitor"
)

func (g *guide) populate() {
	g.say("A profile for every account and role, named as you like them; the guide's own options:")
	g.has(g.fob("configure", "populate", "--sso-start-url", startURL, "--sso-region", ssoRegion,
		"--account-name-case", "lower", "--role-name-case", "lower",
		"--trim-role-name", "(?<=admin)istratoraccess", "--trim-role-name", "^aws",
		"--trim-role-name", "(?<=readonly)access", "--trim-role-name", "(?<=poweruser)access",
		"--region", ssoRegion), 0)
	r := g.fob("configure", "list-profiles")
	g.has(r, 0, devProfile+"\n", prodProfile+"\n", "developeraccount.admin\n", "developeraccount.readonly\n",
		"productionaccount.admin\n", "productionaccount.readonly\n")
	g.has(g.fob("whoami", "--profile", "productionaccount.readonly"), 0, arn(prodAccount, readOnly))
}

// night is longer than a session lasts.
const night = 9 * time.Hour

func (g *guide) expiry() {
	g.say("Nine hours pass, here in an instant (fob-sandbox advance 9h). The session has ended:")
	g.Advance(night)
	if _, err := g.Age(g.Home, night); err != nil {
		g.stop(err)
		return
	}
	g.has(g.fob("sts", "get-caller-identity", "--profile", devProfile), 3, sessionName, "fob login")
	g.has(g.signingIn("login", sessionName), 0, "Signed in to "+sessionName)
	g.say("Once, for all profiles of the session:")
	g.has(g.fob("whoami", "--profile", devProfile), 0, arn(devAccount, admin))
	g.has(g.fob("whoami", "--profile", prodProfile), 0, arn(prodAccount, readOnly))
}

func (g *guide) signOut() {
	g.has(g.fob("logout"), 0, sessionName)
	g.result.Checks++
	for _, file := range g.cached() {
		data, err := os.ReadFile(file)
		g.stop(err)
		if strings.Contains(string(data), "accessToken") || strings.Contains(string(data), "SecretAccessKey") {
			g.mistake("%s still holds a token or keys", file)
		}
	}
	g.has(g.fob("s3", "ls", "--profile", prodProfile), 3, "fob login")
}

// cached lists the cache files of the home.
func (g *guide) cached() []string {
	var all []string
	for _, dir := range []string{"sso", "cli"} {
		files, err := filepath.Glob(g.path(".aws/" + dir + "/cache/*.json"))
		g.stop(err)
		all = append(all, files...)
	}
	return all
}

func (g *guide) trouble() {
	g.trouble1()
	g.trouble2()
}

// trouble1 is about what a profile lacks. That the session has expired was
// step 8, that nobody is signed in step 9.
func (g *guide) trouble1() {
	g.say("Unable to locate credentials: the profile names none.")
	g.has(g.fob("configure", "set", "region", ssoRegion, "--profile", "empty"), 0)
	g.has(g.fob("whoami", "--profile", "empty"), 7, "empty")
	g.say("", "The profile is not found: a slip of the keys.")
	g.has(g.fob("whoami", "--profile", "my-dev-acount"), 5, "my-dev-acount", devProfile)
}

// trouble2 is about the machine around fob.
func (g *guide) trouble2() {
	g.say("", "The browser does not open: an address and a code, to be approved on any device.")
	r := g.byCode("login", sessionName, "--use-device-code", "--no-browser")
	g.has(r, 0, "Signed in to "+sessionName)
	g.say("", "A command is not found after its installation:")
	g.has(g.fob("exec", "--profile", devProfile, "--", "just-installed"), 127, "just-installed")
	g.say("", "And sign out of everything:")
	g.has(g.fob("sso", "logout"), 0)
	g.has(g.fob("whoami", "--profile", devProfile), 3, "fob login")
}

// byCode runs a sign-in that shows a code, and approves it as on another
// device as soon as its address is on the screen.
func (g *guide) byCode(words ...string) ran {
	var address, code string
	visited := make(chan error, 1)
	if g.OwnBrowser {
		visited <- nil
		g.say("(Open the address that it shows, compare the code, and allow it.)")
	}
	r := g.fobWith(nil, func(line string) {
		found := strings.Index(line, g.Sandbox+"/start/device?user_code=")
		if g.OwnBrowser || address != "" || found < 0 {
			return
		}
		address = strings.Fields(line[found:])[0]
		_, code, _ = strings.Cut(address, "user_code=")
		go func() { visited <- g.approve(address) }()
	}, words...)
	if address == "" && !g.OwnBrowser {
		g.mistake("no address with a code was shown")
		return r
	}
	if err := <-visited; err != nil {
		g.mistake("the visitor: %v", err)
	} else if !g.OwnBrowser {
		g.line(cyan, fmt.Sprintf("» The built-in visitor compared the code %s and allowed it.", code))
	}
	return r
}

func (g *guide) approve(address string) error {
	_, err := visitor.Visitor{User: user}.Visit(g.ctx, address)
	return err
}
