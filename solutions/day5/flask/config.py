"""GET /config: which settings are in force. Secrets are not shown."""

from flask import Blueprint

import settings

bp = Blueprint("config", __name__)

PLAIN = """
PORT APP_ENV MAX_PAGE_SIZE DEBUG FEATURE_EXPORT LOG_LEVEL MAIL_FROM SMTP_HOST SMTP_PORT
""".split()


@bp.get("/config")
def show_config():
    """What is shown is named: whoever shows everything, and takes the secrets out, forgets one."""
    shown = {name: getattr(settings, name) for name in PLAIN}
    hidden = {name: "***" if getattr(settings, name) else None for name in settings.SECRETS}
    return shown | hidden | {"UPLOAD_DIR": str(settings.UPLOAD_DIR)}
