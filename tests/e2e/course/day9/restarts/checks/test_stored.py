import hashlib


def test_stored(api, app):
    """What lies below /app and /data is known by its path in a container, in both runners."""
    api.put("/file", json="kept")
    found = app.all_files()
    assert found["/data/value.json"].size == 6
    assert found["/data/value.json"].sha256 == hashlib.sha256(b'"kept"').hexdigest()
    assert found["/app/here.txt"].size == 5
