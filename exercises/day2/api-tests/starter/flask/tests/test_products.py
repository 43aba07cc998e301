"""Your tests of /products, for a server that somebody else wrote. Where it is, BASE_URL says.

Try them on a server of your own first, in a second terminal:

    BASE_URL=http://127.0.0.1:8080 pytest tests
"""

import os

import requests

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8080")


def test_health():
    reply = requests.get(f"{BASE_URL}/health", timeout=5)
    assert reply.status_code == 200
    assert reply.json()["status"] == "ok"


# TODO api-tests.runs: write tests that make, read, change and delete products. Each makes what it needs by itself.

# TODO api-tests.status: for each kind of request, compare the status code with the exact number of the contract.

# TODO api-tests.body: compare the whole of what comes back, types included, with what it should be.

# TODO api-tests.state: after a request that changes something, ask again and see whether it is so.

# TODO api-tests.validation: send what the contract forbids, and expect to be refused.
