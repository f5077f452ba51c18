#!/usr/bin/env bash
# Write the locks anew: every package with its hashes, for every platform, no index address.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! uv --version >/dev/null 2>&1; then
  echo "make lock needs uv: install it with your package manager or with pip (pip install uv)." >&2
  exit 1
fi

compile() { # compile LOCK ARGUMENTS...
  local lock=$1
  shift
  echo "Resolving $lock" >&2
  uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header --output-file "$lock" "$@"
}

compile requirements.lock pyproject.toml
# Constrained by the first lock: tests run on the very versions that the assistant runs on.
compile requirements-dev.lock --extra dev --constraint requirements.lock pyproject.toml
compile requirements-schema.lock schema/requirements.in
compile requirements-peers.lock tests/bench/peers/requirements.in
