"""The apps of the shop. settings.py installs them, and urls.py includes their urls.py."""

APPS = ["shop"]
