#!/usr/bin/env bash
# Make a virtual environment hold what a lock names, and with `project` Straja itself:
#
#   scripts/environment.sh FOLDER LOCK [project]
#
# What was installed is kept beside the packages, so that a second run compares two files and ends.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$1
lock=$2
project=${3:-}
python=$folder/bin/python
held=$folder/.held # copies of the locks and of the project's definition as they were installed

say() { printf '%s\n' "$*" >&2; }

# Any pip from 22.3 on can fill an environment that has none of its own.
pip() {
  if [ -x "$python" ] && "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m pip "$@"
    return
  fi
  local other
  for other in "$(scripts/python.sh)" python3 /usr/bin/python3; do
    if "$other" -m pip --python "$python" --version >/dev/null 2>&1; then
      "$other" -m pip --python "$python" "$@"
      return
    fi
  done
  say "This Python has neither ensurepip nor pip: install the package python3-venv" \
    "(Debian, Ubuntu: apt-get install python3-venv), then run the same command again."
  return 1
}

has_ensurepip() { "$1" -c "import ensurepip; ensurepip.version()" >/dev/null 2>&1; }

usable() { "$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; }

make_environment() {
  local base
  base=$(scripts/python.sh)
  say "Making $folder with $("$base" --version 2>&1) ($base)"
  rm -rf "$folder"
  if has_ensurepip "$base" && "$base" -m venv "$folder" >&2; then return; fi
  rm -rf "$folder"
  "$base" -m venv --without-pip "$folder"
  if ! pip --version >/dev/null; then
    rm -rf "$folder" # made anew once the missing package is there
    exit 1
  fi
}

# One line for each package, counted: pip is silent for long on a slow line and wordy on a fast one.
counted() {
  awk -v all="$1" -v terminal="$([ -t 2 ] && echo 1)" '
    /^Collecting |^Processing |^Ignoring |^Requirement already satisfied: / {
      name = /^Requirement/ ? $4 : $2
      sub(".*/", "", name)
      seen += 1
      if (terminal) printf "\r  %d of %d  %-50s", seen, all, name
      else if (seen % 20 == 0) printf "  %d of %d\n", seen, all
    }
    /^Installing collected packages/ {
      if (terminal) printf "\r"
      printf "  all %d are here; unpacking them %-30s\n", seen, "…"
    }
    { fflush() }
  ' >&2
}

install_lock() {
  local pins
  pins=$(grep -c '^[a-zA-Z0-9].*==' "$lock")
  say "Installing $pins packages of $lock into $folder"
  PYTHONUNBUFFERED=1 pip install --require-hashes --no-deps --no-input --disable-pip-version-check \
    --progress-bar off -r "$lock" | counted "$pins"
  cp "$lock" "$held/$lock"
  # The lock to develop with holds every pin of the lock to run with (a house-rule test says so).
  if [ "$lock" = requirements-dev.lock ]; then cp requirements.lock "$held/requirements.lock"; fi
}

install_project() {
  say "Installing Straja itself"
  pip install --quiet --no-deps --no-build-isolation --no-input --disable-pip-version-check -e . >&2
  project_key >"$held/project"
}

# The commands in bin/ name this folder, so a folder that was moved is installed again.
project_key() { pwd && cat pyproject.toml; }

usable || make_environment
mkdir -p "$held"
cmp -s "$lock" "$held/$lock" || install_lock
if [ "$project" = project ] && ! project_key | cmp -s - "$held/project"; then install_project; fi
