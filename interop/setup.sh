#!/usr/bin/env bash
# Prepares what the proofs run beside fob: boto3 in .cache/venv, the JavaScript
# SDK and nu (and Node 20, where the machine has none) in .cache/node, and, for root on
# Debian alone, programs from Debian's packages. Does nothing when they are there
# already. What cannot be had is said, and the proofs that need it skip: this
# script never fails.
set -u
cd "$(dirname "$0")/.." || exit 0
mkdir -p .cache

# fresh FOLDER FILE: the folder was made from FILE as it is now.
fresh() { cmp -s "$1/.made-from" "$2"; }

# debian installs programs that come as packages: as root only, for anyone else
# the proofs say what they miss.
debian() {
	local missing=()
	[ -x /usr/bin/aws ] || missing+=(awscli)
	[ -x /usr/lib/wine/wine64 ] || missing+=(wine64)
	local name
	for name in strace chromium tmux zsh fish dash shellcheck osslsigncode; do
		command -v "$name" >/dev/null || missing+=("$name")
	done
	[ ${#missing[@]} = 0 ] && return
	[ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] || return
	echo "interop: installing ${missing[*]}" >&2
	export DEBIAN_FRONTEND=noninteractive
	for name in "${missing[@]}"; do # one by one: a package that is not to be had must not cost the others
		apt-get install -qq -y --no-install-recommends "$name" >/dev/null 2>&1 ||
			echo "interop: $name could not be installed" >&2
	done
}

venv() {
	fresh .cache/venv interop/requirements.txt && return
	local python=${PYTHON:-python3}
	"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || {
		echo "interop: no Python 3.10 or later, so boto3 is left out" >&2
		return
	}
	rm -rf .cache/venv
	"$python" -m venv .cache/venv &&
		.cache/venv/bin/pip install --quiet --disable-pip-version-check -r interop/requirements.txt &&
		cp interop/requirements.txt .cache/venv/.made-from && return
	echo "interop: boto3 could not be installed, its proofs will skip" >&2
}

node() {
	fresh .cache/node interop/package.json && return
	command -v npm >/dev/null || {
		echo "interop: no npm, so the JavaScript SDK is left out" >&2
		return
	}
	local extra=()
	command node -e 'process.exit(process.versions.node.split(".")[0] < 20)' 2>/dev/null || extra=(node@20.20.2)
	rm -rf .cache/node
	mkdir -p .cache/node
	cp interop/package.json .cache/node/package.json
	npm --prefix .cache/node install --silent --no-package-lock --no-save --no-audit --no-fund ${extra[@]+"${extra[@]}"} 2>/dev/null &&
		cp interop/package.json .cache/node/.made-from && return
	echo "interop: the JavaScript SDK could not be installed, its proofs will skip" >&2
}

debian
venv &
node &
wait
