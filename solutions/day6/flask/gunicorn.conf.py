"""How gunicorn serves the app. It reads this file by itself, so the command is the same everywhere."""

import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8080')}"  # reachable from outside, at the port that the platform has chosen
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))  # processes, which share nothing but the database
threads = 4  # requests that each of them works on at the same time
graceful_timeout = 8  # seconds that requests under way are given after SIGTERM; platforms kill after ten

# In front of this server stands the platform's proxy, and it alone can reach us. What it says in X-Forwarded-Proto is
# how the visitor came: todos' addresses begin with https then.
forwarded_allow_ips = "*"
