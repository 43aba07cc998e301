#!/usr/bin/env bash
# Makes a Docker engine answer on this machine.
#
#   bash scripts/engine.sh
#
# Where an engine answers already (Docker Desktop, a daemon run by systemd, a
# remote DOCKER_HOST), this does nothing and says nothing. It is meant for
# machines that have no service manager and no daemon yet: a CI container, a
# fresh virtual machine. There it needs root and Debian or Ubuntu. The daemon
# goes on running after this script and the shell that called it have ended.
#
# Exit codes: 0 an engine answers; 1 it can't be made to, with the reason.

set -euo pipefail

readonly WAIT_SECONDS=60
readonly SOCKET=/var/run/docker.sock

say() { printf 'engine: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# The limit matters: a client that meets a hung daemon waits for ever otherwise.
answers() { timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

need_packages() {
  local missing=()
  command -v dockerd >/dev/null || missing+=(docker.io)
  # Not the engine's own need, but base-images.sh runs next on such machines.
  command -v debootstrap >/dev/null || missing+=(debootstrap)
  # Without it the daemon can't set up the network that installs go through.
  command -v iptables >/dev/null || missing+=(iptables)
  [ ${#missing[@]} -gt 0 ] || return 0

  command -v apt-get >/dev/null ||
    fail "no ${missing[*]} here and no apt-get to install it with. Install Docker by hand: https://docs.docker.com/engine/install/"
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  local out
  out=$(apt-get update -qq 2>&1) || say "apt-get update complained, going on with the lists there are: $(tail -n 1 <<<"$out")"
  # The packages try to start the service; policy-rc.d and a missing service
  # manager are no reason to stop, so only the result is looked at.
  out=$(apt-get install -y -qq --no-install-recommends "${missing[@]}" 2>&1) || true
  command -v dockerd >/dev/null || fail "docker.io could not be installed: $(tail -n 3 <<<"$out")"
}

# A daemon needs cgroups. Machines with an init system have them mounted; a bare
# one may not, and version 2 alone is the simplest that works.
need_cgroups() {
  mountpoint -q /sys/fs/cgroup && return 0
  mount -t cgroup2 cgroup2 /sys/fs/cgroup 2>/dev/null ||
    fail "/sys/fs/cgroup is not mounted and can't be: this machine doesn't allow containers."
}

# A folder that can be written, the system's own where that is so.
folder_or_tmp() { if [ -w "$1" ]; then echo "$1"; else echo "${TMPDIR:-/tmp}"; fi; }

start_daemon() {
  local log=$1 pid=$2
  # A daemon that was killed leaves its pid files behind, and its number may
  # belong to another process by now; the daemon refuses to start over one.
  local left
  for left in "$pid" /var/run/docker.pid; do
    if [ -f "$left" ] && [ "$(cat "/proc/$(cat "$left")/comm" 2>/dev/null)" != dockerd ]; then
      rm -f "$left"
    fi
  done
  # A second daemon over the same store would harm the first: only wait for it.
  if [ -f "$pid" ] || [ -f /var/run/docker.pid ]; then return 0; fi

  # A session of its own and no inherited files, so that neither the end of the
  # calling shell nor a closed pipe ends it. Descriptor 9 is this script's lock.
  setsid nohup dockerd --pidfile "$pid" </dev/null >"$log" 2>&1 9>&- &
  started=$!
}

main() {
  command -v docker >/dev/null && answers && return 0

  if [ -n "${DOCKER_HOST:-}" ] && [ "$DOCKER_HOST" != "unix://$SOCKET" ]; then
    fail "no engine answers at DOCKER_HOST=$DOCKER_HOST. Start it there, or unset DOCKER_HOST."
  fi
  [ "$(uname -s)" = Linux ] || fail "no engine answers. Start Docker Desktop, then run this again."
  if [ "$(id -u)" -ne 0 ]; then
    [ -S "$SOCKET" ] && [ ! -w "$SOCKET" ] &&
      fail "the engine's socket is not yours. Join its group: sudo usermod -aG docker $(id -un), then log in again."
    fail "no engine answers, and starting one needs root: sudo bash scripts/engine.sh"
  fi

  local log pid
  log=$(folder_or_tmp /var/log)/backend-week-dockerd.log
  pid=$(folder_or_tmp /var/run)/backend-week-dockerd.pid

  # Two callers at once start one daemon; the second one finds it answering.
  exec 9>"$pid.lock"
  flock -w $((WAIT_SECONDS * 5)) 9 || fail "another run of this script holds $pid.lock and doesn't end."
  need_packages
  answers && return 0
  need_cgroups
  say "starting dockerd (log: $log)"
  local started=
  start_daemon "$log" "$pid"

  local end=$((SECONDS + WAIT_SECONDS))
  while [ $SECONDS -lt $end ]; do
    answers && {
      say "Docker $(docker version --format '{{.Server.Version}}') answers"
      return 0
    }
    # One that has given up already needn't be waited for.
    [ -z "$started" ] || kill -0 "$started" 2>/dev/null || break
    sleep 0.3
  done
  say "dockerd did not start, or did not answer within $WAIT_SECONDS seconds. Its log ends:"
  tail -n 20 "$log" >&2 || true
  exit 1
}

main "$@"
