package oidc

import (
	"context"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// Device is a device authorization that waits for a person's approval.
type Device struct {
	Code                    ident.Secret // what is redeemed
	UserCode                string       // what the person compares, XXXX-XXXX
	VerificationURI         string
	VerificationURIComplete string        // with the user code filled in; may be empty
	ExpiresIn               time.Duration // never 0
	Interval                time.Duration // between two polls; never 0
}

// What holds when the service does not say. Source: RFC 8628, section 3.2, for
// the interval; the service's documented life of a device code.
const (
	defaultInterval  = 5 * time.Second
	defaultExpiresIn = 10 * time.Minute
)

// StartDevice begins the device flow for the instance behind startURL.
//
// Errors: *Error when the service refuses (an unknown start URL or a wrong
// region is ErrInvalidRequest), else a transport error. Safe for use by many
// goroutines. Source: StartDeviceAuthorization.
func (c *Client) StartDevice(ctx context.Context, clientID string, clientSecret ident.Secret, startURL string) (Device, error) {
	var out struct {
		DeviceCode              string `json:"deviceCode"`
		UserCode                string `json:"userCode"`
		VerificationURI         string `json:"verificationUri"`
		VerificationURIComplete string `json:"verificationUriComplete"`
		ExpiresIn               int64  `json:"expiresIn"` // seconds
		Interval                int64  `json:"interval"`  // seconds
	}
	err := c.call(ctx, "/device_authorization", struct {
		ClientID     string `json:"clientId"`
		ClientSecret string `json:"clientSecret"`
		StartURL     string `json:"startUrl"`
	}{clientID, text(clientSecret), startURL}, &out, true, isSlowDown)
	if err != nil {
		return Device{}, fmt.Errorf("start the sign-in: %w", err)
	}
	if out.DeviceCode == "" || out.UserCode == "" || out.VerificationURI == "" {
		return Device{}, fmt.Errorf("start the sign-in: %w", ErrAnswer)
	}
	return Device{
		Code:                    ident.Secret(out.DeviceCode),
		UserCode:                out.UserCode,
		VerificationURI:         out.VerificationURI,
		VerificationURIComplete: out.VerificationURIComplete,
		ExpiresIn:               seconds(out.ExpiresIn, defaultExpiresIn),
		Interval:                seconds(out.Interval, defaultInterval),
	}, nil
}

// seconds reads a duration of the wire, kept below a year so that no sum of
// it overflows; absent or senseless ones become def.
func seconds(n int64, def time.Duration) time.Duration {
	if n <= 0 {
		return def
	}
	return time.Duration(min(n, 366*86400)) * time.Second
}
