package oidc

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// pollInterval is how long a client is told to wait between two polls.
const pollInterval = time.Second

type deviceInput struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	StartURL     string `json:"startUrl"`
}

type deviceOutput struct {
	DeviceCode              string `json:"deviceCode"`
	ExpiresIn               int    `json:"expiresIn"` // seconds
	Interval                int    `json:"interval"`  // seconds
	UserCode                string `json:"userCode"`
	VerificationURI         string `json:"verificationUri"`
	VerificationURIComplete string `json:"verificationUriComplete"`
}

func (h *Handler) startDevice(r *http.Request) (any, error) {
	var in deviceInput
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	if in.ClientID == "" || in.ClientSecret == "" || in.StartURL == "" {
		return nil, invalidRequest("Invalid request.")
	}
	client, err := h.client(in.ClientID, in.ClientSecret)
	if err != nil {
		return nil, err
	}
	if !client.allows(grantDevice) {
		return nil, unauthorizedClient()
	}
	if !h.Org.KnowsStartURL(in.StartURL) {
		return nil, invalidRequest("Invalid request.")
	}
	code := ident.Secret(random(64))
	h.Keep(code)
	life := h.Org.Lifetimes.DeviceCode
	// The user code is no secret: it is there to be shown and compared.
	userCode := h.devices.add(code, &device{client: digestOf(in.ClientID), name: client.Name, scopes: client.Scopes, expires: h.Clock.Now().Add(life)})
	return deviceOutput{
		DeviceCode: code.Reveal(), ExpiresIn: int(life / time.Second), Interval: int(pollInterval / time.Second),
		UserCode: userCode, VerificationURI: h.VerificationURI,
		VerificationURIComplete: h.VerificationURI + "?user_code=" + url.QueryEscape(userCode),
	}, nil
}

// What a user code leads to when there is nothing to decide.
var (
	ErrNoCode  = errors.New("no device with this user code")
	ErrExpired = errors.New("the user code has expired")
	ErrDecided = errors.New("the device was decided on before")
)

// Device is a program that waits to be let in.
type Device struct {
	ClientName string
	Scopes     []string
	UserCode   string
	Expires    time.Time // on the sandbox's clock
}

// Device finds the program that shows a user code, in any case and with or
// without the hyphen. Errors: ErrNoCode, ErrExpired, ErrDecided.
func (h *Handler) Device(userCode string) (Device, error) {
	return h.devices.look(userCode, h.Clock.Now(), nil)
}

// AllowDevice lets the program in as who. Errors as Device's.
func (h *Handler) AllowDevice(userCode string, who Subject) error {
	_, err := h.devices.look(userCode, h.Clock.Now(), func(d *device) { d.state, d.subject = allowed, who })
	return err
}

// DenyDevice refuses the program. Errors as Device's.
func (h *Handler) DenyDevice(userCode string) error {
	_, err := h.devices.look(userCode, h.Clock.Now(), func(d *device) { d.state = denied })
	return err
}
