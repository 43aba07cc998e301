from pathlib import Path

from grader.checks.quiz import FILE, judge, load_questions

QUESTIONS = load_questions(Path(__file__).parent / "assets" / "questions.toml")


def test_client_server(project):
    """The question "client-server" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"client-server": QUESTIONS["client-server"]})


def test_backend(project):
    """The question "backend" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"backend": QUESTIONS["backend"]})


def test_api(project):
    """The question "api" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"api": QUESTIONS["api"]})


def test_database(project):
    """The question "database" in answers.toml is answered rightly."""
    judge(project.text(FILE), {"database": QUESTIONS["database"]})
