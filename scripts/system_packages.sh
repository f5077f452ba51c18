#!/usr/bin/env bash
# Install what the tests need and pip cannot give: Chromium for the browser tests and msgfmt for
# the catalogues; with the argument `torture` strace as well, which records what reaches the disk.
# Where that is not permitted, say so loudly; with CI=true that is a failure.
set -euo pipefail

has_chromium() {
  [ -n "${STRAJA_CHROMIUM:-}" ] && return
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && return
  done
  [ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ] ||
    [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]
}
has_msgfmt() { command -v msgfmt >/dev/null; }
has_strace() { command -v strace >/dev/null; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
may_use_apt() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}
apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2 &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" \
      </dev/null >&2
}

install() { # install WHAT DEBIAN_PACKAGE BREW_ARGUMENTS...
  local what=$1 package=$2
  shift 2
  if may_use_apt; then
    echo "Installing $what (apt-get install $package)" >&2
    apt_install "$package" || true
  elif command -v brew >/dev/null; then
    echo "Installing $what (brew install $*)" >&2
    brew install "$@" >&2 || true
  fi
}

has_emoji() { case "$(fc-list 2>/dev/null)" in *[Ee]moji*) ;; *) return 1 ;; esac; }

missing=()
has_chromium || install Chromium chromium --cask chromium
has_chromium || missing+=("Chromium: the browser tests are SKIPPED")
has_emoji || install "emoji for the pictures" fonts-noto-color-emoji --cask font-noto-color-emoji
has_msgfmt || install gettext gettext gettext
has_msgfmt || missing+=("msgfmt (package gettext): its check of the catalogues is SKIPPED")
if [ "${1:-}" = torture ]; then
  has_strace || install strace strace strace
  has_strace || missing+=("strace: the power cuts are SKIPPED")
fi
[ ${#missing[@]} = 0 ] && exit 0

{
  echo "****************************************************************"
  for what in "${missing[@]}"; do echo "  NOT INSTALLED  $what"; done
  echo "  Install it with your package manager to run everything."
  echo "****************************************************************"
} >&2
[ "${CI:-}" != true ]
