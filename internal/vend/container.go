package vend

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
)

// containerHost is where an agent of ECS listens.
const containerHost = "http://169.254.170.2"

// containerLimit is how long the agent may take: it is on this machine.
const containerLimit = 10 * time.Second

// container asks the agent of a container for the credentials of its role.
func (e *errand) container(ctx context.Context) (ident.Credentials, error) {
	at := e.Env.Container()
	target := at.FullURI
	switch {
	case at.RelativeURI != "":
		target = containerHost + at.RelativeURI
	case target == "":
		return ident.Credentials{}, nil
	}
	if err := trustworthy(target); err != nil {
		return ident.Credentials{}, err
	}
	header := http.Header{"Accept": {"application/json"}}
	token, err := containerToken(at)
	if err != nil {
		return ident.Credentials{}, err
	}
	if token != "" {
		header.Set("Authorization", token.Reveal())
	}
	ctx, cancel := context.WithTimeout(ctx, containerLimit)
	defer cancel()
	body, err := e.get(ctx, http.MethodGet, target, header)
	if err != nil {
		return ident.Credentials{}, err
	}
	return parsePlace(body)
}

// containerToken returns what the agent asks for as proof. The file is read at
// each call, as others write a new token into it from time to time.
func containerToken(at paths.Container) (ident.Secret, error) {
	token, from := at.Token, "AWS_CONTAINER_AUTHORIZATION_TOKEN"
	if at.TokenFile != "" {
		text, err := os.ReadFile(at.TokenFile)
		if err != nil {
			return "", fmt.Errorf("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: %w", err)
		}
		token, from = ident.Secret(strings.TrimSpace(string(text))), "the file that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names"
	}
	if strings.ContainsAny(token.Reveal(), "\r\n") {
		return "", errors.New("the token in " + from + " has more than one line")
	}
	return token, nil
}

// trustworthy refuses plain http to any but this machine and the addresses
// where AWS's agents listen, as the SDKs do: the answer is keys.
func trustworthy(target string) error {
	u, err := url.Parse(target)
	if err != nil {
		return errors.New("AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL")
	}
	host := u.Hostname()
	switch u.Scheme {
	case "https":
		return nil
	case "http":
	default:
		return fmt.Errorf("%s:// is no way to fetch keys; use https", u.Scheme)
	}
	if host == "localhost" || host == "169.254.170.2" || host == "169.254.170.23" || host == "fd00:ec2::23" {
		return nil
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("plain http to %s is not safe for keys; use https, or a loopback address", host)
}
