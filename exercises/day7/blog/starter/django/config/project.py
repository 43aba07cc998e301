"""The apps of the blog. settings.py installs them, and urls.py includes their urls.py."""

APPS = ["blog"]
