package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// roleControls are the controls around STS.
func (s *Server) roleControls() map[string]func(*http.Request) (any, error) {
	return map[string]func(*http.Request) (any, error){
		"GET " + controlPath + "assumed-roles":       s.controlAssumed,
		"GET " + controlPath + "mfa-code":            s.controlMFA,
		"POST " + controlPath + "web-identity-token": s.controlWebIdentity,
	}
}

func (s *Server) controlAssumed(*http.Request) (any, error) {
	return map[string][]AssumedRole{"assumedRoles": s.AssumedRoles()}, nil
}

// controlMFA answers without a serial too, when there is one device.
func (s *Server) controlMFA(r *http.Request) (any, error) {
	serial, err := s.device(r.URL.Query().Get("serial"))
	if err != nil {
		return nil, err
	}
	code, ok := s.MFACode(serial)
	if !ok {
		return nil, controlError{http.StatusConflict, "the codes of this moment were used: advance the clock by 30s for the next"}
	}
	return map[string]string{"serial": serial, "code": code}, nil
}

// device finds the MFA device that is meant.
func (s *Server) device(serial string) (string, error) {
	all := s.org.MFADevices()
	_, known := s.org.MFADevice(serial)
	switch {
	case known:
		return serial, nil
	case len(all) == 0:
		return "", controlError{http.StatusNotFound, "there is no MFA device: give one of the iamUsers mfaSerial and mfaSeed"}
	case serial != "":
		return "", controlError{http.StatusNotFound, fmt.Sprintf("there is no MFA device %q; there are: %s", serial, strings.Join(all, ", "))}
	case len(all) > 1:
		return "", controlError{http.StatusBadRequest, "which MFA device? There are: " + strings.Join(all, ", ")}
	}
	return all[0], nil
}

func (s *Server) controlWebIdentity(r *http.Request) (any, error) {
	var in struct {
		Subject  string `json:"subject"`
		Audience string `json:"audience"`
		Lifetime string `json:"lifetime"`
	}
	if err := readControl(r, &in); err != nil || in.Subject == "" {
		return nil, controlError{http.StatusBadRequest, `want a body like {"subject":"repo:corp/app:main","lifetime":"1h"}`}
	}
	lifetime := time.Hour
	if in.Lifetime != "" {
		var err error
		if lifetime, err = time.ParseDuration(in.Lifetime); err != nil || lifetime <= 0 || lifetime > maxAdvanced {
			return nil, controlError{http.StatusBadRequest, `lifetime: want a duration like "1h"`}
		}
	}
	return map[string]string{"token": s.WebIdentityToken(in.Subject, in.Audience, lifetime)}, nil
}
