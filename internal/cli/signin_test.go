package cli

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/profile"
)

func TestWhatLoginSays(t *testing.T) {
	s := profile.Session{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start"}
	token := cache.Token{AccessToken: "a", ExpiresAt: monday.Add(42 * time.Minute)}
	renews := token
	renews.RefreshToken, renews.ClientID, renews.ClientSecret, renews.RegistrationExpiresAt = "r", "c", "s", monday.Add(time.Hour)
	e := newSessionEnv(t, "")
	for want, r := range map[string]login.Result{
		"Signed in to my-sso. Access until 11:20, renewed by itself until AWS ends the session.\n":                   {Token: renews},
		"Signed in to my-sso. Access until 11:20 (in 42 min).\n":                                                     {Token: token},
		"my-sso: signed in, access until 11:20 (in 42 min) and renewable.\nNothing to do (--force signs in anew).\n": {Token: renews, Already: true},
		"my-sso: signed in, access until 11:20 (in 42 min).\nNothing to do (--force signs in anew).\n":               {Token: token, Already: true},
	} {
		if got := signedInText(e.Env, s, r); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestWhatIsSaidDuringASignIn(t *testing.T) {
	s := profile.Session{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start"}
	const page, plain, code = "https://p/authorize?x=y", "https://p/device", "PKZJ-PHML"
	for name, tc := range map[string]struct {
		say            func(loginTalk)
		person, aws    bool
		stdout, stderr string
	}{
		"a browser": {
			say:    func(t loginTalk) { t.page(login.Page{Session: s, Address: page, Opening: true}) },
			stderr: "Opening your browser to sign in to my-sso (my-company.awsapps.com).\nIf it does not open, visit: https://p/authorize?x=y\n",
		},
		"none, and a person": {
			person: true, say: func(t loginTalk) {
				t.page(login.Page{Session: s, Address: page, Reason: "there is no graphical display"})
			},
			stderr: "No browser is opened here: there is no graphical display.\nOn your own computer open\n  https://p/authorize?x=y\nAfterwards your browser shows a page that cannot load. Paste its address here:\n",
		},
		"none, and nobody": {
			say: func(t loginTalk) {
				t.page(login.Page{Session: s, Address: page, Reason: "there is no graphical display"})
			},
			stderr: "No browser is opened here: there is no graphical display.\nOpen\n  https://p/authorize?x=y\nWaiting for the browser to come back to this machine, at most 10 minutes.\nThe address at which it ends can also be given on standard input.\n",
		},
		"a code": {
			say: func(t loginTalk) {
				t.code(login.Code{Page: login.Page{Session: s, Address: plain + "?c"}, UserCode: code, ExpiresIn: 10 * time.Minute})
			},
			stderr: "To sign in to my-sso open\n  https://p/device?c\nAllow it only if the page shows this code:\n\n  PKZJ-PHML\n\nWaiting, at most 10 min.\n",
		},
		"a code, and a browser": {
			say: func(t loginTalk) {
				t.code(login.Code{Page: login.Page{Session: s, Address: plain + "?c", Opening: true}, UserCode: code, ExpiresIn: 10 * time.Minute})
			},
			stderr: "Opening your browser to sign in to my-sso (my-company.awsapps.com).\nIf it does not open, visit: https://p/device?c\nAllow it only if the page shows this code:\n\n  PKZJ-PHML\n\nWaiting, at most 10 min.\n",
		},
		"AWS's words, a browser": {
			aws: true, say: func(t loginTalk) { t.page(login.Page{Session: s, Address: page, Opening: true}) },
			stdout: "Attempting to open your default browser. If the browser does not open, open the following URL.\nIf you are unable to open the URL on this device, run this command again with the '--use-device-code' option.\n\nhttps://p/authorize?x=y\n\n",
		},
		"AWS's words, none": {
			aws: true, say: func(t loginTalk) { t.page(login.Page{Session: s, Address: page}) },
			stdout: "Browser will not be automatically opened.\nPlease visit the following URL:\n\nhttps://p/authorize?x=y\n",
		},
		"AWS's words, a code": {
			aws: true, say: func(t loginTalk) {
				t.code(login.Code{Page: login.Page{Session: s, Address: plain + "?c"}, Plain: plain, UserCode: code})
			},
			stdout: "Browser will not be automatically opened.\nPlease visit the following URL:\n\nhttps://p/device\n\nThen enter the code:\n\nPKZJ-PHML\n\nAlternatively, you may visit the following URL which will autofill the code upon loading:\nhttps://p/device?c\n",
		},
		"AWS's words, a code and a browser": {
			aws: true, say: func(t loginTalk) {
				t.code(login.Code{Page: login.Page{Session: s, Address: plain + "?c", Opening: true}, Plain: plain, UserCode: code})
			},
			stdout: "Attempting to open your default browser.\nIf the browser does not open or you wish to use a different device to authorize this request, open the following URL:\n\nhttps://p/device\n\nThen enter the code:\n\nPKZJ-PHML\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := newSessionEnv(t, "")
			e.Interactive = func() bool { return tc.person }
			e.Global.AWSForm = tc.aws
			tc.say(loginTalk{e.Env})
			if diff := cmp.Diff([2]string{tc.stdout, tc.stderr}, [2]string{e.out.String(), e.err.String()}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoginThatHasNothingToDo(t *testing.T) {
	e := newSessionEnv(t, oneSession)
	e.signedIn(t, cache.SessionID{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start"}, time.Hour, "hunter2")
	if err := e.run(t, "login"); err != nil || !strings.HasPrefix(e.out.String(), "my-sso: signed in, access until 11:38 (in 1 h) and renewable.\n") || e.err.Len() > 0 {
		t.Errorf("%v\n%s%s", err, &e.out, &e.err)
	}
	if err := e.run(t, "sso", "login", "--sso-session", "my-sso"); err != nil || e.out.String() != "Successfully logged into Start URL: https://my-company.awsapps.com/start\n" {
		t.Errorf("%v\n%s%s", err, &e.out, &e.err)
	}
	if err := e.run(t, "login", "a", "--sso-session", "b"); fault.CodeOf(err) != fault.Usage {
		t.Errorf("two names: %v", err)
	}
}

func TestReadLineLeavesWhatFollows(t *testing.T) {
	r := strings.NewReader(" first \nsecond")
	for _, want := range []string{"first", "second"} {
		if got, err := readLine(t.Context(), r); err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
	if _, err := readLine(t.Context(), r); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

func TestABlockedReadDoesNotHoldCtrlC(t *testing.T) {
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer out.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := readLine(ctx, in); err != context.Canceled {
		t.Errorf("error is %v", err)
	}
}

func TestLogout(t *testing.T) {
	mySSO := cache.SessionID{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start"}
	client := cache.SessionID{Name: "client", StartURL: "https://client.awsapps.com/start"}
	stray := cache.SessionID{StartURL: "https://stray.awsapps.com/start"}
	for name, tc := range map[string]struct {
		words []string
		want  string
	}{
		"one session": {
			[]string{"logout", "my-sso"},
			"my-sso: session ended at the server, token removed, credentials of 1 role removed.\nKeys already handed out work until they expire (the last at 12:05).\nStill signed in: client (access until 12:38), https://stray.awsapps.com/start.\n",
		},
		"a legacy profile's": {
			[]string{"logout", "-p", "old"},
			"https://old.awsapps.com/start: not signed in, nothing to remove.\nStill signed in: my-sso (access until 11:38), client (access until 12:38), https://stray.awsapps.com/start.\n",
		},
		"a token of no session": {
			[]string{"logout", "https://stray.awsapps.com/start", "--local"},
			"https://stray.awsapps.com/start: token removed. The session itself lives on at the server until AWS ends it.\nStill signed in: my-sso (access until 11:38), client (access until 12:38).\n",
		},
		"all": {
			[]string{"logout", "--all"},
			"my-sso: session ended at the server, token removed, credentials of 1 role removed.\nclient: session ended at the server, token removed.\nhttps://stray.awsapps.com/start: session ended at the server, token removed.\nKeys already handed out work until they expire (the last at 12:05).\n",
		},
		"AWS says nothing": {[]string{"sso", "logout"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := newSessionEnv(t, twoSessions)
			e.signedIn(t, mySSO, time.Hour, "hunter2")
			e.signedIn(t, client, 2*time.Hour, "")
			e.signedIn(t, stray, -time.Hour, "hunter2")
			keys := ident.Credentials{AccessKeyID: "A", SecretAccessKey: "hunter2", SessionToken: "hunter2", Expiration: monday.Add(87 * time.Minute)}
			if err := e.Store().SaveRole(cache.RoleID{Session: mySSO, Account: "444455556666", Role: "ReadOnly"}, keys); err != nil {
				t.Fatal(err)
			}
			err := e.run(t, tc.words...)
			if diff := cmp.Diff(tc.want, e.out.String()); err != nil || diff != "" || e.err.Len() > 0 {
				t.Errorf("%v %s\n%s", err, &e.err, diff)
			}
		})
	}
}

func TestLogoutOfNothing(t *testing.T) {
	e := newSessionEnv(t, "")
	if err := e.run(t, "logout", "--all"); err != nil || e.out.String() != "Not signed in anywhere, nothing to remove.\n" {
		t.Errorf("%v\n%s", err, &e.out)
	}
	if err := e.run(t, "logout", "--all", "x"); fault.CodeOf(err) != fault.Usage {
		t.Errorf("both: %v", err)
	}
	e = newSessionEnv(t, twoSessions)
	err := e.run(t, "logout")
	if f, ok := err.(*fault.Error); !ok || f.Code != fault.Usage || !strings.HasPrefix(f.Remedy, "fob logout my-sso\nfob logout client\n") {
		t.Errorf("which one: %+v", err)
	}
}
