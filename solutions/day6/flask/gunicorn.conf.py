"""How gunicorn serves the app. It reads this file by itself, so the command is the same everywhere."""

import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8080')}"  # reachable from outside, at the port that the platform has chosen
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))  # processes, which share nothing but the database
threads = 4  # requests that each of them works on at the same time
preload_app = True  # create_app() runs once and makes the tables; the workers are copies of what is there by then
graceful_timeout = 8  # seconds that requests under way are given after SIGTERM; platforms kill after ten

# In front of this server stands the platform's proxy, and it alone can reach us. What it says in X-Forwarded-Proto is
# how the visitor came: todos' addresses begin with https then.
forwarded_allow_ips = "*"


def pre_fork(server, worker):
    """Before each copy: what is open to the database is closed, for two processes must not talk over one connection."""
    from db import engine  # not above: this file is read before the app is there

    engine.dispose()
