"""The modules of your project. Each has a blueprint called `bp`, which app.py registers."""

MODULES = []
