"""How a start command is given to the shell: so that the app takes the shell's place, and hears a request to end."""

from __future__ import annotations

import re

# A line in simple commands and what joins them; quoted parts stay whole.
PIECES = re.compile(r"""((?:[^&|;\n"'\\]|\\.|"(?:\\.|[^"\\])*"|'[^']*')+)|(&&|\|\||[;&|\n])""")
LAST = re.compile(r"(\s*(?:[A-Za-z_]\w*=[^\s\"'`$()]*\s+)*)([\w./~-][^\s=]*(?:\s.*)?)", re.DOTALL)
# What has no meaning for the order of things: quoted words, and variables with what stands for one that is not set.
PLAIN = re.compile(r"""'[^']*'|"(?:\\.|[^"\\`$]|\$(?!\())*"|\$\{\w+(?::?-[^{}`$()]*)?\}""")
# Words of the shell's own: what begins with one of them is no program that could take its place.
OWN = {
    *(
        ". : break case cd command continue eval exec exit export for function if read readonly return set shift"
    ).split(),
    *("source time times trap true false type ulimit umask unalias unset until wait while").split(),
}


def shell(start: str) -> list[str]:
    """The arguments that run a start command. A shell that stays would be told to end instead of the app."""
    pieces = PIECES.findall(start.strip())
    whole = "".join(words + joint for words, joint in pieces) == start.strip()
    joints = {joint for _, joint in pieces if joint}
    last = LAST.fullmatch(pieces[-1][0]) if whole and pieces and joints <= {"&&", ";", "\n"} else None
    if last is None or last[2].split()[0] in OWN or re.search(r"[(){}`]", PLAIN.sub("", start)):
        return ["sh", "-c", start]
    before = "".join(words + joint for words, joint in pieces[:-1])
    return ["sh", "-c", f"{before}{last[1]}exec {last[2]}"]
