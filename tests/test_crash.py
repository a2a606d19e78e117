"""Killed or out of disk at any moment: the old glossary or the new, and no decision lost that was acknowledged."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from store_pool import SENTENCES, find, pool_file, write_article

from glossary.store.build import build
from glossary.store.decisions import read_decisions
from glossary.store.project import Project
from glossary.store.verify import verify

ROOT = Path(__file__).parent.parent
# What is killed: builds, with articles coming and going, and decisions; each is said on standard output once it is
# acknowledged. The findings come from a file, so that no time goes into the model.
WORKER = """
import random, sys
from pathlib import Path
from glossary.store.build import Options, build, decide
from glossary.store.decisions import Decision, append_decisions, dated
from glossary.store.project import Project
from store_pool import SENTENCES, find, write_article

project = Project.at(Path(sys.argv[1]))
chance = random.Random(int(sys.argv[2]))
print("ready", flush=True)
while True:
    what = chance.choice(["write", "write", "remove", "decide", "full"])
    articles = sorted(project.articles.iterdir())
    if what == "write":
        numbers = [chance.randrange(len(SENTENCES)) for _ in range(3)]
        write_article(project, chance.choice("abcdefgh"), numbers, None)
    elif what == "remove" and len(articles) > 3:
        chance.choice(articles).unlink()
    elif what == "decide":
        decision = dated(Decision("note", chance.choice(["EI", "OMS"]), str(chance.random())))
        append_decisions(project.decisions, [decision])
        print(decision.id, flush=True)
        decide(project)
        continue
    build(project, [project.articles], find, Options(full=what == "full"))
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small glossary that is built, and the findings of its sentences in a file."""
    made = Project.at(tmp_path / "project")
    made.articles.mkdir(parents=True)
    for number, name in enumerate("abcdef"):
        write_article(made, name, [number, number + 1, number + 2], "2015-10-13")
    build(made, [made.articles], find)
    return made


def kill_at(project: Project, seed: int, moment: float) -> set[str]:
    """Start the worker, kill it after a while, and say which decisions it had acknowledged."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "GLOSSARY_POOL": str(pool_file())}
    command = [sys.executable, "-c", WORKER, str(project.root), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(moment)
        worker.send_signal(signal.SIGKILL)
        said = worker.stdout.read()
    return {line for line in said.splitlines() if len(line) == 12}


def assert_whole(project: Project) -> None:
    with closing(sqlite3.connect(project.database)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM glossary").fetchone()[0] > 0
    build(project, [project.articles], find)
    assert verify(project) == []


def kill_often(project: Project, moments: int) -> None:
    chance = random.Random(7)
    acknowledged: set[str] = set()
    for number in range(moments):
        acknowledged |= kill_at(project, number, chance.uniform(0, 0.4))
        with closing(sqlite3.connect(project.database)) as db:
            assert db.execute("SELECT count(*) FROM glossary").fetchone()[0] > 0
            assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    assert_whole(project)
    found, _ = read_decisions(project.decisions)
    assert acknowledged <= {decision.id for decision in found}


def test_killed_at_random_moments(project: Project) -> None:
    kill_often(project, 6)


@pytest.mark.slow
def test_killed_at_two_hundred_random_moments(project: Project) -> None:
    kill_often(project, 200)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from glossary.model import GlossaryError
from glossary.store.build import Options, build
from glossary.store.decisions import Decision, append_decisions, dated
from glossary.store.project import Project
from store_pool import find

project = Project.at(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    if sys.argv[3] == "decide":
        append_decisions(project.decisions, [dated(Decision("note", "EI", "x" * 100))])
    else:
        build(project, [project.articles], find, Options(full=sys.argv[3] == "full"))
except GlossaryError as error:
    print(error)
    sys.exit(1)
"""


def on_a_full_disk(project: Project, limit: int, what: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "GLOSSARY_POOL": str(pool_file())}
    command = [sys.executable, "-c", FULL_DISK, str(project.root), str(limit), what]
    return subprocess.run(command, capture_output=True, env=environment, text=True, check=False)


@pytest.mark.parametrize("limit", [0, 40_000, 200_000])
@pytest.mark.parametrize("what", ["add", "full"])
def test_a_full_disk_is_told_and_leaves_the_old_glossary(project: Project, what: str, limit: int) -> None:
    with closing(sqlite3.connect(project.database)) as db:
        before = db.execute("SELECT * FROM glossary").fetchall()
    write_article(project, "z", [7, 8, 9, 10, 11], None)
    done = on_a_full_disk(project, limit, what)
    assert done.returncode == 1, done.stderr
    assert "full" in done.stdout
    with closing(sqlite3.connect(project.database)) as db:
        assert db.execute("SELECT * FROM glossary").fetchall() == before
    assert_whole(project)


def test_a_decision_that_finds_no_room_is_refused_whole(project: Project) -> None:
    project.decisions.write_text("", encoding="utf-8")
    done = on_a_full_disk(project, 50, "decide")
    assert done.returncode == 1, done.stderr
    assert "nothing was decided" in done.stdout
    assert project.decisions.read_bytes() == b""


def test_two_builds_at_once_wait_for_each_other(project: Project) -> None:
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "GLOSSARY_POOL": str(pool_file())}
    code = FULL_DISK.replace("resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))", "")
    command = [sys.executable, "-c", code, str(project.root), "0", "full"]
    builds = [subprocess.Popen(command, env=environment) for _ in range(2)]
    assert [each.wait() for each in builds] == [0, 0]
    assert_whole(project)


def test_readers_see_the_old_or_the_new_glossary(project: Project) -> None:
    """Eight readers through twenty builds: every read is of one state, and none fails."""
    states: set[str] = set()
    seen: set[str] = set()
    errors: list[str] = []
    done = threading.Event()

    def state(db: sqlite3.Connection) -> str:
        db.execute("BEGIN")
        try:
            terms = db.execute("SELECT norm, frequency FROM terms ORDER BY norm").fetchall()
            counted = db.execute(
                "SELECT norm, count(*) FROM terms t JOIN occurrences o ON o.term_id = t.id GROUP BY 1 ORDER BY 1"
            ).fetchall()
            assert terms == counted
            return json.dumps(terms)
        finally:
            db.execute("ROLLBACK")

    def read() -> None:
        with closing(sqlite3.connect(project.database, isolation_level=None)) as db:
            while not done.is_set():
                try:
                    seen.add(state(db))
                except (sqlite3.Error, AssertionError) as error:
                    errors.append(repr(error))

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    with closing(sqlite3.connect(project.database, isolation_level=None)) as db:
        states.add(state(db))
        for number in range(20):
            write_article(project, "abc"[number % 3], [number % len(SENTENCES), 3], None)
            if number % 4 == 3:  # a full build comes in the place of the old one
                project.cache.unlink()
            build(project, [project.articles], find)
            states.add(state(db))
    done.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert seen <= states
    assert len(states) > 3
