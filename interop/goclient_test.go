package interop_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// goClient is a program on the unmodified AWS SDK for Go v2: it loads the
// shared files for the profile in its argument, and prints who STS says it is.
func goClient(args []string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := goWhoami(ctx, args...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func goWhoami(ctx context.Context, profile ...string) error {
	var options []func(*config.LoadOptions) error
	if len(profile) > 0 {
		options = append(options, config.WithSharedConfigProfile(profile[0]))
	}
	c, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return err
	}
	keys, err := c.Credentials.Retrieve(ctx)
	if err != nil {
		return err
	}
	id, err := sts.NewFromConfig(c).GetCallerIdentity(ctx, nil)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]string{
		"Account": *id.Account, "Arn": *id.Arn, "AccessKeyId": keys.AccessKeyID,
	})
}
