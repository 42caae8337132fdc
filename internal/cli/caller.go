package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/s3"
	"github.com/fobcli/fob/internal/sts"
	"github.com/fobcli/fob/internal/vend"
	"github.com/fobcli/fob/internal/wire"
)

// caller is what a command needs to call AWS as the profile in force.
type caller struct {
	env      *Env
	keys     vend.Vended
	settings profile.Settings
	region   ident.Region
	output   string // the profile's key of that name
	doer     wire.Doer
}

// lastRegion is used for the calls that fob itself makes, who am I and which
// buckets, where nobody named a region: their answer is the same in all.
const lastRegion ident.Region = "us-east-1"

// caller gets the credentials of the profile in force. At a terminal, a person
// whose sign-in is over is offered to sign in first.
func (e *Env) caller(ctx context.Context) (*caller, error) {
	name, _ := e.Profile()
	files, err := e.Files()
	if err != nil {
		return nil, err
	}
	view := files.ViewOf(name)
	c := &caller{env: e, settings: profile.SettingsOf(view, e.Environ, name)}
	if section, ok := view.Profile(name); ok {
		c.output = section.Get("output")
	}
	if c.region, err = e.callRegion(c.settings); err != nil {
		return nil, err
	}
	if c.keys, err = e.credentials(ctx, name); err != nil {
		return nil, err
	}
	c.doer, err = e.Wire(c.settings.CABundle)
	return c, err
}

// callRegion is --region, else what environment and profile say, else lastRegion.
func (e *Env) callRegion(s profile.Settings) (ident.Region, error) {
	region, source := string(s.Region), s.RegionSource
	if e.Global.Region != "" {
		region, source = e.Global.Region, "--region"
	}
	if region == "" {
		return lastRegion, nil
	}
	r, err := ident.ParseRegion(region)
	if err != nil {
		return "", fault.NewUsage(fmt.Sprintf("%s, says %s", err, source), "--region us-east-1")
	}
	return r, nil
}

func (c *caller) identity(ctx context.Context) (sts.Identity, error) {
	base, err := c.settings.Endpoint(partition.STS, c.region)
	if err != nil {
		return sts.Identity{}, err
	}
	client := sts.Client{Wire: c.doer, Base: base, Region: c.region, Now: c.env.Now}
	id, err := client.CallerIdentity(ctx, c.keys.Credentials)
	return id, c.explain(err)
}

func (c *caller) buckets(ctx context.Context) ([]s3.Bucket, error) {
	base, err := c.settings.Endpoint(partition.S3, c.region)
	if err != nil {
		return nil, err
	}
	client := s3.Client{Wire: c.doer, Base: base, Region: c.region, Now: c.env.Now}
	list, err := client.ListBuckets(ctx, c.keys.Credentials)
	return list, c.explain(err)
}

// explain turns what STS or S3 refuse into a fault with the way on.
func (c *caller) explain(err error) error {
	var code, message string
	var fromSTS *sts.Error
	var fromS3 *s3.Error
	switch {
	case errors.As(err, new(*fault.Error)):
		return err // AWS is having trouble, or cannot be reached
	case errors.As(err, &fromSTS):
		code, message = fromSTS.Code, fromSTS.Message
	case errors.As(err, &fromS3):
		code, message = fromS3.Code, fromS3.Message
	default:
		return err
	}
	f := &fault.Error{
		Summary: fmt.Sprintf("AWS refused the credentials of %s: %s", c.keys.Profile, message),
		Detail:  []string{"AWS calls it " + code + "."},
		Err:     err,
	}
	switch code {
	case "ExpiredToken", "ExpiredTokenException":
		f.Hint, f.Remedy, f.Code = "Get new ones:", "fob login --force --profile "+profile.Quote(c.keys.Profile), fault.SignIn
	case "AccessDenied", "AccessDeniedException":
		f.Summary, f.Code = fmt.Sprintf("the role of %s may not do this: %s", c.keys.Profile, message), fault.NoAccess
	default:
		f.Hint, f.Remedy = "See where they come from:", "fob explain "+profile.Quote(c.keys.Profile)
	}
	return f
}
