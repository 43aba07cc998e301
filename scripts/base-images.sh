#!/usr/bin/env bash
# Makes the base images where none can be pulled: an exam room without internet,
# a CI without a registry. Everything comes from the host's Debian mirror.
#
#   bash scripts/base-images.sh [--force] [python] [node] [postgres] [mariadb] [browser]
#
# It makes backend-week/base-NAME:local for each of these names (all of them when
# none is named), and leaves alone what exists. It never asks a registry; whether
# to try one first is the caller's business. The grader's order is, for Python:
#
#   1. GRADER_PYTHON_IMAGE, where it is set;
#   2. the official python:3.12-slim, if present;
#   3. backend-week/base-python:local, if present;
#   4. the official one, pulled.
#
# and for the others likewise: GRADER_NODE_IMAGE, GRADER_POSTGRES_IMAGE,
# GRADER_MYSQL_IMAGE and GRADER_BROWSER_IMAGE. Debian has no MongoDB server, so
# there is none for that.
#
# Building needs root, debootstrap and a Debian mirror, for the browser's pip and
# a package index, too, and takes about a minute an image. What was built is kept as a tar under
# ${XDG_CACHE_HOME:-~/.cache}/backend-week/base, so that a lost image store costs
# only an import. --force builds from the mirror again, for its latest fixes.
#
# To add an image: one function image_NAME below, and its name in IMAGES.

set -euo pipefail

readonly SUITE=bookworm
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
readonly HOST_CAS=/etc/ssl/certs/ca-certificates.crt
readonly IMAGES=(python node postgres mariadb browser)
# As in grader/runners/docker/browser.py: what drives the browser.
readonly PLAYWRIGHT=1.58.0
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/backend-week/base

