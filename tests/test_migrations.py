"""A database of any earlier version becomes one of this version where it is, and loses nothing; a newer is refused."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database
from store_pool import find, write_article
from test_store_machine import exported

from glossary.cli import main
from glossary.model import GlossaryError
from glossary.publish.server import make_site
from glossary.store.build import Options, build, decide
from glossary.store.connect import opened, searchable
from glossary.store.decisions import Decision, append_decisions, dated
from glossary.store.postings import stored_pairs
from glossary.store.project import Project
from glossary.store.queries import open_glossary
from glossary.store.schema import migrations
from glossary.store.verify import verify

NAMES = [migration.name for migration in migrations._migrations]
# The database after each migration but the last is one that an earlier version has left behind.
VERSIONS = pytest.mark.parametrize("version", range(1, len(NAMES) + 1), ids=NAMES)
WORKED_OUT = ("term_months", "derived_verbs")
Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Built three times, with decisions of every sort that a rebuild must not lose."""
    made = Project.at(tmp_path)
    made.articles.mkdir(parents=True)
    write_article(made, "alpha", range(6), "2015-10-13")
    build(made, [made.articles], find)
    write_article(made, "beta", (*range(5, 12), 20, 21), None)
    build(made, [made.articles], find)
    decisions = (
        Decision("accept", "EI"),
        Decision("reject", "deconfliction", reason="jargon", author="Camille"),
        Decision("note", "OMS", "à revoir"),
        Decision("gloss", "soft power", "puissance douce"),
        Decision("rename", "EI", "État islamique"),
        Decision("merge", "whistleblower", "lanceur d'alerte"),
        Decision("accept", "un terme qui viendra"),
    )
    append_decisions(made.decisions, map(dated, decisions))
    assert decide(made) is not None
    return made


