#!/usr/bin/env bash
# Makes a browser be there for the local runner: goals about a page need one.
#
#   bash scripts/browser.sh
#
# Where one is there already, this does nothing and says nothing. It is meant for
# machines of a CI: there it needs root and Debian or Ubuntu. (In containers the
# grader brings a browser of its own: see base-images.sh.)
#
# Exit codes: 0 there is a browser; 1 there can't be one, with the reason.

set -euo pipefail

readonly NAMES=(chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable microsoft-edge)

say() { printf 'browser: %s\n' "$*" >&2; }

found() {
  [ -n "${GRADER_BROWSER:-}" ] && return 0
  local name
  for name in "${NAMES[@]}"; do command -v "$name" >/dev/null && return 0; done
  return 1
}

main() {
  found && return 0
  if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    say "there is no Chromium, Chrome or Edge here. Install one, or name one in GRADER_BROWSER."
    return 1
  fi
  say "installing chromium"
  export DEBIAN_FRONTEND=noninteractive
  local out
  out=$(apt-get update -qq 2>&1) || say "apt-get update complained, going on: $(tail -n 1 <<<"$out")"
  out=$(apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends chromium-headless-shell fonts-liberation 2>&1) || true
  found || {
    say "chromium could not be installed: $(tail -n 3 <<<"$out")"
    return 1
  }
}

main "$@"
