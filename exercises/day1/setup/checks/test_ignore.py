def test_secrets_stay_out(project):
    """.gitignore keeps .env out of Git, in this folder and below."""
    paths = [".env", "config/.env"]
    missed = [path for path in paths if path not in project.ignored(*paths)]
    assert not missed, f"Git leaves out .env, but it would take {missed[0]}"


def test_what_was_installed_stays_out(project):
    """.gitignore keeps what can be installed again out of Git: .venv and venv, or node_modules."""
    python = project.track() != "express"
    paths = [".venv/bin/python", "venv/bin/python"] if python else ["node_modules/express/index.js"]
    missed = [path for path in paths if path not in project.ignored(*paths)]
    assert not missed, f"Git leaves out what can be installed again, but it would take {(missed or [''])[0]}"
