"""The settings in force, for whoever wonders why the service does what it does. Secrets are ***."""

import logging
import re

from config import env
from django.conf import settings
from django.http import JsonResponse

from api.http import JsonView


class Config(JsonView):
    def get(self, request):
        return JsonResponse(
            {
                "PORT": env.PORT,
                "APP_ENV": env.APP_ENV,
                "SECRET_KEY": "***" if env.SECRET_KEY else None,
                "DATABASE_URL": without_password(env.DATABASE_URL),
                "MAX_PAGE_SIZE": env.MAX_PAGE_SIZE,
                "DEBUG": settings.DEBUG,
                "FEATURE_EXPORT": env.FEATURE_EXPORT,
                "LOG_LEVEL": logging.getLevelName(env.LOG_LEVEL).lower(),
                "UPLOAD_DIR": str(env.UPLOAD_DIR),
                "MAIL_FROM": env.MAIL_FROM,
                "SMTP_HOST": env.SMTP_HOST,
                "SMTP_PORT": env.SMTP_PORT,
            }
        )


def without_password(url):
    """The URL with *** for its password. What follows a question mark may hold one as well, and is left out."""
    return re.sub(r"^([^:]+://[^:@/]*):.*@", r"\1:***@", url.partition("?")[0])
