"""The apps of the project. settings.py installs them, and urls.py includes their urls.py."""

APPS = ["blog"]
