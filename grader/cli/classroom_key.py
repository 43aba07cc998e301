"""`classroom key`: the pair of keys by which official grades are signed and checked."""

from __future__ import annotations

import click

from grader.cli.common import guarded, version_option

EXAMPLE = """\b
Examples:
  classroom key                            in your folder of settings, where `classroom grade --official` looks
  classroom key --out keys/autumn.pem      a key of its own for one course

\b
A new course gets a new key: no grade of an old one can then be passed off as one of this course.
"""


@click.command(epilog=EXAMPLE, short_help="Make the keys that sign official grades.")
@click.option("--out", metavar="FILE", help="Where the private key goes; the public one gets the ending .pub.")
@version_option
@guarded
def main(out: str | None) -> int:
    """Make a private key that signs official grades, and the public one that checks them."""
    from grader.classroom.signing import Verifier, key_path, make_key
    from grader.printable import one_line

    private = key_path(out)
    public = make_key(private)
    (fingerprint,) = Verifier.load(public).fingerprints
    lines = [
        f"private key  {one_line(str(private.absolute()))}",
        f"public key   {one_line(str(public.absolute()))}",
        f"fingerprint  {fingerprint}",
        "",
        "The private key stays on the machine that makes official grades: whoever has it can write any grade. Keep a",
        "copy where only you can read it. It never goes into a repository, into a secret of a learner's fork, or on a",
        "machine where learners have an account.",
        "The public key is for everybody who checks grades: classroom verify --public-key FILE. Tell them the",
        "fingerprint by another way than the file.",
    ]
    click.echo("\n".join(lines))
    return 0
