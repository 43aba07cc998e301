"""The modules of your project. Each has a blueprint called `bp`, which app.py registers."""

import comments
import feed
import posts

MODULES = [posts, feed, comments]
