"""The index of words that a thread fills beside the tables is the one that is filled context by context."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from glossary.store import words
from glossary.store.connect import connect, scratch, transaction

TEXTS = [f"La coalition internationale a mené {number} frappes aériennes.\0 Œuvre n° {number}" for number in range(50)]


def instances(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Every word of every context, with its place."""
    db.execute("CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, contexts_fts, instance)")
    return db.execute("SELECT term, doc, offset FROM seen ORDER BY 1, 2, 3").fetchall()


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_the_index_is_that_of_contexts_added_one_by_one(
    tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_CONTEXTS", at_once)
    found = []
    for whole in (True, False):
        path = tmp_path / f"{whole}.db"
        with scratch(path) as db, transaction(db):
            with words.indexing(db, whole) as index:
                for number, text in enumerate(TEXTS, 1):
                    index([(number, text)])
            db.execute("INSERT INTO contexts_fts (contexts_fts) VALUES ('integrity-check')")
            searched = db.execute("SELECT rowid FROM contexts_fts WHERE contexts_fts MATCH 'oeuvre 49'").fetchall()
            assert searched == [(50,)]
            found.append(instances(db))
        assert list(tmp_path.glob("*-words")) == []
    assert found[0] == found[1]


def test_what_was_begun_beside_a_glossary_that_failed_is_removed(tmp_path: Path) -> None:
    def fail(db: sqlite3.Connection) -> None:
        with words.indexing(db, True) as index:
            index([(1, "un texte")])
            raise ZeroDivisionError

    with closing(connect(tmp_path / "glossary.db")) as db:
        db.execute("CREATE VIRTUAL TABLE contexts_fts USING fts5(text, content='')")
        with pytest.raises(ZeroDivisionError):
            fail(db)
    assert [path.name for path in tmp_path.iterdir()] == ["glossary.db"]
