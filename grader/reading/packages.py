"""Names of well-known packages, and which package brings a module that is called something else."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

# Import name → the name in requirements.txt, where they differ.
BRINGS = {
    **{
        "flask": "Flask",
        "django": "Django",
        "rest_framework": "djangorestframework",
        "corsheaders": "django-cors-headers",
    },
    **{"flask_cors": "flask-cors", "flask_sqlalchemy": "Flask-SQLAlchemy", "flask_migrate": "Flask-Migrate"},
    **{"flask_login": "Flask-Login", "flask_wtf": "Flask-WTF", "flask_jwt_extended": "Flask-JWT-Extended"},
    **{"flask_restful": "Flask-RESTful", "flask_restx": "flask-restx", "flask_marshmallow": "flask-marshmallow"},
    **{"flask_bcrypt": "Flask-Bcrypt", "flask_mail": "Flask-Mail", "flask_limiter": "Flask-Limiter"},
    **{"flask_pymongo": "Flask-PyMongo", "flask_socketio": "Flask-SocketIO", "flask_caching": "Flask-Caching"},
    **{"flask_mysqldb": "Flask-MySQLdb", "flask_session": "Flask-Session", "flask_smorest": "flask-smorest"},
    **{"flask_swagger_ui": "flask-swagger-ui", "flask_script": "Flask-Script", "flask_admin": "Flask-Admin"},
    **{"dotenv": "python-dotenv", "decouple": "python-decouple", "environ": "django-environ", "jose": "python-jose"},
    **{"jwt": "PyJWT", "PIL": "Pillow", "yaml": "PyYAML", "bs4": "beautifulsoup4", "cv2": "opencv-python-headless"},
    **{
        "MySQLdb": "mysqlclient",
        "pymysql": "PyMySQL",
        "mysql": "mysql-connector-python",
        "psycopg2": "psycopg2-binary",
    },
    **{"psycopg": "psycopg[binary]", "bson": "pymongo", "sqlalchemy": "SQLAlchemy", "sklearn": "scikit-learn"},
    **{"OpenSSL": "pyOpenSSL", "Crypto": "pycryptodome", "dateutil": "python-dateutil", "magic": "python-magic"},
    **{"markdown": "Markdown", "werkzeug": "Werkzeug", "jinja2": "Jinja2", "wtforms": "WTForms", "docx": "python-docx"},
    **{"slugify": "python-slugify", "multipart": "python-multipart", "google": "google-api-python-client"},
    **{"django_filters": "django-filter", "rest_framework_simplejwt": "djangorestframework-simplejwt"},
    **{"drf_yasg": "drf-yasg", "drf_spectacular": "drf-spectacular", "debug_toolbar": "django-debug-toolbar"},
    **{"crispy_forms": "django-crispy-forms", "dj_database_url": "dj-database-url", "pkg_resources": "setuptools"},
    **{"socketio": "python-socketio", "telegram": "python-telegram-bot", "serial": "pyserial", "fitz": "PyMuPDF"},
    **{"email_validator": "email-validator", "ratelimit": "django-ratelimit", "whitenoise": "whitenoise"},
}

PYTHON = (
    *BRINGS.values(),
    *("gunicorn", "waitress", "requests", "httpx", "marshmallow", "pydantic", "pytest", "celery", "redis", "bcrypt"),
    *("passlib", "argon2-cffi", "cryptography", "numpy", "pandas", "itsdangerous", "click", "MarkupSafe", "peewee"),
    *("alembic", "gevent", "eventlet", "uvicorn", "boto3", "faker", "tzdata", "pytz", "psutil", "sentry-sdk", "black"),
    *("flake8", "attrs", "jsonschema", "matplotlib", "aiohttp", "stripe", "openai", "asgiref", "sqlparse", "blinker"),
)

NODE = (
    *("express", "cors", "dotenv", "mongoose", "mongodb", "mysql", "mysql2", "pg", "sequelize", "knex", "sqlite3"),
    *("better-sqlite3", "bcrypt", "bcryptjs", "argon2", "jsonwebtoken", "express-session", "cookie-parser", "morgan"),
    *("helmet", "body-parser", "joi", "zod", "express-validator", "uuid", "nanoid", "axios", "multer", "passport"),
    *("passport-local", "socket.io", "ws", "ejs", "pug", "winston", "pino", "nodemailer", "redis", "ioredis", "lodash"),
    *("moment", "dayjs", "nodemon", "typescript", "ts-node", "tsx", "prisma", "@prisma/client", "typeorm", "jest"),
    *("supertest", "compression", "express-rate-limit", "method-override", "connect-mongo", "http-errors", "debug"),
    *("swagger-ui-express", "validator", "cross-env", "express-async-handler", "slugify", "stripe", "chalk", "yup"),
)


def brought_by(module: str) -> str:
    """The package that brings a Python module, by the module's first name."""
    return BRINGS.get(module.partition(".")[0], module.partition(".")[0].replace("_", "-"))


def normal(name: str) -> str:
    """A Python package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def nearest_package(name: str, known: Iterable[str]) -> str:
    """The known name that is most like this one, if any is; empty if it is one itself."""
    table = {normal(one): one for one in known}
    close = difflib.get_close_matches(normal(name), table, n=1, cutoff=0.8)
    return table[close[0]] if close and close[0] != normal(name) else ""
