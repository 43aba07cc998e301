import json

from grader.checks import ERROR


def test_none(api, fake):
    """A body without any Content-Type answers 415 with a JSON error."""
    reply = api.post("/echo", data=json.dumps(fake.product()), headers={})
    assert reply.status_code == 415
    assert reply.json() == ERROR


def test_another(api, fake):
    """A body that is declared as something else than JSON answers 415, even if JSON is in it."""
    for media_type in ("text/plain", "text/plain; charset=utf-8", "application/x-www-form-urlencoded"):
        body = json.dumps(fake.product())
        reply = api.post("/echo", data=body, headers={"Content-Type": media_type})
        assert reply.status_code == 415
        assert reply.json() == ERROR


def test_parameters_are_fine(api, fake):
    """application/json with parameters, such as a charset, is JSON, in capitals too."""
    for media_type in ("application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"):
        value = fake.product()
        reply = api.post("/echo", data=json.dumps(value), headers={"Content-Type": media_type})
        assert reply.status_code == 200
        assert reply.json() == {"received": value}