say() { printf 'base-images: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# --- the images: what goes into each, given the root folder of a minimal Debian

image_python() {
  install_packages "$1" python3 python3-pip python3-venv ca-certificates curl jq
  # As in the official image: `python` exists, and pip installs without asking
  # for a virtual environment, since the container is the environment.
  ln -sf /usr/bin/python3 "$1/usr/local/bin/python"
  rm -f "$1"/usr/lib/python3*/EXTERNALLY-MANAGED
  # A container with a read-only root can't cache what it compiles, so a missing
  # .pyc would cost its time at every start. Only what is missing is compiled.
  in_root "$1" python -c 'import compileall, sysconfig
compileall.compile_dir(sysconfig.get_path("stdlib"), quiet=2)'
  in_root "$1" python -c 'import ssl, sqlite3, venv, pip'
}

image_node() {
  if copy_host_node "$1"; then
    install_packages "$1" ca-certificates
  else
    # 18 on bookworm: old, but every exercise's dependencies run on it.
    install_packages "$1" nodejs npm ca-certificates
  fi
  in_root "$1" npm --version >/dev/null
}

# The servers alone: the grader makes a data folder of its own for every run.

image_postgres() {
  local bin
  # What a package's scripts would set up here is in nobody's way, but 40 MB.
  mkdir -p "$1/etc/postgresql-common"
  echo 'create_main_cluster = false' >"$1/etc/postgresql-common/createcluster.conf"
  install_packages "$1" postgresql
  # As in the official image: its programs are on PATH.
  for bin in initdb postgres pg_ctl; do
    ln -sf "../../lib/postgresql/15/bin/$bin" "$1/usr/bin/$bin"
  done
  in_root "$1" postgres --version >/dev/null
}

image_mariadb() {
  install_packages "$1" mariadb-server
  rm -rf "$1"/var/lib/mysql/*
  in_root "$1" mariadbd --version >/dev/null
}

# Chromium as far as it is needed without a screen, fonts for most scripts, and Playwright, which the official image of
# that name comes without.
image_browser() {
  local site=$1/usr/local/lib/python3.11/dist-packages platforms=() version
  install_packages "$1" python3 chromium-headless-shell fonts-liberation fonts-noto-core fonts-noto-color-emoji
  # By the host's pip, which knows the way to an index, for the image's Python.
  for version in 17 24 26 27 28 31 34; do platforms+=(--platform "manylinux_2_${version}_$(uname -m)"); done
  quietly python3 -m pip install --disable-pip-version-check --target "$site" --only-binary :all: \
    --implementation cp --python-version 3.11 --platform "manylinux2014_$(uname -m)" \
    --platform "manylinux1_$(uname -m)" "${platforms[@]}" "playwright==$PLAYWRIGHT"
  in_root "$1" python3 -m compileall -qq "${site#"$1"}"
  in_root "$1" python3 -I -c 'import playwright.async_api'
  in_root "$1" chromium-headless-shell --no-sandbox --version >/dev/null
}

# The host's Node is newer than Debian's wherever somebody set it up on purpose.
# The official builds and their packages need libc and libstdc++ alone, so a copy
# runs; one that is linked otherwise doesn't, and is taken out again.
copy_host_node() {
  local root=$1 binary npm major
  command -v node >/dev/null || return 1
  binary=$(node -p process.execPath) && major=$(node -p 'process.versions.node.split(".")[0]') || return 1
  npm=$(dirname "$binary")/../lib/node_modules/npm
  [ "$major" -ge 20 ] && [ -d "$npm" ] || return 1

  mkdir -p "$root/usr/local/lib/node_modules"
  cp "$binary" "$root/usr/local/bin/node"
  cp -a --no-preserve=ownership "$npm" "$root/usr/local/lib/node_modules/npm"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
  in_root "$root" node -e 0 2>/dev/null && in_root "$root" npm --version >/dev/null 2>&1 && return 0
  rm -rf "$root"/usr/local/bin/{node,npm,npx} "$root/usr/local/lib/node_modules"
  return 1
}

# --- how one is built

# "URI suite" lines for the suite, as this host's apt is set up to reach them.
mirrors() {
  local found
  # shellcheck disable=SC2016  # apt expands these
  found=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 2>/dev/null |
    grep -E "^https?://[^ ]+ $SUITE(-updates|-security)?\$" | sort -u || true)
  if ! grep -q " $SUITE\$" <<<"$found"; then
    [ -n "${DEBIAN_MIRROR:-}" ] || {
      say "apt knows no mirror of Debian $SUITE here: run apt-get update, or name one in DEBIAN_MIRROR"
      return 1
    }
    found="$DEBIAN_MIRROR $SUITE"
  fi
  printf '%s\n' "$found"
}

# A proxy may be known to apt alone; debootstrap and the apt inside know only the
# environment.
use_apt_proxy() {
  local proxy=
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  if [ -n "$proxy" ] && [ "$proxy" != DIRECT ]; then export http_proxy=${http_proxy:-$proxy}; fi
  proxy=
  eval "$(apt-config shell proxy Acquire::https::Proxy)"
  if [ -n "$proxy" ] && [ "$proxy" != DIRECT ]; then export https_proxy=${https_proxy:-$proxy}; fi
}

# Mounts are made in a namespace of their own and so are gone with the command,
# however it ends: nothing of the host can be left mounted under a folder that
# the trap below deletes.
unshared() { unshare --mount --pid --fork --kill-child -- "$@"; }

in_root() {
  local root=$1
  shift
  # shellcheck disable=SC2016  # expanded by the inner shell
  unshared env -i HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    sh -c 'mount -t proc proc "$1/proc" && cd "$1" && exec chroot "$@"' sh "$root" "$@"
}

# Runs a command that talks too much: its output is shown only if it fails.
quietly() {
  local log=$work/log
  "$@" >"$log" 2>&1 && return 0
  say "this failed: $(basename "$1") ${*:2}"
  tail -n 15 "$log" >&2
  return 1
}

install_packages() {
  local root=$1
  shift
  quietly in_root "$root" apt-get install -y --no-install-recommends \
    -o Dpkg::Options::=--force-unsafe-io "$@"
}

# A minimal Debian with the fixes since its last point release. Made once a run,
# copied for each image.
make_minbase() {
  local root=$1 mirror
  mirror=$(mirrors | sed -n "s/ $SUITE\$//p" | head -n 1)
  quietly unshared debootstrap --variant=minbase --force-check-gpg --keyring="$KEYRING" \
    "$SUITE" "$root" "$mirror"

  # No service of a package may start while the image is being made.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  # A mirror behind https is checked against the host's authorities, until
  # ca-certificates brings the image's own.
  if [ -f $HOST_CAS ]; then
    mkdir -p "$root/etc/ssl/certs"
    cp $HOST_CAS "$root$HOST_CAS"
  fi
  mirrors | sed 's/.*/deb & main/' >"$root/etc/apt/sources.list"
  quietly in_root "$root" apt-get update
  quietly in_root "$root" apt-get upgrade -y -o Dpkg::Options::=--force-unsafe-io
}

# What no container needs, and what would tell of this host.
strip_root() {
  local root=$1
  rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/cache/debconf/*-old \
    "$root"/var/log/* "$root"/tmp/* "$root"/root/.[!.]* \
    "$root"/usr/share/{doc,man,info,locale,lintian,bug} \
    "$root"/usr/local/lib/node_modules/npm/{docs,man}
  # C.UTF-8 lives in /usr/lib/locale and stays.
  : >"$root/etc/resolv.conf"
  : >"$root/etc/machine-id"
  echo localhost >"$root/etc/hostname"
  : >"$root/etc/apt/sources.list"
}

need_builder() {
  [ "$(id -u)" -eq 0 ] || fail "building a base image needs root: sudo bash scripts/base-images.sh"
  local missing=()
  command -v debootstrap >/dev/null || missing+=(debootstrap)
  [ -f $KEYRING ] || missing+=(debian-archive-keyring)
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "this needs ${missing[*]}, and there is no apt-get here to install it."
  quietly apt-get update -qq || true
  DEBIAN_FRONTEND=noninteractive quietly apt-get install -y -qq --no-install-recommends "${missing[@]}" ||
    fail "${missing[*]} could not be installed."
}

# build NAME TAR: makes the image's root file system and packs it.
build() {
  local name=$1 tar=$2 root=$work/$1
  need_builder
  use_apt_proxy
  if [ ! -d "$work/minbase" ]; then
    say "making a minimal Debian $SUITE"
    make_minbase "$work/minbase"
  fi
  say "making the $name image"
  cp -a "$work/minbase" "$root"
  # Called plainly: within an `if` or before `||`, bash goes on after a failed line.
  "image_$name" "$root"
  strip_root "$root"
  # The engine makes /dev itself.
  tar -C "$root" --numeric-owner --exclude='./dev/*' -cf "$tar.part" .
  mv "$tar.part" "$tar"
  rm -rf "$root"
}

# import NAME TAR: the host's authorities are added only now, since they belong to
# this host (a company's or a test network's own), not to the kept tar.
import() {
  local name=$1 tar=$2
  if [ -f $HOST_CAS ] && ! tar -xOf "$tar" ".$HOST_CAS" | cmp -s - $HOST_CAS; then
    cp "$tar" "$work/import.tar"
    tar=$work/import.tar
    # The engine refuses a tar that names a file twice.
    tar --delete -f "$tar" ".$HOST_CAS"
    tar -C / --numeric-owner --owner=0 --group=0 --mode=0644 --dereference -rf "$tar" ".$HOST_CAS"
  fi
  local labels=()
  [ "$name" != browser ] || labels=(--change "LABEL org.backend-week.playwright=$PLAYWRIGHT")
  docker import "${labels[@]}" \
    --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change 'ENV LANG=C.UTF-8' \
    --change 'LABEL org.backend-week.base=1' \
    --change 'CMD ["bash"]' \
    "$tar" "backend-week/base-$name:local" >/dev/null
  rm -f "$work/import.tar"
  say "backend-week/base-$name:local is ready"
}

make_image() {
  local name=$1 image=backend-week/base-$1:local tar key
  if [ "$force" = no ] && docker image inspect "$image" >/dev/null 2>&1; then return 0; fi
  key=$(cat "${BASH_SOURCE[0]}" <(uname -m) | sha256sum | cut -c 1-12)
  tar=$CACHE/$name-$key.tar
  if [ "$force" = yes ] || [ ! -f "$tar" ]; then
    build "$name" "$tar"
    # Those of earlier versions of this script are of no use any more.
    find "$CACHE" -maxdepth 1 -name "$name-*.tar" ! -path "$tar" -delete
  fi
  import "$name" "$tar"
}

main() {
  local wanted=() arg
  force=no
  for arg in "$@"; do
    case $arg in
      --force) force=yes ;;
      -h | --help)
        sed -n '2,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        return 0
        ;;
      *)
        [[ " ${IMAGES[*]} " == *" $arg "* ]] || fail "there is no image called '$arg'; there are: ${IMAGES[*]}"
        wanted+=("$arg")
        ;;
    esac
  done
  [ ${#wanted[@]} -gt 0 ] || wanted=("${IMAGES[@]}")
  docker version >/dev/null 2>&1 || fail "no Docker engine answers. Try: bash scripts/engine.sh"

  mkdir -p "$CACHE"
  # Two runs at once would build the same twice; the second finds it done.
  exec 9>"$CACHE/.lock"
  flock 9
  work=$(mktemp -d "${TMPDIR:-/tmp}/backend-week-base.XXXXXX")
  trap 'rm -rf --one-file-system "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM

  for arg in "${wanted[@]}"; do make_image "$arg"; done
}

main "$@"
