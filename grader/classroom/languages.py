"""How a source file of each language is cut into tokens: the patterns, and the words that stay as they are.

Pygments, which is at hand with rich, was tried: its lexers take quadratic time (32 KiB of `"` and backslashes, as
JavaScript, over six seconds; a file may have 512), and the one for Python reads 100 KB a second. Here each alternative
of a pattern keeps all that it looked at: nothing is given back, and what is never closed ends with the line or the
file. So the time grows with the size and with nothing else.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# Parts of patterns. `[^*]*+` is possessive: what it took it never gives back.
_WORD = r"[^\W\d]\w*+"
_DIGITS = r"\d[\w.]*+"
_SLASHES = r"//[^\n]*+"
_STARS = r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?"
_QUOTED = r""""[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?"""
_BACKTICKS = r"`[^`\\]*+(?:\\.[^`\\]*+)*+`?"
_LONG = r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:""")?|' + r"'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+(?:''')?"
_REGEX = r"/[^\n/\\\[]*+(?:(?:\\.|\[[^\]\\\n]*+(?:\\.[^\]\\\n]*+)*+\]?)[^\n/\\\[]*+)*+/?"
_BEFORE_REGEX = r"[(=:\[!&|?{}+\-*%~^<>\n;,]"  # a slash after one of these opens a regular expression, else it divides

_JAVASCRIPT_WORDS = frozenset(
    "async await break case catch class const continue debugger default delete do else export extends false finally "
    "for from function get if import in instanceof let new null of return set static super switch this throw true try "
    "typeof undefined var void while with yield".split()
)
_SQL_WORDS = frozenset(
    "add all alter and as asc avg begin between by cascade case cast check coalesce column commit constraint count "
    "create cross current_date current_timestamp date default delete desc distinct drop else end except exists extract "
    "false filter following for foreign from full group having if ilike in index inner insert intersect interval into "
    "is join key lateral left like limit max min not null nulls offset on or order outer over partition preceding "
    "primary range recursive references returning right rollback round row rows select set sum table then transaction "
    "true truncate unbounded union unique update using values view when where window with".split()
)


@dataclass(frozen=True)
class Language:
    """How one is read. The pattern's groups are `skip`, `string`, `number`, `name`, `kept` and `other`.

    `words` are names that stay as they are, `same` are tokens that stand for others. `folded`: capitals are small ones;
    `prose`: a run of names is one name, since it is text for people; `docstrings`: a text alone is a comment.
    """

    name: str
    pattern: re.Pattern[str]
    words: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)
    folded: bool = False
    prose: bool = False
    docstrings: bool = False


def _pattern(**parts: str) -> re.Pattern[str]:
    """One pattern of named parts, tried in that order; any other character is a token of its own."""
    groups = "|".join(f"(?P<{kind}>{part})" for kind, part in parts.items())
    return re.compile(f"{groups}|(?P<other>.)", re.DOTALL)


PYTHON = Language(
    "python",
    _pattern(
        skip=r"[\s\\,;\ufeff]++|#[^\n]*+",
        string=rf"[rRbBuUfF]{{0,2}}(?:{_LONG}|{_QUOTED})",
        number=_DIGITS,
        name=_WORD,
        kept=r"->|:=|[=!<>]=|//|\*\*|<<|>>",
    ),
    words=frozenset(keyword.kwlist),
    docstrings=True,
)
JAVASCRIPT = Language(
    "javascript",
    _pattern(
        skip=rf"[\s;,\ufeff]++|{_SLASHES}|{_STARS}",
        string=rf"{_QUOTED}|{_BACKTICKS}|(?:(?<={_BEFORE_REGEX})|(?<={_BEFORE_REGEX} )){_REGEX}",
        number=_DIGITS,
        name=r"(?:[^\W\d]|\$)[\w$]*+",
        kept=r"=>|[=!]==?|<=|>=|&&|\|\||\?\?|\?\.|\.\.\.|\+\+|--|\*\*",
    ),
    words=_JAVASCRIPT_WORDS,
    same={"===": "==", "!==": "!=", "let": "var", "const": "var"},
)
HTML = Language(
    "html",
    _pattern(
        skip=r"\s++|<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?|\{#[^#]*+(?:#(?!\})[^#]*+)*+(?:#\})?",
        string=r"""(?<==)(?:"[^"]*+"?|'[^']*+'?)""",
        kept=r"</?[a-zA-Z][\w:-]*+|[\w:-]++(?==)",
        number=r"\d\w*+",
        name=r"[\w-]++",
    ),
    folded=True,
    prose=True,
)
CSS = Language(
    "css",
    _pattern(
        skip=rf"[\s;]++|{_STARS}",
        string=_QUOTED,
        name=r"[.#](?=[^\W\d])[\w-]++|--[\w-]++",
        number=r"\d[\w.%]*+",
        kept=r"[\w-]++",
    ),
    folded=True,
)
SQL = Language(
    "sql",
    _pattern(
        skip=rf"[\s;,]++|--[^\n]*+|{_STARS}",
        string=r"'[^']*+(?:''[^']*+)*+'?",
        number=_DIGITS,
        name=rf"""{_WORD}|"[^"]*+"?|`[^`]*+`?""",
        kept=r"<>|[!<>]=|\|\||::|->>?",
    ),
    words=_SQL_WORDS,
    same={"!=": "<>"},
    folded=True,
)
LANGUAGES = {
    ".py": PYTHON,
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"), JAVASCRIPT),
    **dict.fromkeys((".html", ".htm", ".ejs", ".j2", ".jinja", ".jinja2"), HTML),
    ".css": CSS,
    ".sql": SQL,
}


def language_of(path: str) -> Language | None:
    """By the name's ending; None for what is not compared."""
    _, dot, ending = path.rpartition("/")[2].lower().rpartition(".")
    return LANGUAGES.get(dot + ending)
