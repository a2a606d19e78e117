"""The verbs search, show and serve in a terminal."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sample import make_glossary

from glossary.cli import main
from glossary.store import searching


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_glossary(tmp_path_factory.mktemp("search") / "glossary.db"))


def run(*arguments: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(main, arguments)
    return outcome.exit_code, outcome.output


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("deconfliction", "deconfliction\téchange d'informations pour éviter un incident entre aéronefs"),
        ("AÉRONEFS", "deconfliction\téchange d'informations pour éviter un incident entre aéronefs"),
        ("oeuvre", "œuvre"),
        ("etat islamique", "État islamique"),
        ("bases aériennes", "base aérienne"),
    ],
)
def test_search_prints_the_term_and_its_gloss(database: str, query: str, first: str) -> None:
    code, output = run("search", *query.split(), "--db", database)
    assert code == 0
    assert output.splitlines()[0] == first


def test_search_falls_back_to_contexts(database: str) -> None:
    code, output = run("search", "jargon", "--db", database)
    assert code == 0
    assert output.startswith("huffpost-2015-10-13\tDans le jargon de la Défense")


def test_search_for_nothing_says_what_is_near(database: str) -> None:
    code, output = run("search", "deconfliccion", "--db", database)
    assert code == 1
    assert "nothing matches 'deconfliccion'; near it: deconfliction" in output


@pytest.mark.parametrize("query", ['"', "*", "-- -", "l'", "\udcff"])
def test_any_query_is_answered(database: str, query: str) -> None:
    code, output = run("search", "--db", database, "--", query)
    assert code in (0, 1)
    assert "fts5" not in output


def test_search_imports_nothing_heavy(database: str) -> None:
    watch = (
        "import sys; from glossary.cli import main; main(['search', 'aeronef', '--db', sys.argv[1]], "
        "standalone_mode=False); print(sorted({m.split('.')[0] for m in sys.modules} & "
        "{'numpy', 'spacy', 'datasette', 'wordfreq', 'sqlite_utils', 'jinja2', 'torch', 'hashlib', 'tomllib', "
        "'difflib'}))"
    )
    told = subprocess.run([sys.executable, "-c", watch, database], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"


def test_show_prints_the_evidence(database: str) -> None:
    code, output = run("show", "Déconfliction", "--db", database)
    assert code == 0
    assert "deconfliction  (loanword, en, accepted)" in output
    assert "translation (0.92): échange d'informations" in output
    assert "official, preferred: déconflictualisation  [FranceTerme]" in output
    assert "reuters-2015-09-18" in output


def test_show_an_article(database: str) -> None:
    code, output = run("show", "--article", "reuters-2015-09-18", "--db", database)
    assert code == 0
    assert "publisher: Reuters" in output
    assert "terms: base aérienne, base aérienne avancée" in output


def test_show_the_unknown_names_what_is_near(database: str) -> None:
    code, output = run("show", "deconflicion", "--db", database)
    assert code == 1
    assert "no term 'deconflicion' in the glossary; near it: deconfliction" in output


def test_dropped_reads_the_article_again(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = run("show", "--article", "reuters-2015-09-18", "--dropped", "--db", database)
    assert code == 1
    assert "data/articles/reuters-2015-09-18.txt: there is no such file" in output


@pytest.mark.parametrize("verb", [("search", "x"), ("show", "x"), ("serve",)])
def test_no_database_says_which_command_makes_it(tmp_path: Path, verb: tuple[str, ...]) -> None:
    code, output = run(*verb, "--db", str(tmp_path / "rien.db"))
    assert code == 1
    assert "run glossary build first" in output


def test_what_is_not_a_glossary_is_refused(tmp_path: Path) -> None:
    (tmp_path / "texte.db").write_text("Ceci n'est pas une base.")
    code, output = run("search", "x", "--db", str(tmp_path / "texte.db"))
    assert code == 1
    assert "not a glossary that this version can read" in output


def test_port_in_use_says_how_to_choose_another(database: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output = run("serve", "--db", database, "--port", str(port))
    assert code == 1
    assert f"127.0.0.1:{port}: cannot listen there" in output
    assert "--port" in output


def test_wrong_usage_is_exit_code_2(database: str) -> None:
    assert run("show", "--db", database)[0] == 2
    assert run("serve", "--port", "99999", "--db", database)[0] == 2


@pytest.mark.parametrize("walk", [10**9, 0], ids=["hit by hit", "article by article"])
@pytest.mark.parametrize(("source", "year"), [("Reuters", ""), ("Reuters", "2015"), ("Reuters", "2014"), ("", "2017")])
def test_source_and_year_leave_the_terms_that_stand_there(
    database: str, monkeypatch: pytest.MonkeyPatch, walk: int, source: str, year: str
) -> None:
    monkeypatch.setattr(searching, "WALK", walk)
    there = (
        "SELECT DISTINCT t.slug FROM terms t JOIN occurrences o ON o.term_id = t.id "
        "JOIN contexts c ON c.id = o.context_id JOIN articles a ON a.id = c.article_id "
        "WHERE t.status != 'rejected' AND ? IN ('', a.publisher) AND ? IN ('', substr(a.published, 1, 4)) "
        "AND ? IN ('', t.sort_key)"
    )
    with closing(sqlite3.connect(database)) as conn:
        for query in ("", "deconfliction"):
            expected = {slug for (slug,) in conn.execute(there, [source, year, query])}
            choice = searching.Choice(query=query, source=source, year=year)
            assert {entry.slug for entry in searching.find_terms(conn, choice, size=100)} == expected
            assert bool(expected) == (year != "2014")


@pytest.mark.parametrize("walk", [10**9, 0], ids=["hit by hit", "article by article"])
@pytest.mark.parametrize(
    ("source", "year"), [("", ""), ("Reuters", ""), ("Reuters", "2015"), ("Reuters", "2014"), ("", "2015"), ("?", "")]
)
def test_source_and_year_leave_the_passages_that_stand_there(
    database: str, monkeypatch: pytest.MonkeyPatch, walk: int, source: str, year: str
) -> None:
    monkeypatch.setattr(searching, "WALK", walk)
    there = (
        "SELECT a.slug, c.text FROM contexts_fts f JOIN contexts c ON c.id = f.rowid JOIN articles a "
        "ON a.id = c.article_id WHERE contexts_fts MATCH 'deconfliction' AND ? IN ('', a.publisher) "
        "AND ? IN ('', substr(a.published, 1, 4)) ORDER BY c.id"
    )
    with closing(sqlite3.connect(database)) as conn:
        expected = conn.execute(there, [source, year]).fetchall()
        found, total = searching.find_contexts(conn, searching.Choice(query="deconfliction", source=source, year=year))
    assert total == len(expected)
    assert bool(expected) == (source != "?" and year != "2014")
    assert [(row.article, "".join(piece.text for piece in row.pieces)) for row in found] == expected[: searching.PAGE]
