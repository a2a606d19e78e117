"""Bytes that are not what they were: said in words, mended where the articles can mend it, never a traceback."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from store_pool import find, write_article
from test_store_machine import exported

from glossary.cli import main
from glossary.model import GlossaryError
from glossary.store.build import build
from glossary.store.project import Project
from glossary.store.report import last_changes
from glossary.store.verify import verify

# Where bytes are flipped, as a part of the file's length, and what they are combined with.
FLIPS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=12)
PHASES = [phase for phase in Phase if phase != Phase.shrink]  # which takes minutes and helps nobody here
RARE = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=PHASES,
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small glossary; nothing of it is in the logs of SQLite any more."""
    made = Project.at(tmp_path_factory.mktemp("built"))
    made.articles.mkdir(parents=True)
    for number, name in enumerate(("alpha", "beta", "gamma")):
        write_article(made, name, range(number * 3, number * 3 + 4), "2015-10-13" if number else None)
    build(made, [made.articles], find)
    for path in (made.database, made.cache):
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return made


def flip(path: Path, flips: list[tuple[float, int]]) -> None:
    content = bytearray(path.read_bytes())
    for place, mask in flips:
        content[int(place * len(content))] ^= mask
    path.write_bytes(content)


def copied(built: Project, folder: str) -> Project:
    """A copy of the project, with the times of its files: their entries in the cache are current but for the inode."""
    shutil.copytree(built.root, folder, dirs_exist_ok=True)
    return Project.at(Path(folder))


@given(flips=FLIPS)
@RARE
def test_a_build_over_a_damaged_cache_makes_the_same_glossary(built: Project, flips: list[tuple[float, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = copied(built, folder)
        before = exported(project.database)
        flip(project.cache, flips)
        write_article(project, "delta", [11, 10], None)
        build(project, [project.articles], find)
        (project.articles / "delta.txt").unlink()
        build(project, [project.articles], find)
        assert exported(project.database) == before
        flip(project.cache, flips)
        project.database.unlink()
        build(project, [project.articles], find)
        assert exported(project.database) == before


@given(flips=FLIPS)
@RARE
def test_verify_says_what_is_damaged_in_the_cache_and_the_next_build_mends_it(
    built: Project, flips: list[tuple[float, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = copied(built, folder)
        flip(project.cache, flips)
        assert [problem for problem in verify(project) if "the next build reads" not in problem] == []
        assert build(project, [project.articles], find).skipped == []
        assert verify(project) == []


def words_of(work: Callable[[], object]) -> str | None:
    """The message with which the work fails, if it does."""
    try:
        work()
    except GlossaryError as error:
        return str(error)
    return None


@given(flips=FLIPS)
@RARE
def test_a_damaged_database_is_told(built: Project, flips: list[tuple[float, int]]) -> None:
    """What is flipped may be in words that nobody checks or in empty space; all else is said."""
    with tempfile.TemporaryDirectory() as folder:
        project = copied(built, folder)
        flip(project.database, flips)
        write_article(project, "delta", [11, 10], None)
        told = [words_of(lambda: verify(project)), words_of(lambda: build(project, [project.articles], find))]
        assert [words for words in told if words and "delete it" not in words] == []
        project.database.unlink(missing_ok=True)
        build(project, [project.articles], find)
        assert verify(project) == []


READING = [["changes"], ["decisions", "EI"], ["search", "coalition"], ["show", "EI"], ["export", "--format", "tbx"]]


@pytest.mark.parametrize("command", READING, ids=" ".join)
@given(flips=FLIPS)
@RARE
def test_who_reads_a_damaged_database_is_told(
    built: Project, flips: list[tuple[float, int]], command: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = copied(built, folder)
        flip(project.database, flips)
        answer = CliRunner().invoke(main, [*command, "--db", str(project.database)])
        assert answer.exception is None or isinstance(answer.exception, SystemExit)
        assert answer.exit_code in (0, 1)


def test_a_damaged_report_of_a_build_is_told(built: Project, tmp_path: Path) -> None:
    project = copied(built, str(tmp_path))
    with closing(sqlite3.connect(project.database)) as db, db:
        db.execute("UPDATE builds SET report = substr(report, 2)")
    with pytest.raises(GlossaryError, match=r"report of the build of .* is damaged"):
        last_changes(project.database)


@pytest.mark.parametrize("column", ["names", "findings", "counted"])
def test_the_article_whose_findings_are_damaged_is_named(built: Project, tmp_path: Path, column: str) -> None:
    project = copied(built, str(tmp_path))
    with closing(sqlite3.connect(project.database)) as db:
        (digest,) = db.execute("SELECT digest FROM articles WHERE path = 'data/articles/beta.txt'").fetchone()
    with closing(sqlite3.connect(project.cache)) as cache, cache:
        cache.execute(f"UPDATE found SET {column} = ? WHERE digest = ?", (b"damaged", digest))
    [problem] = verify(project)
    assert problem.startswith("data/articles/beta.txt: what was found in it is damaged")
    assert problem.endswith("the next build reads the article again")
    assert build(project, [project.articles], find).parsed == 1
    assert verify(project) == []
