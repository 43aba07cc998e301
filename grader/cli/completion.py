"""`grade completion SHELL`: a script that makes a shell offer days, exercises, goals and options."""

from __future__ import annotations

import click

from grader.cli.common import guarded, version_option
from grader.cli.completing import words

SHELLS = ("bash", "zsh", "fish")
PROGRAMS = ("grade", "scaffold", "study")
EXAMPLE = """\b
Examples:
  grade completion bash >> ~/.bashrc        then open a new terminal
  grade completion zsh >> ~/.zshrc
  grade completion fish > ~/.config/fish/conf.d/backend-week.fish

\b
bash must be of version 4.4 or newer; that of macOS is older. PowerShell: not yet.
"""


@click.command(epilog=EXAMPLE)
@click.argument("shell", metavar="bash|zsh|fish", shell_complete=words(*SHELLS))
@version_option
@guarded
def main(shell: str) -> int:
    """Print a script for SHELL: after the tab key it offers days, exercises, goals and options."""
    from click.shell_completion import get_completion_class

    from grader import catalog
    from grader.errors import UsageError

    made = get_completion_class(shell) if shell in SHELLS else None
    if made is None:
        raise UsageError(f"there is no completion for '{shell}'", catalog.nearest(shell, list(SHELLS), "shells"))
    for program in PROGRAMS:
        # Their own check runs bash, which need not be the one that the script is for.
        known = made(click.Command(program), {}, program, f"_{program.upper()}_COMPLETE")
        click.echo(known.source_template % known.source_vars())
    return 0
