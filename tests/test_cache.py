"""A cache that another version wrote, or that is damaged, costs time and nothing else."""

from __future__ import annotations

import errno
import marshal
import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store_pool import find, write_article
from test_store_machine import exported

from glossary.store.build import Options, build
from glossary.store.connect import MIGRATIONS
from glossary.store.project import Project
from glossary.store.report import Report
from glossary.store.schema import migrations
from glossary.store.verify import verify


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Three articles, built."""
    made = Project.at(tmp_path)
    made.articles.mkdir(parents=True)
    write_article(made, "alpha", [0, 1, 2], "2015-10-13")
    write_article(made, "beta", [3, 4, 5], "2015-10-14")
    write_article(made, "gamma", [6, 7, 8], None)
    rebuild(made)
    return made


def rebuild(project: Project) -> Report:
    return build(project, [project.articles], find, Options())


def assert_as_from_nothing(project: Project) -> None:
    """The glossary is what a build makes that has no database to start from."""
    before = exported(project.database)
    project.database.unlink()
    rebuild(project)
    assert exported(project.database) == before


def packed(rows: object) -> bytes:
    return zlib.compress(marshal.dumps(rows, 4))


def damage(project: Project, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(project.cache)) as cache, cache:
        cache.execute(statement, values)


NO_FINDINGS = {"sentences": [], "loanwords": [], "abbreviations": [], "glosses": [], "terms": []}
UNREADABLE = (
    marshal.dumps([1, 2]),  # not compressed, as an earlier version wrote it
    b"",
    zlib.compress(b"\xff\x00 no marshal data"),
    packed([1, 2])[:-3],
    packed([1, 2]),
    packed(None),
    packed({"sentences": []}),
    packed({**NO_FINDINGS, "sentences": [(0, 1, 2, 3)]}),
)


@pytest.mark.parametrize("blob", UNREADABLE)
@pytest.mark.parametrize("column", ["names", "findings", "counted"])
def test_an_article_whose_findings_cannot_be_read_is_parsed_again(project: Project, blob: bytes, column: str) -> None:
    before = exported(project.database)
    which = "digest = (SELECT min(digest) FROM found)"
    damage(project, f"UPDATE found SET {column} = ? WHERE {which}", blob)
    project.database.unlink()
    assert rebuild(project).parsed == 1
    assert exported(project.database) == before
    assert verify(project) == []


@pytest.mark.parametrize("column", ["text", "head"])
@pytest.mark.parametrize("blob", UNREADABLE)
def test_a_text_that_cannot_be_read_is_read_again(project: Project, blob: bytes, column: str) -> None:
    before = exported(project.database)
    damage(project, f"UPDATE texts SET {column} = ?", blob)
    project.database.unlink()
    assert rebuild(project).parsed == 0
    assert exported(project.database) == before


@pytest.mark.parametrize("kept", ["", "[[", "[[]]", "[1]", '{"a": 1}', '[["article", "a"]]'])
def test_a_file_whose_articles_cannot_be_read_is_read_again(project: Project, kept: str) -> None:
    damage(project, "UPDATE files SET entries = ?", kept)
    assert (rebuild(project).articles, rebuild(project).parsed) == (3, 0)
    assert verify(project) == []


def test_an_incremental_build_over_damaged_findings(project: Project) -> None:
    damage(project, "UPDATE found SET findings = ?, counted = ?", b"old", b"old")
    write_article(project, "beta", [3, 4, 9], "2015-10-14")
    assert rebuild(project).articles == 3
    assert verify(project) == []


def test_a_file_that_could_not_be_read_is_tried_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network drive that fails for a moment takes no article out of the glossary for good."""
    before = exported(project.database)
    os.utime(project.articles / "beta.txt")
    read = Path.open

    def fail(path: Path, mode: str = "r", **how: Any) -> Any:
        if path.name == "beta.txt":
            raise OSError(errno.EIO, "Input/output error")
        return read(path, mode, **how)

    with monkeypatch.context() as failing:
        failing.setattr(Path, "open", fail)
        assert [skipped.key for skipped in rebuild(project).skipped] == ["data/articles/beta.txt"]
    assert rebuild(project).skipped == []
    assert exported(project.database) == before


def test_the_tables_of_another_version_are_made_anew(project: Project) -> None:
    before = exported(project.database)
    damage(project, "PRAGMA user_version = 0")
    damage(project, "DROP TABLE files")
    damage(project, "CREATE TABLE files (name TEXT)")
    project.database.unlink()
    assert rebuild(project).parsed == 3
    assert exported(project.database) == before


RANKING = ("ids", "norms", "figures", "static", "stamp", "total")


@pytest.mark.parametrize("column", RANKING)
def test_what_ranking_kept_and_cannot_be_read_is_made_again(project: Project, column: str) -> None:
    before = exported(project.database)
    damage(project, f"UPDATE ranking SET {column} = ?", b"123")
    project.database.unlink()
    rebuild(project)
    assert exported(project.database) == before


@pytest.mark.parametrize("column", RANKING)
@pytest.mark.parametrize("earlier", [0, 2])
def test_an_article_is_added_over_what_ranking_kept_or_its_damage(project: Project, column: str, earlier: int) -> None:
    for number in range(earlier):
        write_article(project, f"early{number}", [9 + number, 3], "2015-10-15")
        rebuild(project)
    damage(project, f"UPDATE ranking SET {column} = ? WHERE part = (SELECT max(part) FROM ranking)", b"123")
    write_article(project, "delta", [9, 10, 11], "2015-10-15")
    rebuild(project)
    assert_as_from_nothing(project)


@pytest.mark.parametrize("how", ["gone", "cut short", "other bytes"])
def test_a_file_of_columns_that_is_damaged_is_made_again(project: Project, how: str) -> None:
    [columns] = project.data.glob("cache.db-ranking-*")
    kept = columns.read_bytes()
    columns.unlink()
    if how != "gone":
        columns.write_bytes(kept[:-1000] if how == "cut short" else kept[:-2000] + bytes(2000))
    write_article(project, "delta", [9, 10, 11], "2015-10-15")
    rebuild(project)
    assert_as_from_nothing(project)


def test_what_ranking_kept_for_another_database_is_not_used(project: Project) -> None:
    shutil.copy(project.database, project.root / "copy.db")
    write_article(project, "delta", [9, 10, 11], "2015-10-15")
    rebuild(project)
    after = exported(project.database)
    project.database.unlink()
    shutil.copy(project.root / "copy.db", project.database)
    rebuild(project)
    assert exported(project.database) == after


@pytest.mark.parametrize("start", [0, 4096, 8192])
def test_a_file_that_is_no_database_is_made_anew(project: Project, start: int) -> None:
    before = exported(project.database)
    with closing(sqlite3.connect(project.cache)) as cache:
        cache.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with project.cache.open("r+b") as file:
        file.seek(start)
        file.write(b"\xff" * max(4096, project.cache.stat().st_size - start))
    project.database.unlink()
    assert rebuild(project).parsed == 3
    assert exported(project.database) == before


def test_the_migrations_that_are_looked_for_are_those_there_are() -> None:
    assert tuple(migration.name for migration in migrations._migrations) == MIGRATIONS


def test_a_build_that_changes_nothing_loads_no_large_library(project: Project) -> None:
    program = (
        "import sys; from pathlib import Path; from glossary.cli import main\n"
        "main(['build', 'data/articles'], standalone_mode=False)\n"
        "print({'numpy', 'spacy', 'wordfreq', 'pandas', 'sqlite_utils'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=project.root, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "set()", done.stdout + done.stderr
