package wire

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/fobcli/fob/internal/ident"
)

// Sign adds AWS's Signature Version 4 to a request, for one service and
// region, as of now. Nothing of the request may change afterwards.
//
// The error says that the URL is malformed. Source: AWS General Reference,
// Signature Version 4.
func Sign(ctx context.Context, r *Request, c ident.Credentials, service string, region ident.Region, now time.Time) error {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, strings.NewReader(string(r.Body)))
	if err != nil {
		return fmt.Errorf("sign for %s: %w", service, err)
	}
	if r.Header != nil {
		req.Header = r.Header.Clone()
	}
	sum := sha256.Sum256(r.Body)
	hash := hex.EncodeToString(sum[:])
	if service == "s3" {
		req.Header.Set("X-Amz-Content-Sha256", hash)
	}
	keys := aws.Credentials{
		AccessKeyID:     c.AccessKeyID,
		SecretAccessKey: c.SecretAccessKey.Reveal(),
		SessionToken:    c.SessionToken.Reveal(),
	}
	signer := v4.NewSigner(func(o *v4.SignerOptions) {
		o.DisableURIPathEscaping = service == "s3" // S3 alone encodes its path once
	})
	if err := signer.SignHTTP(ctx, keys, req, hash, service, string(region), now); err != nil {
		return fmt.Errorf("sign for %s: %w", service, err)
	}
	r.Header = req.Header
	return nil
}
