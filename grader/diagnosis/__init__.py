"""Why an app does not start or can't be installed, told from its output: the cause, the cure, and whose fault it is."""

from __future__ import annotations

import re

from grader.diagnosis.causes import STARTING, Finding, look_up
from grader.diagnosis.install_diagnosis import explain_install
from grader.diagnosis.missing_modules import node_module, python_module
from grader.diagnosis.traces import error_at, own_path, shortened, source_line, without_paths
from grader.project import Project

__all__ = ["Finding", "error_at", "explain", "explain_install"]


def explain(log: str, project: Project) -> Finding | None:
    """Why an app ended or did not start, if its output shows one of the common causes."""
    text = shortened(log)
    found = None
    for clue in (python_module, node_module, _syntax, _variable):
        found = found or clue(text, project)
    found = found or look_up(STARTING, text)
    if found is None:
        return None
    return Finding(found.fault, *(without_paths(words, project.folder) for words in (found.cause, found.cure)))


def _syntax(text: str, project: Project) -> Finding | None:
    """A syntax error with file and line, in both languages."""
    python = re.findall(
        r'File "([^"\n]+)", line (\d+)\n(?:[^\n]*\n){0,3}?((?:Syntax|Indentation|Tab)Error: [^\n]+)', text
    )
    node = re.findall(r"(?m)^(\S+\.[cm]?[jt]s):(\d+)\n(?:.*\n){1,4}?\s*\n?(SyntaxError: [^\n]+)", text)
    for file, line, error in reversed(python or node):
        path = own_path(file.removeprefix("file://"), project.folder)
        if path and not re.search(r"Cannot use import statement|Unexpected token 'export'|export named", error):
            source = source_line(project.folder, path, int(line))
            cure = f"Look at line {line} of {path} and the one before it" + (f": {source}" if source else ".")
            return Finding("learner", f"{path}:{line}: {error}", cure)
    return None


def _variable(text: str, project: Project) -> Finding | None:
    """os.environ["X"] without an X."""
    found = re.findall(r"KeyError: '([A-Za-z_][A-Za-z0-9_]*)'", text)
    if not found or not re.search(r"os\.environ|environ\[|<frozen os>|/os\.py\"", text):
        return None
    cure = (
        f'Give it a default: os.environ.get("{found[-1]}", "…"), or set it in grade.toml: env = {{ {found[-1]} = "…" }}'
    )
    return Finding("learner", f"the variable {found[-1]} is not set", cure)
