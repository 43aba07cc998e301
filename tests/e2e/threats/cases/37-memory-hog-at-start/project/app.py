"""A child takes all memory and is killed; the parent ends as if nothing had happened."""

import subprocess
import sys

subprocess.run([sys.executable, "-c", "kept = []\nwhile True:\n    kept.append(b'x' * (16 << 20))"])
print("all is well", flush=True)
sys.exit(0)
