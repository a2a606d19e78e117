"""The verbs build, add, remove, changes and verify, on the seeds, through the command line."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.cli import main

SOFT_POWER = (
    "Les diplomates parlent de « soft power », qui peut se traduire par la puissance douce. "
    "Le soft power repose sur la culture.\n"
)


def run(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, words, input=given)


def rows(query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect("data/glossary.db") as db:
        return db.execute(query).fetchall()


def test_a_built_glossary_keeps_its_promises(project: Path) -> None:
    done = run("verify")
    assert done.exit_code == 0, done.output
    assert rows("SELECT gloss, gloss_date FROM glossary WHERE term = 'deconfliction'") == [
        (
            "échange d'informations pour éviter un incident entre aéronefs de deux pays différents "
            "intervenant sur un même théâtre militaire",
            "2015-10-13",
        )
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE glosses SET gloss = replace(gloss, 'aéronefs', 'aeronefs')", "the gloss «"),
        ("UPDATE contexts SET text = replace(text, 'Syrie', 'Syrje') WHERE id = 1 OR text LIKE '%Syrie%'", "context"),
        ("UPDATE occurrences SET start = start + 1 WHERE rowid = 5", "the term «"),
        ("UPDATE terms SET frequency = frequency + 1 WHERE norm = 'deconfliction'", "frequency of « deconfliction »"),
        ("UPDATE terms SET article_count = 9 WHERE norm = 'deconfliction'", "as many articles"),
        ("UPDATE terms SET first_seen = '1999-01-01' WHERE norm = 'deconfliction'", "first and last seen"),
        ("DELETE FROM terms_fts WHERE rowid = 3", "search index"),
        ("UPDATE meta SET value = 7 WHERE key = 'counted'", "near-duplicates are not 7"),
        ("UPDATE articles SET digest = 'x' WHERE id = 1", "it has changed since the build"),
        ("DELETE FROM articles WHERE id = 2", "names a row of articles"),
    ],
)
def test_verify_names_what_was_altered(project: Path, change: str, said: str) -> None:
    with sqlite3.connect("data/glossary.db") as db:
        assert db.execute(change).rowcount > 0
    done = run("verify")
    assert done.exit_code == 1
    assert said in done.output


def test_a_log_that_a_deleted_glossary_left_is_not_taken_for_the_new_ones(project: Path) -> None:
    database = project / "data" / "glossary.db"
    log = database.with_name("glossary.db-wal")
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA wal_autocheckpoint=0")
        db.execute("UPDATE terms SET term = 'autre'")
        db.commit()
        left = log.read_bytes()
    shown = run("export", "--format", "csv").output
    database.unlink()
    log.write_bytes(left)
    assert run("build").exit_code == 0
    assert "autre," in shown
    assert "autre," not in run("export", "--format", "csv").output
    assert run("verify").exit_code == 0


def test_nothing_is_parsed_or_written_when_nothing_changed(project: Path) -> None:
    before = rows("SELECT * FROM glossary")
    done = run("build")
    assert "0 parsed" in done.output
    assert "0 added, 0 changed, 0 removed" in done.output
    assert rows("SELECT * FROM glossary") == before


def test_an_added_article_brings_its_terms_and_takes_them_with_it(project: Path) -> None:
    before = rows("SELECT * FROM glossary")
    Path("soft.txt").write_text(SOFT_POWER, encoding="utf-8")
    done = run("add", "soft.txt")
    assert done.exit_code == 0, done.output
    assert "1 new" in done.output
    assert "1 parsed" in done.output
    assert rows("SELECT gloss FROM glossary WHERE term = 'soft power'") == [("puissance douce",)]
    assert "+ soft power" in run("changes").output
    assert run("verify").exit_code == 0
    assert "1 removed" in run("remove", "soft").output
    assert not Path("data/articles/soft.txt").exists()
    assert "- soft power" in run("changes").output
    assert rows("SELECT * FROM glossary") == before
    assert run("verify").exit_code == 0


def test_standard_input_is_kept_once(project: Path) -> None:
    for _ in range(2):
        assert run("add", "-", given=SOFT_POWER).exit_code == 0
    assert len(list(Path("data/articles").iterdir())) == 1


def test_a_seed_is_not_deleted(project: Path) -> None:
    done = run("remove", "000_7a3cec500d63694f")
    assert done.exit_code == 1
    assert "not in data/articles/" in done.output


def test_bad_files_are_named_and_the_good_ones_built(project: Path) -> None:
    articles = Path("data/articles")
    articles.mkdir()
    (articles / "vide.txt").write_text("")
    (articles / "bon.txt").write_text(SOFT_POWER, encoding="utf-8")
    done = run("build")
    assert done.exit_code == 3
    assert "data/articles/vide.txt" in done.output
    assert rows("SELECT count(*) FROM glossary WHERE term = 'soft power'") == [(1,)]
    assert run("build").exit_code == 3  # it is skipped again, and said again


def test_no_article_at_all_is_an_error_and_leaves_the_glossary(project: Path) -> None:
    shutil.rmtree("seeds")
    before = rows("SELECT count(*) FROM glossary")
    done = run("build")
    assert done.exit_code == 1
    assert "there is no article to read" in done.output
    assert rows("SELECT count(*) FROM glossary") == before


def test_a_folder_that_does_not_exist(project: Path) -> None:
    done = run("build", "nulle-part")
    assert done.exit_code == 1
    assert "nulle-part" in done.output


def test_wrong_usage(project: Path) -> None:
    assert run("build", "--jobs", "0").exit_code == 2


def test_a_newer_database_is_refused_and_left_alone(project: Path) -> None:
    with sqlite3.connect("data/glossary.db") as db:
        db.execute("UPDATE _sqlite_migrations SET name = 'm999_future' WHERE name = 'm002_joins'")
    before = Path("data/glossary.db").read_bytes()
    done = run("build")
    assert done.exit_code == 1
    assert "newer version of glossary (it has m999_future)" in done.output
    assert Path("data/glossary.db").read_bytes() == before


def test_a_file_that_is_no_database_is_refused(project: Path) -> None:
    Path("data/glossary.db").write_text("Ceci n'est pas une base. " * 400, encoding="utf-8")
    done = run("build")
    assert done.exit_code == 1
    assert "delete it" in done.output


def test_no_path_of_the_machine_is_in_the_database(project: Path) -> None:
    assert str(project).encode() not in Path("data/glossary.db").read_bytes()
    assert run("build", str(project / "seeds")).exit_code == 0
    assert str(project).encode() not in Path("data/glossary.db").read_bytes()
