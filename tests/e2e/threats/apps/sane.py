"""Does what it is asked and nothing else."""

from serve import serve

serve()
