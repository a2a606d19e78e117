"""Variants in a built glossary: one entry for both forms, parted when a person says so or the evidence goes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from store_pool import SENTENCES, find, write_article

from glossary.store.build import build, decide
from glossary.store.decisions import Decision, append_decisions, dated
from glossary.store.naming import find_part
from glossary.store.project import Project
from glossary.store.queries import read_term
from glossary.store.verify import verify

LONG, SHORT, UNACCENTED, ACCENTED = 12, 13, 15, 16


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.at(tmp_path)
    made.articles.mkdir(parents=True)
    return made


@pytest.fixture
def joins(project: Project) -> dict[str, str]:
    """What is joined after a build of the articles that the test has written; read when it is asked."""

    class Joins(dict[str, str]):
        def __missing__(self, norm: str) -> str:
            with closing(sqlite3.connect(project.database)) as db:
                row = db.execute("SELECT variant_of FROM joins WHERE norm = ?", (norm,)).fetchone()
                return str(row[0]) if row else ""

    return Joins()


def write_and_build(project: Project, articles: dict[str, list[int]]) -> None:
    for name, sentences in articles.items():
        write_article(project, name, sentences, None)
    build(project, [project.articles], find)
    assert verify(project) == []


def rows(project: Project, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(project.database)) as db:
        return db.execute(query).fetchall()


def decided(project: Project, decision: Decision) -> Decision:
    decision = dated(decision)
    append_decisions(project.decisions, [decision])
    assert decide(project) is not None
    assert verify(project) == []
    return decision


def test_a_shortened_form_is_joined_where_the_long_one_is_told_before(project: Project, joins: dict[str, str]) -> None:
    write_and_build(project, {"one": [LONG, SHORT]})
    assert joins["base avancé"] == "base aérien avancé"
    forms = "SELECT form, v.kind FROM variants v JOIN terms t ON t.id = term_id WHERE norm = 'base aérien avancé'"
    assert rows(project, forms) == [("base avancée", "syntactic"), ("base aérienne avancée", "preferred")]
    write_and_build(project, {"other": [SHORT]})
    assert joins["base avancé"] == "", "in the other article it stands alone"
    assert rows(project, forms) == [("base aérienne avancée", "preferred")]


def test_a_shortened_form_that_comes_first_is_another_term(project: Project, joins: dict[str, str]) -> None:
    write_and_build(project, {"one": [SHORT, LONG]})
    assert joins["base avancé"] == ""


def test_a_form_without_its_accents_counts_with_the_other(project: Project, joins: dict[str, str]) -> None:
    write_and_build(project, {"one": [UNACCENTED], "two": [ACCENTED]})
    assert joins["criminalite financière"] == "criminalité financière"
    with closing(sqlite3.connect(project.database)) as db:
        record = read_term(db, "criminalite-financiere")
    assert record is not None
    assert (record.entry.frequency, record.entry.articles) == (2, 2)
    assert {variant.form for variant in record.variants} == {"criminalité financière", "criminalite financière"}
    (project.articles / "two.txt").unlink()
    write_and_build(project, {})
    assert joins["criminalite financière"] == ""
    assert rows(project, "SELECT frequency FROM terms WHERE norm = 'criminalite financière'") == [(1,)]


def test_a_split_wins_over_the_programs_join_until_it_is_undone(project: Project) -> None:
    write_and_build(project, {"one": [UNACCENTED], "two": [ACCENTED]})
    entries = "SELECT norm, frequency FROM terms WHERE norm LIKE 'criminalit%financière' ORDER BY 1"
    assert rows(project, entries) == [("criminalité financière", 2)]
    with closing(sqlite3.connect(project.database)) as db:
        part = find_part(db, "criminalité financière", "Criminalite financière")
    split = decided(project, Decision("split", "criminalité financière", part))
    assert rows(project, entries) == [("criminalite financière", 1), ("criminalité financière", 1)]
    build(project, [project.articles], find)
    assert len(rows(project, entries)) == 2, "the next build keeps them apart"
    decided(project, Decision("undo", split.term, split.id))
    assert rows(project, entries) == [("criminalité financière", 2)]


def test_what_was_decided_on_a_form_is_kept_when_its_twin_comes(project: Project, joins: dict[str, str]) -> None:
    write_and_build(project, {"one": [UNACCENTED]})
    decided(project, Decision("note", "criminalite financière", "à revoir"))
    write_and_build(project, {"two": [ACCENTED]})
    assert joins["criminalité financière"] == "criminalite financière", "others are joined to what was decided on"
    notes = "SELECT term, note, frequency FROM terms WHERE norm = 'criminalite financière'"
    assert rows(project, notes) == [("criminalité financière", "à revoir", 2)]


def test_two_forms_that_a_person_decided_on_stay_two_entries(project: Project, joins: dict[str, str]) -> None:
    write_and_build(project, {"one": [UNACCENTED], "two": [ACCENTED]})
    decided(project, Decision("accept", "criminalité financière"))
    decided(project, Decision("reject", "criminalite financière"))
    assert joins["criminalite financière"] == joins["criminalité financière"] == ""
    shown = "SELECT term FROM glossary WHERE term LIKE 'criminalit%financière'"
    assert rows(project, shown) == [("criminalité financière",)]


def test_a_loanword_stays_one_whose_adapted_form_is_the_more_frequent(project: Project) -> None:
    write_and_build(project, {"one": [0], "two": [17], "three": [17, ACCENTED]})
    entry = "SELECT kind, language, frequency FROM terms WHERE norm = 'deconfliction'"
    assert rows(project, entry) == [("loanword", "en", 2)]
    assert rows(project, "SELECT 1 FROM terms WHERE norm = 'déconfliction'") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DELETE FROM joins WHERE norm = 'criminalite financière'", "joined to none, and should be to criminalité"),
        ("UPDATE joins SET kind = 'hyphenation' WHERE kind = 'accent'", "should be to criminalité financière accent"),
        ("INSERT INTO joins VALUES ('recul', 'recule', 'spelling')", "« recul » is joined to recule spelling"),
        ("DELETE FROM joins WHERE norm = 'base avancé'", "« base avancé » is joined to none"),
        ("DELETE FROM spellings", "is not filed by its spelling"),
    ],
)
def test_verify_computes_the_joins_again(project: Project, change: str, said: str) -> None:
    write_and_build(project, {"one": [UNACCENTED, LONG, SHORT], "two": [ACCENTED]})
    with closing(sqlite3.connect(project.database)) as db, db:
        db.execute(change)
    assert any(said in problem for problem in verify(project))


def test_verify_believes_a_join_whose_article_the_cache_lost(project: Project) -> None:
    write_and_build(project, {"one": [LONG, SHORT]})
    project.cache.unlink()
    assert not [problem for problem in verify(project) if "joined" in problem]


def test_the_sentences_that_these_tests_need() -> None:
    assert "base aérienne avancée" in SENTENCES[LONG]
    assert "base avancée" in SENTENCES[SHORT]
    assert "criminalite financière" in SENTENCES[UNACCENTED]
    assert "criminalité financière" in SENTENCES[ACCENTED].lower()
