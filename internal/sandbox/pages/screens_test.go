package pages_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/pages"
)

var screens = flag.String("screens", "", "write pictures of all pages, as Chromium shows them, into this directory")

// TestScreens takes pictures of the pages for people to look at:
//
//	go test ./internal/sandbox/pages -run Screens -screens /tmp/pages
func TestScreens(t *testing.T) {
	if *screens == "" {
		t.Skip("no -screens directory was given")
	}
	f := newFake()
	origin, _ := f.serve(t)
	tab := chromium(t)
	looks := map[string]struct {
		width, height int64
		scheme        string
	}{
		"desktop-light": {1100, 900, "light"}, "desktop-dark": {1100, 900, "dark"},
		"phone-light": {390, 844, "light"}, "phone-dark": {390, 844, "dark"},
	}
	must := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(tab, steps...); err != nil {
			t.Fatal(err)
		}
	}
	shoot := func(name string) {
		t.Helper()
		for look, l := range looks {
			_, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}},
			})
			if err != nil {
				t.Fatal(err)
			}
			must(chromedp.EmulateViewport(l.width, l.height))
			png, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(*screens, fmt.Sprintf("%s-%s.png", name, look))
			if err := os.WriteFile(file, png, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	click := func(sel string) {
		t.Helper()
		// RunResponse waits for the page that answers; a picture taken while
		// one page gives way to the next would wait for ever.
		if _, err := chromedp.RunResponse(tab, chromedp.Click(sel)); err != nil {
			t.Fatal(err)
		}
	}

	must(chromedp.Navigate(f.authorizeURL()))
	shoot("01-signin")
	f.users = append(f.users, pages.User{Name: "ops@example.com", DisplayName: "Olga Operations"}, pages.User{Name: "auditor"})
	must(chromedp.Navigate(origin + pages.Root))
	shoot("02-signin-several")
	click("#signin button")
	shoot("03-portal")
	must(chromedp.Navigate(f.authorizeURL()))
	shoot("04-consent")
	must(chromedp.Navigate(origin + pages.DevicePath))
	shoot("05-code")
	must(chromedp.Navigate(origin + pages.DevicePath + "?user_code=XXXX"))
	shoot("06-code-wrong")
	must(chromedp.Navigate(origin + pages.DevicePath + "?user_code=PKZJ-PHML"))
	shoot("07-consent-device")
	click("#decide .primary")
	shoot("08-allowed")
	f.devices["PKZJ-PHML"] = nil
	must(chromedp.Navigate(origin + pages.DevicePath + "?user_code=PKZJ-PHML"))
	click("#decide button[value=deny]")
	shoot("09-denied")
	f.devices["PKZJ-PHML"] = pages.ErrExpired
	must(chromedp.Navigate(origin + pages.DevicePath + "?user_code=PKZJ-PHML"))
	shoot("10-expired")
	must(chromedp.Navigate(origin + pages.AuthorizePath + "?redirect_uri=https://evil.example"))
	shoot("11-error")
	must(chromedp.Navigate(origin + pages.Root + "role?account_id=111122223333&role_name=AdministratorAccess"))
	shoot("12-role")
	click("#keys button")
	shoot("13-keys")
	for i := range 60 {
		f.accounts = append(f.accounts, pages.Account{
			ID: ident.AccountID(fmt.Sprintf("%012d", 100000000000+i)), Name: fmt.Sprintf("team-%03d", i),
			Email: fmt.Sprintf("team-%03d@example.com", i), Roles: []ident.RoleName{"ReadOnly"},
		})
	}
	must(chromedp.Navigate(origin + pages.Root + "?page=2"))
	shoot("14-portal-many")
	click("#signout button")
	shoot("15-signed-out")
}

// chromium starts a browser of its own and returns a tab. It skips, loudly,
// where there is none.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("NO CHROMIUM HERE: the pages were not looked at in a browser")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-proxy-server", true),
	)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	alloc, stop := chromedp.NewExecAllocator(ctx, opts...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(alloc)
	t.Cleanup(closeTab)
	return tab
}
