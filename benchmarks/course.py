"""Thirty checks of one app, as this course has them and as other programs do; and a course with any number.

Each sends an object to POST /echo of day 2's right solution and wants it back, as `received`, so that none depends
on another.
"""

from __future__ import annotations

import json
from pathlib import Path

SOLUTION = Path(__file__).parents[1] / "solutions" / "day2" / "flask"
COUNT = 30
MANIFEST = """\
format = 1
title = "Echo"
hours = 1
[[goals]]
id = "echo"
title = "Echo"
hints = ["a", "b", "c"]
"""


def body(number: int) -> dict[str, object]:
    return {"number": number, "name": f"cup {number}", "tags": ["a", "b"], "nested": {"price": number / 4}}


def answer(number: int) -> dict[str, object]:
    return {"received": body(number)}


def lay(home: Path, count: int = COUNT) -> Path:
    """A course whose day8 has one exercise with so many checks; for GRADER_COURSE."""
    checks = home / "day8" / "echo" / "checks"
    checks.mkdir(parents=True)
    (home / "day8" / "day.toml").write_text('title = "A day"\nexercises = ["echo"]\n')
    (home / "day8" / "echo" / "exercise.toml").write_text(MANIFEST)
    functions = (
        f'def test_number_{number}(api):\n    """The object comes back."""\n'
        f'    assert api.post("/echo", json={body(number)!r}).json() == {answer(number)!r}\n'
        for number in range(count)
    )
    (checks / "test_echo.py").write_text("\n\n".join(functions))
    return home


def for_check50(home: Path) -> None:
    (home / ".cs50.yml").write_text("check50: true\n")
    functions = (
        f'@check50.check()\ndef number_{number}():\n    """the object comes back"""\n'
        f"    answer = requests.post(URL, json={body(number)!r})\n    if answer.json() != {answer(number)!r}:\n"
        f'        raise check50.Failure("another object")\n'
        for number in range(COUNT)
    )
    head = 'import check50\nimport os\nimport requests\n\nURL = os.environ["BASE"] + "/echo"\n\n\n'
    (home / "__init__.py").write_text(head + "\n\n".join(functions))


def for_newman(home: Path, base: str) -> None:
    items = [
        {
            "name": f"number {number}",
            "request": {
                "method": "POST",
                "url": f"{base}/echo",
                "header": [{"key": "Content-Type", "value": "application/json"}],
                "body": {"mode": "raw", "raw": json.dumps(body(number))},
            },
            "event": [
                {
                    "listen": "test",
                    "script": {
                        "exec": [
                            f'pm.test("it comes back", () => '
                            f"pm.expect(pm.response.json()).to.eql({json.dumps(answer(number))}));"
                        ]
                    },
                }
            ],
        }
        for number in range(COUNT)
    ]
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    (home / "collection.json").write_text(json.dumps({"info": {"name": "echo", "schema": schema}, "item": items}))


def for_tavern(home: Path, base: str) -> None:
    tests = (
        {
            "test_name": f"number {number}",
            "stages": [
                {
                    "name": "it comes back",
                    "request": {"url": f"{base}/echo", "method": "POST", "json": body(number)},
                    "response": {"status_code": 200, "json": answer(number)},
                }
            ],
        }
        for number in range(COUNT)
    )
    (home / "test_echo.tavern.yaml").write_text("\n---\n".join(json.dumps(test) for test in tests))


def for_jest(home: Path, base: str) -> None:
    tests = (
        f'test("number {number}", async () => {{\n'
        f'  const answer = await request("{base}").post("/echo").send({json.dumps(body(number))});\n'
        f"  expect(answer.body).toEqual({json.dumps(answer(number))});\n}});\n"
        for number in range(COUNT)
    )
    (home / "package.json").write_text("{}")
    (home / "echo.test.js").write_text('const request = require("supertest");\n\n' + "\n".join(tests))


def for_hs_test(home: Path) -> None:
    (home / "app_here.py").write_text(
        "import os, runpy, sys\n"
        'host, _, port = sys.argv[1].partition(":")\n'
        f'os.environ.update(HOST="127.0.0.1", PORT=port)\nsys.path.insert(0, {str(SOLUTION)!r})\n'
        f'runpy.run_path({str(SOLUTION / "app.py")!r}, run_name="__main__")\n'
    )
    (home / "tests.py").write_text(
        "import json\nfrom urllib.request import Request, urlopen\n"
        "from hstest import CheckResult, FlaskTest, dynamic_test\n\n\n"
        'class Echo(FlaskTest):\n    source = "app_here"\n\n'
        "    def ask(self, sent):\n"
        '        head = {"Content-Type": "application/json"}\n'
        '        request = Request(self.get_url("echo"), json.dumps(sent).encode(), head)\n'
        "        with urlopen(request) as answer:\n            got = json.load(answer)\n"
        '        return CheckResult.correct() if got == {"received": sent} else CheckResult.wrong("another object")\n\n'
        + "\n".join(
            f"    @dynamic_test\n    def test{number}(self):\n        return self.ask({body(number)!r})\n"
            for number in range(COUNT)
        )
        + '\n\nif __name__ == "__main__":\n    Echo().run_tests()\n'
    )
