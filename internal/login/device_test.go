package login

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

func TestDeviceFlow(t *testing.T) {
	slowDown := refused("SlowDownException", "slow_down", "Slow down")
	good := answer{status: 200, body: `{"accessToken":"access-1","refreshToken":"refresh-1","expiresIn":3600}`}
	lost := answer{err: &wire.TransportError{Host: "oidc", Err: errors.New("connection reset")}}
	for name, tc := range map[string]struct {
		answers []answer
		after   time.Duration // from the code being shown
		summary string        // empty: signed in
	}{
		"approved at once":             {[]answer{good}, time.Second, ""},
		"approved at the third poll":   {[]answer{pending, pending, good}, 3 * time.Second, ""},
		"slowed down twice":            {[]answer{pending, slowDown, slowDown, good}, (1 + 1 + 6 + 11) * time.Second, ""},
		"the network comes and goes":   {[]answer{lost, pending, {status: 503}, good}, 4 * time.Second, ""},
		"refused":                      {[]answer{pending, refused("AccessDeniedException", "access_denied", "Access denied")}, 2 * time.Second, "was refused (Access denied)"},
		"expired by the service":       {[]answer{pending, refused("ExpiredTokenException", "expired_token", "Device code expired")}, 2 * time.Second, "not completed in time"},
		"never answered":               {[]answer{pending}, 10 * time.Minute, "not completed in time"},
		"spent":                        {[]answer{refused("InvalidGrantException", "invalid_grant", "Invalid grant provided")}, time.Second, "did not accept the code"},
		"a failure that does not pass": {[]answer{{err: errors.New("broken")}}, time.Second, "broken"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.Now = time.Now
				w.aws.on("/token", tc.answers...)
				start := time.Now()
				_, err := w.SignIn(t.Context(), corp, Options{DeviceCode: true})
				if took := time.Since(start); took != tc.after {
					t.Errorf("it took %v, want %v", took, tc.after)
				}
				if tc.summary == "" && err != nil {
					t.Errorf("error is %v", err)
				}
				if tc.summary != "" && (err == nil || !strings.Contains(err.Error(), tc.summary)) {
					t.Errorf("error is %v, want %s", err, tc.summary)
				}
				if c := w.codes[0]; c.UserCode != "PKZJ-PHML" || !strings.HasSuffix(c.Address, "?user_code=PKZJ-PHML") || !strings.HasSuffix(c.Plain, "/#/device") || !c.Opening || c.ExpiresIn != 10*time.Minute {
					t.Errorf("shown %+v", c)
				}
			})
		})
	}
}

func TestDeviceFlowEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Now = time.Now
		w.aws.on("/token", pending)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(90*time.Second, cancel)
		if _, err := w.SignIn(ctx, corp, Options{DeviceCode: true}); err != context.Canceled {
			t.Errorf("error is %v", err)
		}
	})
}

func TestALegacySignInIsADeviceFlowWithoutScopes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Now = time.Now
		w.aws.on("/token", answer{status: 200, body: `{"accessToken":"access-1","expiresIn":28800,"refreshToken":null}`})
		if _, err := w.SignIn(t.Context(), legacy, Options{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]any{"clientName": "fob", "clientType": "public"}, w.aws.called("/client/register")[0].Body); diff != "" {
			t.Error(diff)
		}
		if got := w.aws.called("/device_authorization")[0].Body["startUrl"]; got != string(legacy.StartURL) {
			t.Errorf("startUrl is %v", got)
		}
		if tok, err := w.Store.Token(cache.SessionID{StartURL: legacy.StartURL}); err != nil || tok.RefreshToken != "" || tok.Region != "us-east-1" {
			t.Errorf("token: %+v, %v", tok, err)
		}
		r, err := w.Store.Registration(cache.RegistrationID{Session: legacy.ID(), Region: legacy.Region})
		if err != nil || r.Scopes != nil || r.GrantTypes != nil {
			t.Errorf("registration: %+v, %v", r, err)
		}
	})
}

func TestOnlyTrustedPagesAreOpened(t *testing.T) {
	vanity := corp
	vanity.StartURL = "https://sso.my-company.example/start"
	for address, want := range map[string]bool{
		"https://my-company.awsapps.com/start/#/device?user_code=X": true,
		"https://device.sso.us-east-1.amazonaws.com/?user_code=X":   true,
		"https://ssoins-1.portal.us-east-1.app.aws/#/device":        true,
		"https://oidc.us-east-1.amazonaws.com/device":               true,
		"https://sso.my-company.example/device":                     true,
		"http://my-company.awsapps.com/start":                       false, // not over a line that anybody can read
		"https://evil.example/device":                               false,
		"https://my-company.awsapps.com.evil.example/":              false,
		"https://evil.s3.us-east-1.amazonaws.com/":                  false,
		"https://device.sso.us-east-1.amazonaws.com.evil.example/":  false,
		"https://my-company.awsapps.com@evil.example/":              false,
		"https://oidc.us-east-1.amazonaws.com:8443/device":          false,
		"http://127.0.0.1:8443/device":                              false,
	} {
		w := newWorld(t)
		page, err := ident.ParseWebPage(address)
		got := err == nil && w.trusts(target{session: vanity, issuer: "https://my-company.awsapps.com/start", region: "us-east-1"}, page)
		if got != want {
			t.Errorf("trusts(%s) is %t", address, got)
		}
	}
}

