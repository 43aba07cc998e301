"""What this machine has and lacks for grading, each fact with its cure.

To add a fact: a function of a `Machine` that yields `Fact`s, in `here`, `engine` or a module of its own, and its line
in CHECKS. Nothing is changed by looking.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing

from grader.doctor import browsers, databases, engine, fork, here, surroundings
from grader.doctor.facts import WAYS, Check, Fact, Machine
from grader.errors import MachineError

CHECKS: Sequence[Check] = (
    here.system,
    here.disk,
    engine.reached,
    engine.versions,
    engine.transport,
    engine.data_root,
    engine.base_images,
    here.python3,
    here.node,
    here.sqlite3,
    here.git,
    surroundings.network,
    surroundings.port,
    surroundings.watching,
    fork.workflow,
    databases.databases,
    browsers.browser,
    engine.leftovers,
)


def examine(checks: Sequence[Check] = CHECKS) -> list[Fact]:
    """All facts, in the order of the checks."""
    from grader.runners.docker.engine import connect, engine_faults

    with ExitStack() as stack:
        try:
            machine = Machine(stack.enter_context(closing(connect())))
        except MachineError as trouble:
            machine = Machine(trouble=trouble)
        facts: list[Fact] = []
        for check in checks:
            try:
                with engine_faults("looking at it"):
                    facts += check(machine)
            except MachineError as error:  # in the middle: nothing more is asked of that engine
                facts.append(engine.trouble(error))
                machine = Machine()
            except Exception as error:  # on an odd machine the other facts are wanted all the more
                facts.append(Fact(check.__name__, f"can't be found out: {error!r}", "warn", "Please report this."))
        return facts


def working(facts: Sequence[Fact]) -> list[str]:
    """The ways to grade that nothing stands in the way of."""
    return [way for way in WAYS if not any(fact.state == "bad" and way in fact.ways for fact in facts)]
