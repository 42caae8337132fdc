"""Prints who STS says the profile in the argument is, by boto3's own chain; without one, whoever it finds."""

import json
import sys

import boto3

session = boto3.Session(profile_name=sys.argv[1] if len(sys.argv) > 1 else None)
keys = session.get_credentials().get_frozen_credentials()
identity = session.client("sts").get_caller_identity()
print(json.dumps({
    "Account": identity["Account"],
    "Arn": identity["Arn"],
    "AccessKeyId": keys.access_key,
}))
