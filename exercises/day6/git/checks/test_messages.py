from collections import Counter

from grader.checks.values import Miss, say

SHORTEST, LONGEST = 10, 72
EMPTY = {"update", "updates", "updated", "fix", "fixes", "fixed", "wip", "asdf", "changes", "change", "stuff", "more"}


def subjects(git):
    """The first lines of the commits over this project's files; merges have words of their own."""
    found = [commit.subject.strip() for commit in git.commits if len(commit.parents) < 2]
    if not found:
        raise Miss("commits over this project's files", "none")
    return found


def test_have_a_length(git):
    """Each subject has 10 to 72 characters."""
    for subject in subjects(git):
        if not SHORTEST <= len(subject) <= LONGEST:
            raise Miss(f"subjects of {SHORTEST} to {LONGEST} characters", f"{say(subject)}: {len(subject)} characters")


def test_differ(git):
    """No two commits have the same subject."""
    for subject, count in Counter(" ".join(subject.lower().split()) for subject in subjects(git)).items():
        if count > 1:
            raise Miss("a subject of its own for each commit", f"{count} that say {say(subject)}")


def test_say_something(git):
    """No subject consists of nothing but words such as update, fix, wip and asdf."""
    for subject in subjects(git):
        words = {"".join(filter(str.isalpha, word)).lower() for word in subject.split()} - {""}
        if words <= EMPTY:
            raise Miss("subjects that say what was done", say(subject))
