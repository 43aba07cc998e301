"""How log lines look, and which are written. Everything goes to stdout: whoever runs the service collects it there."""


def logging_settings(level):
    """For LOGGING in the settings."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        # TODO logging.json: a class of your own, made from logging.Formatter, whose format(self, record) gives a line
        #   of JSON. {"()": "api.logs.JsonFormatter"} is how a formatter is named here. A record has created,
        #   levelname and getMessage(), and whatever a call gave it with `extra={…}`.
        # TODO logging.json: each line should say which request it belongs to. A ContextVar (module contextvars) is a
        #   variable that each request has for itself: the middleware RequestId sets it, a formatter reads it.
        # TODO logging.trace: where a call said exc_info=…, self.formatException(record.exc_info) gives the trace.
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
        "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "plain"}},
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            # Django would add handlers of its own.
            "django": {"handlers": [], "propagate": True},
            # TODO logging.levels: Django writes lines for 4xx and 5xx by itself, with the logger django.request. They
            #   are not needed any more once AccessLog has its own.
            "waitress.queue": {"level": "ERROR"},  # that a request has to wait for its turn is nothing to warn of
        },
    }
