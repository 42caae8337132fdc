package fob_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/fobcli/fob"
)

// The SDK's clients sign with what fob gives. The config wraps the provider in
// a cache, which asks again before the keys end.
func Example() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx,
		config.WithCredentialsProvider(fob.NewProvider(fob.Options{Profile: "dev"})),
		config.WithCredentialsCacheOptions(func(o *aws.CredentialsCacheOptions) { o.ExpiryWindow = 5 * time.Minute }),
	)
	if err != nil {
		log.Fatal(err)
	}
	me, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("account", aws.ToString(me.Account))
	// Output: account 111122223333
}

// Without the SDK's config, too: an aws.Config is all that a client needs.
func ExampleProvider_Retrieve() {
	provider := fob.NewProvider(fob.Options{Profile: "dev", MinTTL: 15 * time.Minute, Warn: func(text string) { log.Print(text) }})
	keys, err := provider.Retrieve(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(keys.Source, keys.AccountID, keys.CanExpire, time.Until(keys.Expires) > 15*time.Minute)
	// Output: fob 111122223333 true true
}

// A service that takes the token of a sign-in gets it from the same provider.
func ExampleProvider_RetrieveBearerToken() {
	cfg := aws.Config{Region: "us-east-1"}
	cfg.BearerAuthTokenProvider = fob.NewProvider(fob.Options{Profile: "dev"})

	token, err := cfg.BearerAuthTokenProvider.RetrieveBearerToken(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token.Value != "", token.CanExpire)
	// Output: true true
}

// A program that runs unattended says what the person has to do.
func ExampleError() {
	// A home in which nobody has signed in yet.
	provider := fob.NewProvider(fob.Options{Profile: "dev", Environ: signedOut()})

	_, err := provider.Retrieve(context.Background())
	if errors.Is(err, fob.ErrSignInNeeded) {
		var e *fob.Error
		errors.As(err, &e)
		fmt.Println(e.Summary)
		fmt.Println("type:", e.Remedy)
	}
	// Output:
	// there is no sign-in to my-sso yet
	// type: fob login my-sso
}
