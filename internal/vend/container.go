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
func (e *request) container(ctx context.Context) (ident.Credentials, error) {
	at := e.Env.Container()
	if at.RelativeURI == "" && at.FullURI == "" {
		return ident.Credentials{}, nil
	}
	target, err := agentOf(at)
	if err != nil {
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
	body, err := e.get(ctx, http.MethodGet, target.String(), header)
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

// agentOf parses the address of the agent. Plain http is refused to any but
// this machine and the addresses where AWS's agents listen, as in the SDKs: the
// answer is keys.
func agentOf(at paths.Container) (*url.URL, error) {
	name, text := "AWS_CONTAINER_CREDENTIALS_FULL_URI", at.FullURI
	if at.RelativeURI != "" {
		name, text = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", containerHost+at.RelativeURI
		if !strings.HasPrefix(at.RelativeURI, "/") { // else it would be part of the host
			return nil, fmt.Errorf("%s is %q; it must begin with /", name, at.RelativeURI)
		}
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return nil, fmt.Errorf("%s is not a URL with a host and without a user name", name)
	}
	switch u.Scheme {
	case "https":
		return u, nil
	case "http":
	default:
		return nil, fmt.Errorf("%s: %s:// is not safe for keys; use https", name, u.Scheme)
	}
	host := u.Hostname()
	if host == "localhost" || host == "169.254.170.2" || host == "169.254.170.23" || host == "fd00:ec2::23" {
		return u, nil
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() {
		return u, nil
	}
	return nil, fmt.Errorf("%s: plain http to %s is not safe for keys; use https, or a loopback address", name, host)
}
