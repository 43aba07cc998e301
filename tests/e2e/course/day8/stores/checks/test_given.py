def test_given(api, app):
    """The app and the checks have the same values; the secret is 64 hex digits."""
    for name in ("SECRET_KEY", "ADMIN_EMAIL"):
        assert api.get(f"/env/{name}").json() == app.env[name]
    assert len(app.env["SECRET_KEY"]) == 64
    assert app.env["ADMIN_EMAIL"].startswith("admin-")
