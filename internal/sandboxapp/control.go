package sandboxapp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandboxapp/home"
)

// controlOptions say which sandbox a command controls.
type controlOptions struct {
	URL        string // --url; empty means the variable
	SecretFile string // --secret-file; empty means the variable
}

func (o *controlOptions) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.URL, "url", "", "control `ADDRESS` of the sandbox (default: "+home.ControlVar+")")
	// There is no flag for the secret itself: every program on the machine can
	// read command lines.
	c.Flags().StringVar(&o.SecretFile, "secret-file", "", "`FILE` with its control secret (default: "+home.SecretVar+")")
}

// control is a client of one sandbox's control API.
type control struct {
	base   string // ends with a slash
	secret ident.Secret
}

// open finds the sandbox to control.
func (o controlOptions) open(w *world) (*control, error) {
	base := o.URL
	if base == "" {
		base = w.lookup(home.ControlVar)
	}
	secret := w.lookup(home.SecretVar)
	if o.SecretFile != "" {
		data, err := os.ReadFile(o.SecretFile)
		if err != nil {
			return nil, &fault.Error{Summary: "the secret file cannot be read: " + err.Error(), Err: err}
		}
		secret = strings.TrimSpace(string(data))
	}
	if base == "" || secret == "" {
		return nil, &fault.Error{
			Summary: "it is not known which sandbox is meant: " + home.ControlVar + " or " + home.SecretVar + " is not set",
			Code:    fault.Usage, Hint: "Inside  " + sandboxName + " shell  both are set; outside, paste the lines that this prints:",
			Remedy: sandboxName + " serve",
		}
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" || u.Host == "" {
		return nil, fault.NewUsage(fmt.Sprintf("the control address %q is no http address", base), "--url http://127.0.0.1:8443/control/")
	}
	if u.Path == "" || u.Path == "/" { // the sandbox's own address will do
		base = u.Scheme + "://" + u.Host + "/control/"
	}
	return &control{base: strings.TrimSuffix(base, "/") + "/", secret: ident.Secret(secret)}, nil
}

// do calls the control API and decodes its answer into out.
func (c *control) do(ctx context.Context, method, path string, body, out any) error {
	var data []byte
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return fmt.Errorf("call the sandbox: %w", err)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("call the sandbox: %w", err)
	}
	r.Header.Set("Authorization", "Bearer "+c.secret.Reveal())
	// No proxy: the sandbox is on this machine.
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
	if err != nil {
		return &fault.Error{
			Summary: "no sandbox answers at " + c.base, Err: err,
			Hint: "Start one:", Remedy: sandboxName + " shell",
		}
	}
	defer res.Body.Close()
	return readControl(res, out)
}

func readControl(res *http.Response, out any) error {
	data, err := io.ReadAll(io.LimitReader(res.Body, 16<<20))
	if err != nil {
		return fmt.Errorf("read the sandbox's answer: %w", err)
	}
	if res.StatusCode != http.StatusOK {
		var failed struct{ Error string }
		if json.Unmarshal(data, &failed) != nil || failed.Error == "" {
			failed.Error = "it answered " + res.Status
		}
		return &fault.Error{Summary: "the sandbox refused: " + failed.Error}
	}
	if err := json.Unmarshal(data, out); err != nil {
		return fmt.Errorf("read the sandbox's answer: %w", err)
	}
	return nil
}
