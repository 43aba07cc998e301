"""Is done before anybody asks."""

print("nothing to do", flush=True)
