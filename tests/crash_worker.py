"""What test_crash kills: a warm parent, and for each order a forked child that builds, adds and decides.

Nothing is loaded by a child, so that a kill falls into the work and not into imports; the findings come from a file, so
that no time goes into the model. An order is a line of JSON on standard input; what a child has done, and what became
of it, are lines of JSON on standard output.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from store_pool import SENTENCES, find, write_article

from glossary.model import GlossaryError
from glossary.read import keep_copies
from glossary.store.build import Options, build, decide
from glossary.store.decisions import Decision, append_decisions, dated
from glossary.store.discard import discard
from glossary.store.project import Project

Chance = random.Random
TERMS = ("EI", "OMS", "deconfliction", "soft power")


def say(**told: Any) -> None:
    """One line, in one write: a killed child leaves no half of it."""
    os.write(1, (json.dumps(told) + "\n").encode())


def add(project: Project, chance: Chance) -> None:
    """As the verb does: keep a copy, then build."""
    assert all(isinstance(kept, Path) for kept in keep_copies([chance.choice(outside(project))], project.articles))
    build(project, [project.articles], find)


def change(project: Project, chance: Chance) -> None:
    """Somebody puts another text in the place of an article, then builds."""
    edited = project.root / f"edited-{time.monotonic_ns()}"
    os.link(chance.choice(outside(project)), edited)  # a kill or a full disk is not to harm this
    edited.replace(chance.choice(articles_of(project)))
    build(project, [project.articles], find)


def outside(project: Project) -> list[Path]:
    """Articles that can be added, of a few names."""
    return sorted(project.root.glob("outside/*/data/articles/*.txt"))


def articles_of(project: Project) -> list[Path]:
    return sorted(project.articles.glob("*.txt"))


def remove(project: Project, chance: Chance) -> None:
    for path in articles_of(project)[3:]:
        discard(project, str(path))
    build(project, [project.articles], find)


def full(project: Project, chance: Chance) -> None:
    build(project, [project.articles], find, Options(full=True))


def judge(project: Project, chance: Chance) -> None:
    """Decide; the decision is acknowledged as soon as it is written down."""
    action = chance.choice(("note", "accept", "reject", "reopen", "merge", "rename"))
    detail = {"note": str(chance.random()), "merge": chance.choice(TERMS), "rename": "nom nouveau"}.get(action)
    decision = dated(Decision(action, chance.choice(TERMS), detail))
    append_decisions(project.decisions, [decision])
    say(acknowledged=decision.id)
    decide(project)


WORK: dict[str, Callable[[Project, Chance], None]] = {
    "add": add,
    "change": change,
    "remove": remove,
    "full": full,
    "decide": judge,
}


def carry_out(project: Project, order: dict[str, Any]) -> None:
    """The life of a child: one piece of work, or one after the other until it is killed."""
    chance = Chance(str(order["seed"]))
    if "limit" in order:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], order["limit"]))
    try:
        while True:
            what = order.get("what") or chance.choice(sorted(WORK))
            say(begun=what)
            WORK[what](project, chance)
            say(done=what)
            if "what" in order:
                return
    except GlossaryError as error:
        say(refused=str(error))
    except BaseException:  # noqa: BLE001  # told to the test, which fails with it
        say(failed=traceback.format_exc())


def start(order: dict[str, Any]) -> int:
    """A child that works, by its process number."""
    child = os.fork()
    if child == 0:
        carry_out(Project.at(Path(order["root"])), order)
        os._exit(0)
    return child


def make_project(root: Path) -> Project:
    """A small glossary that is built, and beside it articles that can be added."""
    made = Project.at(root)
    made.articles.mkdir(parents=True)
    write_article(made, "tout", range(len(SENTENCES)), None)
    for number, name in enumerate("abc"):
        write_article(made, name, [number, number + 1, number + 2], "2015-10-13")
    build(made, [made.articles], find)
    for number in range(12):
        source = Project.at(root / "outside" / str(number))
        source.articles.mkdir(parents=True)
        numbers = [(number * step) % len(SENTENCES) for step in (1, 5, 7)]
        write_article(source, "abcd"[number % 4], numbers, (None, "2015-10-13", "2016-01-02")[number % 3])
    return made


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:  # loads all that there is to load
        warm = make_project(Path(folder) / "warm")
        for what in WORK:
            WORK[what](warm, Chance(0))
        started = time.monotonic()
        for what in WORK:
            WORK[what](warm, Chance(1))
    say(ready=True, seconds=time.monotonic() - started)
    for line in sys.stdin:
        order = json.loads(line)
        children = [start(order) for _ in range(order.get("together", 1))]
        if "seconds" in order:
            time.sleep(order["seconds"])
            os.kill(children[0], signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)
        say(over=True)


if __name__ == "__main__":
    main()
