"""What counts as a secret in a line, and what does not."""

from __future__ import annotations

import pytest

from grader.reading.known_keys import detectors
from grader.reading.secrets import kinds

VALUE = "gZ81kq02mVx"
KEY = "a1" * 18


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (".env", f"SECRET_KEY={VALUE}"),
        (".env", f'SECRET_KEY="{VALUE}"'),
        ("deploy.sh", f"export API_TOKEN={VALUE}"),
        ("Dockerfile", f"ENV ADMIN_PASSWORD={VALUE} PORT=80"),
        ("Dockerfile", f"ENV JWT_SECRET={VALUE}"),
        ("Dockerfile", f"ENV DATABASE_URL=postgres://app:{VALUE}@db.example.org/app"),
        ("render.yaml", f"  MAIL_PASSWORD: {VALUE}"),
        ("compose.yml", f"  - MAIL_PASSWORD={VALUE}"),
        ("settings.py", f"SECRET_KEY: str = '{VALUE}'"),
        ("settings.py", f'os.environ["SECRET_KEY"] = "{VALUE}"'),
        ("settings.py", f'SECRET_KEY = os.environ.get("SECRET_KEY", "{VALUE}")'),
        ("settings.py", 'SECRET_KEY = "django-insecure-x3#k(2$8"'),
        ("settings.py", 'SECRET_KEY = "supersecret"'),
        ("config.js", f'const key = process.env.SECRET_KEY ?? "{VALUE}";'),
        ("config.js", f"const API_KEY = `{VALUE}`"),
        ("vercel.json", f'"API_TOKEN": "{VALUE}",'),
        ("tests/test_app.py", f'token = "ghp_{KEY}"'),
        ("notes.txt", f"github_pat_{KEY}_{KEY}"),
        ("notes.txt", "key: AKIAIOSFODNN7ABCDEFG"),
        ("notes.txt", f"sk_live_{KEY[:24]}"),
        ("id_rsa", "-----BEGIN OPENSSH PRIVATE KEY-----"),
        ("key.pem", "-----BEGIN PRIVATE KEY-----"),
        ("notes.txt", f"xoxb-123456789012-{KEY[:24]}"),
        ("notes.txt", f"glpat-{KEY[:20]}"),
        ("notes.txt", f"SG.{KEY[:22]}.{(KEY * 2)[:43]}"),
    ],
)
def test_a_secret(path: str, line: str) -> None:
    """Real values in every form in which they are written down, and keys of a known form anywhere."""
    found = list(kinds(line, path))
    assert found
    assert VALUE not in found[0] and KEY not in found[0]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (".env.example", "SECRET_KEY="),
        (".env.example", "SECRET_KEY=change-me"),
        (".env.example", "SECRET_KEY=***"),
        (".env.example", "SECRET_KEY=your-key-here   # python -c …"),
        (".env.example", "SECRET_KEY=<secret>"),
        (".env.example", "API_TOKEN=xxxxxxxx"),
        ("compose.yml", "SECRET_KEY: ${SECRET_KEY}"),
        ("compose.yml", "POSTGRES_PASSWORD: postgres"),
        ("render.yaml", "  - key: SECRET_KEY"),
        ("render.yaml", "    generateValue: true"),
        ("deploy.sh", "export SECRET_KEY=$(openssl rand -hex 32)"),
        ("deploy.sh", 'curl -H "Authorization: Bearer $API_TOKEN"'),
        ("settings.py", 'SECRET_KEY = os.environ["SECRET_KEY"]'),
        ("settings.py", 'SECRET_KEY = os.environ.get("SECRET_KEY", "dev")'),
        ("settings.py", 'SECRET_KEY = "dev-only-not-for-production"'),
        ("settings.py", 'raise SystemExit("SECRET_KEY is missing: set it")'),
        ("settings.py", 'need("SECRET_KEY", "at least 32 characters, please")'),
        ("config.js", 'const STORAGE_KEY = "todos-v1";'),
        ("config.js", 'if (process.env.API_KEY === "abc123xyz") stop();'),
        ("config.js", "const API_KEY = process.env.API_KEY;"),
        ("tests/test_app.py", f'ADMIN_PASSWORD = "{VALUE}"'),
        ("tests/app.test.js", f'const ADMIN_PASSWORD = "{VALUE}";'),
        ("README.md", "the key AKIAIOSFODNN7EXAMPLE of the documentation"),
        ("package-lock.json", '"integrity": "sha512-Pj8K2mXv0aZ1Qe8mB3mR5lq9K3l2v1A0ZxTn6oYw7Ck3h2r4vS1dE9fQ=="'),
        ("Dockerfile", "RUN SECRET_KEY=build-only python manage.py collectstatic"),
        ("app.py", "key_password = get_password()"),
        ("static/app.js", "x" * 100_000),
    ],
)
def test_no_secret(path: str, line: str) -> None:
    """Placeholders, code that reads the environment, and names of other things."""
    assert list(kinds(line, path)) == []


def test_the_detectors_are_all_there() -> None:
    """Each is where this release of detect-secrets has it."""
    assert len(detectors()) == 16
