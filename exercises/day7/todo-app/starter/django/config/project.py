"""The apps of your project. settings.py installs them, and urls.py includes their urls.py."""

APPS = ["todos"]
