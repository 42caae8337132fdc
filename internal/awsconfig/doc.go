// Package awsconfig knows what the lines of ~/.aws/config and
// ~/.aws/credentials mean to AWS, and changes them without touching a byte
// that it was not asked to change.
//
// Two readers of these files matter, and they disagree: the SDKs and the AWS
// CLI. A View is what the SDKs see; its Warnings tell where the AWS CLI sees
// something else. Names are the exception: ProfileNames, Find and the Editor
// know every profile that either of them knows.
//
// The package never re-formats a file, never asks for anything, and writes
// through the Editor alone.
package awsconfig
