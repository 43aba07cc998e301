"""Measures floor and product in turn, in one run: `make bench`, or `python -m benchmarks [NAME…] [--pairs N]`.

Prints medians with quartiles and the ratios beside what they must be; writes both as JSON, and a picture. It is
meant to take ten minutes: on a slow machine each thing is measured less often, but three times at least. Whoever wants
to know whether two runs agree gives the first one's file: `--against build/bench.json`. To compare two states of the
code in one run: `OTHER=…/.venv/bin`, the folder of another checkout's programs; of several, with a colon between.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from benchmarks import classes, first, grades, others, parts, processors, scale, watch
from benchmarks.timing import PAIRS, Measured, Rounds, spread

BENCHMARKS: dict[str, Callable[[Rounds], Measured]] = {  # what takes little first: the rest is for the others
    "help": grades.help_,
    "parts": parts.parts,
    "memory": scale.memory,
    "hs-test": others.started_too,
    "others": others.compared,
    "watch": watch.watch,
    "checks": scale.checks,
    "first": first.first,
    "local": grades.local,
    "class": classes.rates,
    "cold": grades.cold,
}
LONG = {  # done where they are named
    "growth": classes.growth,  # takes a quarter of an hour
    "processors": processors.processors,
}
AGREE = 0.10  # two runs of one machine do not differ by more
HOME = Path(__file__).parents[1] / "build"


def main() -> int:
    """0 where every ratio is what it must be, and those of an earlier run are met again."""
    wanted = parsed()
    found: list[Measured] = []
    began = time.monotonic()
    names = list(wanted.names or BENCHMARKS)
    for number, name in enumerate(names):
        started = time.monotonic()
        share = (began + 60 * wanted.minutes - started) / (len(names) - number)
        measured = {**BENCHMARKS, **LONG}[name](Rounds(wanted.pairs, share))
        found.append(measured)
        show(measured, time.monotonic() - started)
    print(f"\nin {time.monotonic() - began:.0f} s")
    HOME.mkdir(exist_ok=True)
    data = as_data(found)
    differing = differences(json.loads(wanted.against.read_text()), data) if wanted.against else []
    wanted.json.write_text(json.dumps(data, indent=1))
    picture(found, wanted.json.with_suffix(".svg"))
    for line in differing:
        print(f"differs: {line}")
    return 1 if differing or any(measured.missed() for measured in found) else 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[*BENCHMARKS, *LONG, []], help=f"all but {', '.join(LONG)}, if none is named"
    )
    parser.add_argument("--pairs", type=int, default=PAIRS, help="how often each is measured")
    parser.add_argument("--minutes", type=float, default=10, help="that all of it may take")
    parser.add_argument("--json", type=Path, default=HOME / "bench.json")
    parser.add_argument("--against", type=Path, help="an earlier run's file")
    return parser.parse_args()


def show(one: Measured, took: float) -> None:
    print(f"\n{one.title}   {', '.join([*one.notes, f'in {took:.0f} s'])}")
    for name, values in one.seconds.items():
        low, middle, high = (1000 * value for value in spread(values))
        print(f"  {name:44} {middle:8.0f} ms   ({low:.0f} to {high:.0f}, {len(values)} times)")
    for name, points in one.series.items():
        print(f"  {name}: {', '.join(f'{at:g}: {value:.3g}' for at, value in points)}")
    for name, value in one.ratios.items():
        must, aim = one.bounds[name]
        least = "at least" if name in one.more else "at most"
        bounds = ", ".join(
            f"{word} {least} {bound:g}" for word, bound in (("must", must), ("aim", aim)) if bound is not None
        )
        verdict = "" if one.holds(name) else "   MISSED"
        print(f"  {name:44} {value:8.2f} {one.units.get(name, '')}  ({bounds}){verdict}")
    sys.stdout.flush()


def as_data(found: Sequence[Measured]) -> dict[str, object]:
    """For a file: the machine in figures, no name of it."""
    return {
        "machine": {
            "processors": psutil.cpu_count(),
            "GiB": round(psutil.virtual_memory().total / 2**30),
            "system": f"{platform.system()} {platform.release().partition('-')[0]}",
            "python": platform.python_version(),
        },
        "benchmarks": [
            {
                "title": one.title,
                "notes": one.notes,
                "ms": {name: [round(1000 * value, 2) for value in values] for name, values in one.seconds.items()},
                "ratios": {name: round(value, 4) for name, value in one.ratios.items()},
                "bounds": one.bounds,
                "more": sorted(one.more),
                "units": one.units,
                "missed": one.missed(),
                "series": one.series,
            }
            for one in found
        ],
    }


def differences(before: dict, now: dict) -> list[str]:
    """Ratios that two runs do not agree on."""
    earlier, later = (
        {name: value for one in run["benchmarks"] for name, value in one["ratios"].items()} for run in (before, now)
    )
    return [
        f"{name}: {earlier[name]:.3g}, now {value:.3g}"
        for name, value in later.items()
        if name in earlier and abs(value - earlier[name]) > AGREE * earlier[name]
    ]


def picture(found: Sequence[Measured], file: Path) -> None:
    try:
        from benchmarks.figures import draw
    except ImportError:
        print("no picture: matplotlib is not installed (pip install 'backend-week[bench]')")
        return
    draw(found, file)


if __name__ == "__main__":
    sys.exit(main())
