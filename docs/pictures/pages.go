package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/fobcli/fob/internal/sandbox"
)

// drawPages takes pictures of the sandbox's pages as Chromium shows them.
func drawPages(ctx context.Context, _, folder string) error {
	s, err := sandbox.New(sandbox.Config{})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	address, err := deviceAddress(ctx, s)
	if err != nil {
		return err
	}
	tab, end, err := newTab(ctx)
	if err != nil {
		return err
	}
	defer end()
	p := photographer{tab: tab, folder: folder}
	p.open(address)
	p.shoot("page-signin", "light")
	p.click("#signin button")
	p.shoot("page-consent", "light")
	p.shoot("page-consent-dark", "dark")
	p.click("#decide .primary")
	p.shoot("page-done", "light")
	p.open(s.URL() + "/start/")
	p.shoot("page-portal", "light")
	p.shoot("page-portal-dark", "dark")
	return p.err
}

// deviceAddress begins a sign-in by device code and returns its page.
func deviceAddress(ctx context.Context, s *sandbox.Server) (string, error) {
	var client struct{ ClientID, ClientSecret string }
	err := post(ctx, s.URL()+"/client/register", map[string]any{
		"clientName": "fob-my-sso", "clientType": "public", "scopes": []string{"sso:account:access"},
	}, &client)
	if err != nil {
		return "", err
	}
	var device struct{ VerificationURIComplete string }
	err = post(ctx, s.URL()+"/device_authorization", map[string]any{
		"clientId": client.ClientID, "clientSecret": client.ClientSecret, "startUrl": "https://my-company.awsapps.com/start",
	}, &device)
	return device.VerificationURIComplete, err
}

func post(ctx context.Context, url string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, res.Status)
	}
	return json.NewDecoder(res.Body).Decode(out)
}

// newTab starts a Chromium of its own.
func newTab(ctx context.Context) (tab context.Context, end func(), err error) {
	profile, err := os.MkdirTemp("", "fob-chromium-")
	if err != nil {
		return nil, nil, err
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.UserDataDir(profile), chromedp.Env("TMPDIR="+profile), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("no-proxy-server", true),
	)
	alloc, stop := chromedp.NewExecAllocator(ctx, opts...)
	tab, closeTab := chromedp.NewContext(alloc)
	return tab, func() { closeTab(); stop(); _ = os.RemoveAll(profile) }, nil
}

// photographer takes pictures in one tab until something goes wrong.
type photographer struct {
	tab    context.Context
	folder string
	err    error
}

func (p *photographer) open(address string) {
	if p.err == nil {
		p.err = chromedp.Do(p.tab, chromedp.EmulateViewport(760, 620, chromedp.EmulateScale(1.5)), chromedp.Navigate(address))
	}
}

// click waits for the page that answers.
func (p *photographer) click(selector string) {
	if p.err == nil {
		_, p.err = chromedp.RunResponse(p.tab, chromedp.Click(selector))
	}
}

func (p *photographer) shoot(name, scheme string) {
	if p.err != nil {
		return
	}
	_, p.err = chromedp.Call(p.tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if p.err != nil {
		return
	}
	png, err := chromedp.Run(p.tab, chromedp.CaptureScreenshot())
	if err != nil {
		p.err = err
		return
	}
	p.err = os.WriteFile(filepath.Join(p.folder, name+".png"), png, 0o644)
}
