package wsl

import (
	"context"
	"errors"
	"os/exec"
	"path"
	"strings"
	"time"
)

// patience is how long nothing is said of a browser that does not come back,
// where Windows cannot be asked whether it could.
const patience = 20 * time.Second

// Unreachable waits until it is plain that the browser of Windows cannot come
// back to address, a listener on 127.0.0.1 in WSL, and says why in a clause.
// It is empty when the browser can, and when ctx has ended.
//
// With mirrored networking, and in WSL 1, both sides share 127.0.0.1; with NAT
// it is forwarded. Either may be configured away or fail, so Windows itself is
// asked to read address, and has to read answer there.
func (w Windows) Unreachable(ctx context.Context, address, answer string) (reason string) {
	mode, why := w.network(ctx)
	if why != "" {
		return why
	}
	// Forwarding begins up to some seconds after the listener does.
	out, err := w.Run(ctx, "curl.exe", "--silent", "--noproxy", "*", "--connect-timeout", "3",
		"--retry", "2", "--retry-delay", "1", "--retry-connrefused", address)
	var ended *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ""
	case err == nil && strings.TrimSpace(string(out)) == answer:
		return ""
	case err == nil || errors.As(err, &ended):
		return "Windows cannot reach 127.0.0.1 of WSL (networking mode " + mode + ")"
	}
	select {
	case <-ctx.Done():
		return ""
	case <-time.After(patience):
		return "nothing has come back from Windows so far"
	}
}

// network returns the networking mode, and why it leads nowhere, when that is
// plain already.
func (w Windows) network(ctx context.Context) (mode, why string) {
	if w.Facts.Version == 1 {
		return "WSL 1", ""
	}
	var s settings
	if home, err := w.Home(ctx); err == nil {
		text, _ := w.Read(path.Join(home.Here, ".wslconfig")) // without it all is as usual
		s = parseConfig(string(text))
	}
	mode = s.mode
	// What is in force, and not what is written: mirrored falls back to NAT.
	if out, err := w.Output(ctx, "", "wslinfo", "--networking-mode"); err == nil && len(out) > 0 {
		mode = strings.ToLower(strings.TrimSpace(string(out)))
	}
	switch {
	case mode == "none":
		return mode, "WSL has no network (networkingMode=none in .wslconfig)"
	case mode == "":
		mode = "nat"
		fallthrough
	case mode == "nat":
		if s.noForwarding {
			return mode, "Windows does not forward to WSL (localhostForwarding=false)"
		}
	}
	return mode, ""
}
