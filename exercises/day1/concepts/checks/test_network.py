from pathlib import Path

from grader.checks.quiz import FILE, judge, load_questions

QUESTIONS = load_questions(Path(__file__).parent / "assets" / "questions.toml")


def test_host_port(project):
    """The question "host-port" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"host-port": QUESTIONS["host-port"]})


def test_dns(project):
    """The question "dns" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"dns": QUESTIONS["dns"]})


def test_loopback(project):
    """The question "loopback" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"loopback": QUESTIONS["loopback"]})


def test_all_interfaces(project):
    """The question "all-interfaces" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"all-interfaces": QUESTIONS["all-interfaces"]})