def age(project: Project, version: int) -> None:
    """Put in the place of the database one that has had so many migrations only, with all the rows that fit it."""
    today = project.database.with_name("today.db")
    with closing(sqlite3.connect(project.database)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    project.database.rename(today)
    for suffix in ("-wal", "-shm"):
        project.database.with_name(project.database.name + suffix).unlink(missing_ok=True)
    old = Database(project.database)
    migrations.apply(old, stop_before=NAMES[version:])
    with closing(old.conn) as db:
        db.execute("ATTACH ? AS today", (str(today),))
        for table in stored_tables(db):
            if table == "candidate_articles":  # its place has been taken by postings
                with closing(sqlite3.connect(today)) as now:
                    db.executemany("INSERT INTO candidate_articles VALUES (?, ?)", stored_pairs(now))
                continue
            columns = ", ".join(f'"{column}"' for column in common_columns(db, table))
            db.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM today."{table}"')
        db.execute("INSERT INTO terms_fts (rowid, term, variants, glosses) SELECT rowid, * FROM today.terms_fts")
        texts = [(number, searchable(text)) for number, text in db.execute("SELECT id, text FROM contexts ORDER BY id")]
        db.executemany("INSERT INTO contexts_fts (rowid, text) VALUES (?, ?)", texts)
        db.execute("UPDATE meta SET value = 'an older program' WHERE key = 'program'")
        db.commit()
        db.execute("DETACH today")
    today.unlink()


def stored_tables(db: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    names = [name for (name,) in db.execute(query)]
    return [name for name in names if "_fts" not in name and not name.startswith(("_sqlite", "sqlite_"))]


def common_columns(db: sqlite3.Connection, table: str) -> list[str]:
    of = [{row[1] for row in db.execute(f'PRAGMA {schema}.table_info("{table}")')} for schema in ("main", "today")]
    return sorted(of[0] & of[1])


def rows(project: Project, only: Rows | None = None) -> Rows:
    """Every row of the tables, of those columns that the others have."""
    with closing(sqlite3.connect(project.database)) as db:
        tables = stored_tables(db)
        found = {
            table: sorted(db.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
            for table in only or tables
            if table in tables
        }
        if "postings" in tables:
            found["candidate_articles"] = sorted(stored_pairs(db), key=repr)
    return found


@VERSIONS
def test_an_older_database_is_brought_up_to_date_where_it_is(project: Project, version: int) -> None:
    today = rows(project, {table: [] for table in WORKED_OUT})
    age(project, version)
    before = rows(project)
    assert before["builds"]
    assert before["decisions"]
    with opened(project.database) as db:
        applied = [name for (name,) in db.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
        assert applied == NAMES
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    after = rows(project, before)
    for table, kept in before.items():
        width = len(kept[0]) if kept else 0
        assert sorted((row[:width] for row in after[table]), key=repr) == kept, table
    assert all(today.values())
    assert rows(project, today) == today, "what this version keeps besides is worked out from the rows"


@VERSIONS
@pytest.mark.parametrize("full", [False, True])
def test_a_build_over_an_older_database_loses_nothing(project: Project, version: int, full: bool) -> None:
    before, today = rows(project), exported(project.database)
    age(project, version)
    build(project, [project.articles], find, Options(full=full))
    assert exported(project.database) == today
    after = rows(project)
    assert after["builds"][: len(before["builds"])] == before["builds"]
    assert len(after["builds"]) == len(before["builds"]) + 1
    with closing(sqlite3.connect(project.database)) as db:
        assert db.execute("SELECT status, term FROM terms WHERE norm = 'EI'").fetchall() == [
            ("accepted", "État islamique")
        ]
        assert db.execute("SELECT count(*) FROM decisions").fetchall() == [(7,)]
    assert verify(project) == []


@VERSIONS
def test_what_is_decided_before_the_build_waits_for_it(project: Project, version: int) -> None:
    age(project, version)
    append_decisions(project.decisions, [dated(Decision("accept", "OMS"))])
    assert decide(project) is None, "the program is another: the next build applies it"
    build(project, [project.articles], find)
    with closing(sqlite3.connect(project.database)) as db:
        assert db.execute("SELECT status FROM terms WHERE norm = 'OMS'").fetchall() == [("accepted",)]


@VERSIONS
@pytest.mark.parametrize(
    "address", ["/", "/terme/EI", "/search?q=coalition", "/export/glossary.csv", "/glossary/terms"]
)
def test_a_site_over_an_older_database_shows_every_page(project: Project, version: int, address: str) -> None:
    age(project, version)
    assert asyncio.run(make_site(project.database).client.get(address)).status_code == 200


@VERSIONS
@pytest.mark.parametrize("words", [("search", "coalition"), ("show", "EI"), ("accept", "OMS"), ("decisions", "EI")])
def test_a_verb_over_an_older_database(
    project: Project, version: int, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    age(project, version)
    monkeypatch.chdir(project.root)
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output


def test_equivalents_of_an_older_database_are_given_their_norms(tmp_path: Path) -> None:
    old = Database(tmp_path / "glossary.db")
    migrations.apply(old, stop_before="m006_norms")
    term = {"norm": "roamer", "slug": "roamer", "term": "roamer", "sort_key": "roamer", "kind": "loanword"}
    old.table("terms").insert(term | {"language": "en"})
    for status in ("preferred", "deprecated"):
        found = {"term_id": 1, "source": "FranceTerme", "language": "fr", "text": "abonnés itinérants"}
        old.table("equivalents").insert(found | {"status": status})
    old.conn.close()
    with opened(tmp_path / "glossary.db") as db:
        norms = [json.loads(told) for (told,) in db.execute("SELECT norms FROM equivalents ORDER BY id")]
    assert "abonné itinérant" in norms[0]
    assert norms[1] == [], "the use of what is to be avoided is not told"


def test_a_database_that_is_no_glossary_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    Database(path).table("notes").insert({"text": "rien"})
    before = path.read_bytes()
    with pytest.raises(GlossaryError, match="not a glossary"):
        open_glossary(path)
    assert path.read_bytes() == before


WORK: dict[str, Callable[[Project], object]] = {
    "build": lambda project: build(project, [project.articles], find),
    "full build": lambda project: build(project, [project.articles], find, Options(full=True)),
    "decide": decide,
    "verify": verify,
}


@pytest.mark.parametrize("what", WORK)
def test_a_newer_database_is_refused_and_left_as_it_is(project: Project, what: str) -> None:
    with closing(sqlite3.connect(project.database)) as db, db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('glossary', 'm999_future')")
    before = rows(project)
    with pytest.raises(GlossaryError, match=r"newer version of glossary \(it has m999_future\)"):
        WORK[what](project)
    assert rows(project) == before
