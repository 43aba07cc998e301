"""A bash script that sends the requests with curl."""

from __future__ import annotations

import re
import shlex

from grader.exporting.table import BASE_URL, ReadyRequest
from grader.model import Day

MAIN = """\
send() {
  if ! [[ $1 =~ ^[1-9][0-9]{0,3}$ ]] || (($1 > TOTAL)); then
    echo "requests.sh: there is no request '$1': the numbers go from 1 to $TOTAL" >&2
    exit 2
  fi
  "request_$1"
  local code=$?
  echo
  if ((code == 7)); then
    echo "requests.sh: nothing answers at $BASE_URL: start your server first, or set BASE_URL" >&2
    exit 7
  fi
}

if (($# == 0)); then
  for ((number = 1; number <= TOTAL; number++)); do send "$number"; done
else
  for number in "$@"; do send "$number"; done
fi
"""


PASTE = re.compile(r"Bearer PASTE-(?P<whose>[A-Z-]+)")
LOGGED_IN = """\
# logged_in VARIABLE: what says who you are, a token or the cookie of a session.
logged_in() {
  local cookie=${1/TOKEN/COOKIE}
  if [ -n "${!cookie:-}" ]; then
    login=(-H "Cookie: ${!cookie}")
  else
    login=(-H "Authorization: Bearer ${!1:-PASTE-$1}")
  fi
}

"""
HOW = """\
#   TOKEN=eyJhbGci… ./requests.sh 2                     with the access_token of your login, where one is needed
#   COOKIE=session=eyJ1c2Vy… ./requests.sh 2            the same, if your app has sessions: the cookie that it has set
"""
HOW_ADMIN = """\
#   ADMIN_TOKEN=… or ADMIN_COOKIE=… ./requests.sh 2     the same of an admin
"""


def as_curl(day: Day, requests: tuple[ReadyRequest, ...], base_url: str = BASE_URL) -> str:
    """A bash script that sends all requests, or those whose numbers it is given."""
    functions = "\n".join(_function(request) for request in requests)
    whose = {variable for request in requests for variable in [_variable(request)] if variable}
    how = HOW * bool(whose) + HOW_ADMIN * ("ADMIN_TOKEN" in whose)
    titles = "\n".join(f"#   {request.number:>3}  {request.name} ({request.short})" for request in requests)
    return (
        f"#!/usr/bin/env bash\n# {day.id}: {day.title}. Requests to try while your server runs.\n#\n"
        "#   ./requests.sh                                       sends them all\n"
        "#   ./requests.sh 2 5                                   sends number 2, then number 5\n"
        f"#   BASE_URL=http://127.0.0.1:5000 ./requests.sh 2      to another address\n{how}#\n"
        f"{titles}\n\nset -u\nBASE_URL=${{BASE_URL:-{base_url}}}\nBASE_URL=${{BASE_URL%/}}\n"
        f"TOTAL={len(requests)}\n\n{LOGGED_IN * bool(whose)}{functions}\n{MAIN}"
    )


def _variable(request: ReadyRequest) -> str:
    """The variable of the token that the request needs, or nothing."""
    found = PASTE.search(request.headers.get("Authorization", ""))
    return ("ADMIN_TOKEN" if "ADMIN" in found["whose"] else "TOKEN") if found else ""


def _function(request: ReadyRequest) -> str:
    variable = _variable(request)
    method = "--head" if request.method == "HEAD" else f"-X {request.method}"
    globbing = " --globoff" if re.search(r"[\[\]{}]", request.path) else ""
    lines = [f'curl -i -sS{globbing} {method} "$BASE_URL"{shlex.quote(request.path)}', *_headers(request)]
    lines += ['"${login[@]}"'] if variable else []
    lines += [f"--data-raw {shlex.quote(request.body)}"] if request.body else []
    heading = shlex.quote(f"### {request.number} {request.name} ({request.short})")
    first = f"logged_in {variable}\n  " if variable else ""
    command = " \\\n    ".join(lines)
    return f"request_{request.number}() {{\n  printf '%s\\n' {heading}\n  {first}{command}\n}}\n"


def _headers(request: ReadyRequest) -> list[str]:
    """Those that are the same for everybody."""
    same = request.headers.items() if not _variable(request) else _but_login(request)
    return [f"-H {shlex.quote(f'{name}: {value}' if value else f'{name}:')}" for name, value in same]


def _but_login(request: ReadyRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.headers.items() if name != "Authorization"]
