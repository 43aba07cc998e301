"""Takes all the processors' time that it can get, and never listens."""

import os

for _ in range(3):
    os.fork()
while True:
    pass
