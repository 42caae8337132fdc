// Package fob gives Go programs the credentials that the program fob gives:
// of every kind of profile in ~/.aws/config, from the same caches, under the
// same locks. However many goroutines and processes ask at once, a sign-in is
// renewed once and a role's credentials are fetched once.
//
// A Provider is an aws.CredentialsProvider for version 2 of the AWS SDK for Go,
// and gives the bearer token of a sign-in, too:
//
//	provider := fob.NewProvider(fob.Options{Profile: "dev"})
//	cfg, err := config.LoadDefaultConfig(ctx, config.WithCredentialsProvider(provider))
//
// It never prints, never asks a person and never opens a browser. Where a
// sign-in is needed, the error is ErrSignInNeeded, and names the line to type.
//
// The package stands on the SDK's core alone: it links no command, no terminal
// library, and none of the SDK's service clients.
package fob
