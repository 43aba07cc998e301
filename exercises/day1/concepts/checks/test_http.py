from pathlib import Path

from grader.checks.quiz import FILE, judge, load_questions

QUESTIONS = load_questions(Path(__file__).parent / "assets" / "questions.toml")


def test_request_line(project):
    """The question "request-line" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"request-line": QUESTIONS["request-line"]})


def test_headers(project):
    """The question "headers" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"headers": QUESTIONS["headers"]})


def test_status(project):
    """The question "status" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"status": QUESTIONS["status"]})


def test_stateless(project):
    """The question "stateless" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"stateless": QUESTIONS["stateless"]})
