"""Killed or out of disk at any moment: the old glossary or the new, and no decision lost that was acknowledged."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from crash_worker import WORK, make_project
from store_pool import find, pool_file
from test_store_machine import exported

from glossary.store.build import build
from glossary.store.decisions import read_decisions
from glossary.store.project import Project
from glossary.store.verify import verify

ROOT = Path(__file__).parent.parent
TESTS = Path(__file__).parent
# What verify rightly says between a kill and the next build: a file or a line of decisions came, the build did not.
NOT_YET = re.compile(r"it has changed since the build|cannot be read again|not yet applied: glossary build$")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project")


@dataclass
class Worker:
    """The warm parent of the children that are killed; see crash_worker."""

    process: subprocess.Popen[str]
    seconds: float = 0.0  # what one piece of work of each sort takes together

    def order(self, project: Project, **order: Any) -> list[dict[str, Any]]:
        """Have a child work, and say what it said; what went wrong in it, other than its end, goes wrong here."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"root": str(project.root), **order}) + "\n")
        self.process.stdin.flush()
        told = [*self.until("over")][:-1]
        assert not [each["failed"] for each in told if "failed" in each]
        return told

    def until(self, word: str) -> Iterator[dict[str, Any]]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told = json.loads(line)
            yield told
            if word in told:
                return
        raise AssertionError("the worker has ended")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}", "GLOSSARY_POOL": str(pool_file())}
    command = [sys.executable, str(TESTS / "crash_worker.py")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:  # type: ignore[call-overload]
        made = Worker(process)
        made.seconds = [*made.until("ready")][-1]["seconds"]
        yield made
        process.stdin.close()


def from_nothing(project: Project) -> str:
    """What a build of the same articles and decisions in an empty folder holds."""
    with tempfile.TemporaryDirectory() as folder:
        other = Project.at(Path(folder))
        shutil.copytree(project.articles, other.articles)
        if project.decisions.exists():
            shutil.copy(project.decisions, other.decisions)
        build(other, [other.articles], find)
        return exported(other.database)


def assert_whole(project: Project, acknowledged: set[str]) -> None:
    """The database is sound, holds what it quotes, and lacks no decision; the next build makes up for the kill."""
    with closing(sqlite3.connect(project.database)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM glossary").fetchone()[0] > 0
    assert [problem for problem in verify(project) if not NOT_YET.search(problem)] == []
    decisions, problems = read_decisions(project.decisions)
    assert problems == []
    assert acknowledged <= {decision.id for decision in decisions}
    assert build(project, [project.articles], find).skipped == []
    assert verify(project) == []
    assert exported(project.database).splitlines() == from_nothing(project).splitlines()


def test_killed_at_two_hundred_random_moments(project: Project, worker: Worker) -> None:
    chance = random.Random(7)
    acknowledged: set[str] = set()
    interrupted: Counter[str] = Counter()
    for number in range(200):
        for seed in range(1 if number % 4 else 2):  # a kill on top of a kill, too
            told = worker.order(project, seed=[number, seed], seconds=chance.uniform(0, worker.seconds / 2))
            acknowledged |= {each["acknowledged"] for each in told if "acknowledged" in each}
            interrupted.update([each["begun"] for each in told if "begun" in each][-1:])
        assert_whole(project, acknowledged)
    assert min(interrupted[what] for what in WORK) >= 5, interrupted
    assert len(acknowledged) >= 20


OPERATIONS = ("add", "change", "full", "decide")


@pytest.mark.parametrize("what", OPERATIONS)
@pytest.mark.parametrize("limit", [0, 50, 4_096, 20_000, 40_000, 100_000, 200_000])
def test_a_full_disk_is_told_and_leaves_the_old_glossary(
    project: Project, worker: Worker, what: str, limit: int
) -> None:
    before = exported(project.database)
    told = worker.order(project, what=what, limit=limit, seed=3)
    acknowledged = {each["acknowledged"] for each in told if "acknowledged" in each}
    refused = {"done": what} not in told
    assert refused or limit > 4_096
    if refused:
        assert re.search("make room|cannot be written|nothing was decided", told[-1]["refused"])
        assert exported(project.database) == before
        assert [path.name for path in project.articles.iterdir() if path.name.startswith(".")] == []
    assert_whole(project, acknowledged)
    assert len(read_decisions(project.decisions)[0]) == len(acknowledged)


def test_two_builds_at_once_wait_for_each_other(project: Project, worker: Worker) -> None:
    told = worker.order(project, what="full", together=2, seed=1)
    assert told.count({"done": "full"}) == 2
    assert_whole(project, set())
