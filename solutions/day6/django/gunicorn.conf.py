"""How gunicorn serves the app. It reads this file by itself when it is started in this folder."""

import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8080')}"

# One process with four threads is enough for the smallest machine that a platform gives away. Each thread has its own
# database connection. A bigger one can say WEB_CONCURRENCY=4: that many processes.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = 4

# After SIGTERM no new requests are taken, and those under way have this long to end. Platforms wait ten seconds or more
# before they pull the plug.
graceful_timeout = 8

accesslog = "-"  # a line for each request, to stdout: platforms collect what is printed
control_socket_disable = True  # a way to talk to it while it runs, for which it would need a folder to write to
