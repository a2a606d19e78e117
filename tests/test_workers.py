"""Work in several processes: in order, whatever dies; and no process outlives the one that asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from glossary.model import Article, GlossaryError, Skipped
from glossary.workers import _in_pool, in_processes

BATCHES = [[Article(f"essai-{number}", f"texte {number}"), Article(f"autre-{number}", "")] for number in range(9)]
WARM = [Article("", "")]


def measure(batch: list[Article]) -> list[int | Skipped]:
    return [len(article.text) for article in batch]


def fail(batch: list[Article]) -> list[int | Skipped]:
    raise GlossaryError(f"no model for {batch[0].key or 'anything'}")


def die_once(batch: list[Article]) -> list[int | Skipped]:
    if batch[0].key == "essai-4":
        os.kill(os.getpid(), signal.SIGKILL)
    return measure(batch)


def kill_holder(batch: list[Article]) -> list[int | Skipped]:
    if batch[0].key == "essai-4":
        os.kill(os.getppid(), signal.SIGKILL)
    return measure(batch)


def tell_process(batch: list[Article]) -> list[int | Skipped]:
    return [os.getppid() for _ in batch]


def test_results_come_in_order() -> None:
    found = list(in_processes(measure, BATCHES, 2, WARM))
    assert found == [(article, len(article.text)) for batch in BATCHES for article in batch]


def test_batches_are_asked_for_as_they_are_needed() -> None:
    taken = []

    def take() -> object:
        for batch in BATCHES:
            taken.append(batch)
            yield batch

    found = in_processes(measure, take(), 1, WARM)  # type: ignore[arg-type]
    next(found)
    assert len(taken) < len(BATCHES)
    found.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("work", "message"),
    [(fail, "no model for anything"), (kill_holder, "holds the model was killed")],
    ids=["what the work raises", "the parent of the processes is killed"],
)
def test_errors_reach_who_asked(work: Callable[[list[Article]], list[int | Skipped]], message: str) -> None:
    with pytest.raises(GlossaryError, match=message):
        list(in_processes(work, BATCHES, 2, WARM))


def test_what_kills_its_process_is_skipped_and_nothing_else() -> None:
    found = list(in_processes(die_once, BATCHES, 2, WARM))
    assert [article for article, _ in found] == [article for batch in BATCHES for article in batch]
    assert [article.key for article, made in found if isinstance(made, Skipped)] == ["essai-4"]


class Breaking(ProcessPoolExecutor):
    """A pool of which a process dies between two batches: it refuses the next."""

    given = 0

    def submit(self, *call: Any, **named: Any) -> Future[Any]:
        Breaking.given += 1
        if Breaking.given == 3:
            raise BrokenProcessPool
        return super().submit(*call, **named)


def test_a_process_that_dies_between_two_batches_loses_nothing() -> None:
    found = list(_in_pool(measure, BATCHES, Breaking, 1))
    assert Breaking.given > 3
    assert found == [measure(batch) for batch in BATCHES]


def test_the_processes_end_with_what_they_share() -> None:
    found = in_processes(tell_process, BATCHES, 2, WARM)
    _, holder = next(found)
    assert isinstance(holder, int)
    assert holder != os.getpid()
    found.close()  # type: ignore[attr-defined]
    assert not Path(f"/proc/{holder}").exists()


KILLED = """
import os, signal, sys
sys.path.insert(0, {tests!r})
from test_workers import BATCHES, WARM, tell_process
from glossary.workers import in_processes
_, holder = next(in_processes(tell_process, BATCHES, 2, WARM))
print(holder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_processes_do_not_outlive_one_that_is_killed() -> None:
    program = KILLED.format(tests=str(Path(__file__).parent))
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    holder, until = Path(f"/proc/{int(done.stdout)}"), time.monotonic() + 60
    while holder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not holder.exists()
