#!/usr/bin/env bash
# Print the Python to build on: one that really runs (a pyenv shim may be there and fail) and is
# 3.11 or newer; best one that can put pip into a virtual environment by itself.
set -u

runs() { "$1" -c "import sys, venv; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; }
has_ensurepip() { "$1" -c "import ensurepip; ensurepip.version()" >/dev/null 2>&1; }

second_best=""
for candidate in ${STRAJA_PYTHON:-} python3.13 python3.12 python3.11 python3; do
  runs "$candidate" || continue
  if has_ensurepip "$candidate"; then
    command -v "$candidate"
    exit 0
  fi
  second_best=${second_best:-$candidate}
done
if [ -n "$second_best" ]; then
  command -v "$second_best"
  exit 0
fi
echo "Straja needs Python 3.11 or newer: install python3 with your package manager." >&2
exit 1
