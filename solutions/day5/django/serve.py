"""Starts the server: `python serve.py`. Where it listens, the settings say.

waitress is a server for real use: four threads take the requests in turn, each with its own database connection. It has
no debugger and no reloader, whatever DEBUG says.
"""

import waitress
from config.wsgi import application
from django.conf import settings

LARGEST_BODY = 16 * 1024 * 1024  # bytes; more is not even taken. The app's own limits are far below: see the settings

if __name__ == "__main__":
    waitress.serve(
        application,
        host="0.0.0.0",
        port=settings.PORT,
        threads=4,
        max_request_body_size=LARGEST_BODY,
    )
