"""Reads shared files as botocore does: a JSON list of their texts comes in on stdin; for each, null where
botocore refuses the file, else a list of its sections with their keys goes out. The argument names the module
of botocore's configloader: the AWS CLI carries one of its own."""

import importlib
import json
import os
import sys
import tempfile

loader = importlib.import_module(sys.argv[1])
refusal = loader.botocore.exceptions.ConfigParseError
out = []
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "config")
    for text in json.load(sys.stdin):
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(text)
        try:
            parsed = loader.raw_config_parse(path)
        except refusal:
            out.append(None)
            continue
        out.append([{"inside": s, "keys": [[k, v] for k, v in keys.items()]} for s, keys in parsed.items()])
json.dump(out, sys.stdout)
