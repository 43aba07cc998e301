"""Backend Week: exercises in backend development, graded by a machine that teaches."""

__version__ = "0.1.0"
