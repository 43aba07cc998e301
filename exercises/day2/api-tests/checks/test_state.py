"""Each server here answers as it should and then isn't in the state that its answer claims."""


def test_delete(suite):
    """A server that only says that it has deleted is noticed."""
    assert not suite.fault("delete-keeps").passed, (
        "your tests passed against a server with a wrong state: look at the product again after it was deleted"
    )


def test_put(suite):
    """A server whose PUT does not replace is noticed."""
    assert not suite.fault("put-merges").passed, (
        "your tests passed against a server with a wrong state: look at what becomes of a field that a PUT leaves out"
    )


def test_post(suite):
    """A server that can't keep two products apart is noticed."""
    assert not suite.fault("post-overwrites").passed, (
        "your tests passed against a server with a wrong state: make more than one product, then look at each of them"
    )