func TestAForeignPageIsShownWithAWarningAndNeverOpened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Now = time.Now
		w.aws.on("/device_authorization", answer{status: 200, body: `{"deviceCode":"d","userCode":"PKZJ-PHML","verificationUri":"https://evil.example/device","interval":1}`})
		if _, err := w.SignIn(t.Context(), corp, Options{DeviceCode: true}); err != nil {
			t.Fatal(err) // the sign-in goes on
		}
		if len(w.opened) != 0 || len(w.warnings) != 1 || w.codes[0].Opening || w.codes[0].Address != "https://evil.example/device" {
			t.Errorf("opened %q, warned %q, shown %+v", w.opened, w.warnings, w.codes[0])
		}
	})
}

func TestAPageThatIsNoneIsRefused(t *testing.T) {
	const good = "https://my-company.awsapps.com/start/#/device"
	for _, pages := range [][2]string{
		{"file:///etc/passwd", ""},
		{"file:///etc/passwd", good},
		{good, "file:///etc/passwd"},
		{good, "https://my-company.awsapps.com@evil.example/"},
		{good, "https://evil.example\uff0f.awsapps.com/"},
		{"--version", ""},
	} {
		w := newWorld(t)
		body, err := json.Marshal(map[string]string{"deviceCode": "d", "userCode": "X", "verificationUri": pages[0], "verificationUriComplete": pages[1]})
		if err != nil {
			t.Fatal(err)
		}
		w.aws.on("/device_authorization", answer{status: 200, body: string(body)})
		_, err = w.SignIn(t.Context(), corp, Options{DeviceCode: true})
		if f := told(t, err); !strings.Contains(f.Summary, "not that of a web page") {
			t.Errorf("%q: told %+v", pages, f)
		}
		if len(w.codes) != 0 || len(w.opened) != 0 {
			t.Errorf("%q: shown %+v, opened %q", pages, w.codes, w.opened)
		}
	}
}

func TestAWrongRegionIsExplained(t *testing.T) {
	w := newWorld(t)
	w.aws.on("/client/register", refused("InvalidRequestException", "invalid_request", "Invalid request."))
	_, err := w.SignIn(t.Context(), corp, Options{})
	f := told(t, err)
	if !strings.Contains(f.Summary, "https://my-company.awsapps.com/start in us-east-1 (invalid_request: Invalid request.)") ||
		f.Remedy != "fob configure set sso_region REGION --sso-session my-sso" || f.Code == fault.SignIn {
		t.Errorf("told %+v", f)
	}
}

func TestADivertedSignInIsWarnedOf(t *testing.T) {
	for name, tc := range map[string]struct {
		endpoint string
		s        profile.Session
		warns    bool
	}{
		"AWS's own host":            {"https://oidc.us-east-1.amazonaws.com", corp, false},
		"AWS's own FIPS host":       {"https://oidc-fips.us-east-1.amazonaws.com", corp, false},
		"this machine":              {"http://127.0.0.1:8443", corp, false},
		"this machine by its name":  {"http://localhost:8443", corp, false},
		"a host of somebody's":      {"https://oidc.us-east-1.amazonaws.com.evil.example", corp, true},
		"a company's own start URL": {"https://sso.my-company.example", profile.Session{Name: "x", StartURL: "https://sso.my-company.example/start", Region: "us-east-1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Endpoint = endpointAt(tc.endpoint)
			w.warnOfDiversion(target{session: tc.s, issuer: string(tc.s.StartURL), region: "us-east-1"})
			if warned := len(w.warnings) == 1; warned != tc.warns {
				t.Errorf("warned %q", slices.Clone(w.warnings))
			}
		})
	}
}

func TestAnOutageIsNotCalledARefusal(t *testing.T) {
	w := newWorld(t)
	w.aws.on("/device_authorization", answer{status: 503})
	_, err := w.SignIn(t.Context(), corp, Options{DeviceCode: true})
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || !strings.HasPrefix(f.Summary, "AWS is having trouble: ") || f.Code == fault.SignIn {
		t.Errorf("got %v", err)
	}
}
