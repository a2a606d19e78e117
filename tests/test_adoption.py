"""Which articles use the loanword and which its official equivalent; which terms no bank has."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from dictionaries import dictionaries_loaded

from glossary.cli import main
from glossary.store.adoption import read_adoption
from glossary.store.bank_forms import normal_forms

FRANCETERME = Path(__file__).parent / "references" / "franceterme-sample.xml"
# (AFP / date, text): « roamer » falls back while « abonné itinérant » spreads.
ARTICLES = {
    "a": ("12 mars 2014", "Facture salée en Suisse. Le terme anglais de « roamer » désigne ce client des vacances."),
    "b": ("3 mai 2014", "À la frontière belge, chaque mobile change de réseau : on parle en anglais de « roamer »."),
    "c": ("9 juin 2016", "Bruxelles a tranché hier. Un abonné itinérant ne paie plus rien, promet la Commission."),
    "d": ("9 juillet 2016", "Le mot anglais « roamer » recule. La loi protège désormais un abonné itinérant."),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("adoption")
    articles = root / "data" / "articles"
    articles.mkdir(parents=True)
    for name, (date, text) in ARTICLES.items():
        (articles / f"{name}.txt").write_text(f"Titre de l'article {name}\n\nPARIS, {date} (AFP) - {text}\n", "utf-8")
    (root / "data" / "references").mkdir()
    shutil.copy(FRANCETERME, root / "data" / "references")
    run = CliRunner().invoke(main, ["build", str(articles), "--db", str(root / "data" / "glossary.db")])
    assert run.exit_code == 0, run.output
    return root / "data" / "glossary.db"


def test_articles_are_counted_by_year_and_publisher(database: Path) -> None:
    uses = {(use.role, use.form, use.year): use for use in read_adoption(sqlite3.connect(database))}
    assert {key: use.articles for key, use in uses.items()} == {
        ("loanword", "roamer", "2014"): 2,
        ("loanword", "roamer", "2016"): 1,
        ("official", "abonné itinérant", "2016"): 2,
    }
    assert {use.publisher for use in uses.values()} == {"AFP"}
    assert {use.source for use in uses.values() if use.role == "official"} == {"FranceTerme"}


def test_one_term_can_be_asked_for(database: Path) -> None:
    assert len(list(read_adoption(sqlite3.connect(database), "roamer"))) == 3
    assert list(read_adoption(sqlite3.connect(database), "inconnu")) == []


def test_the_page_of_a_term_with_an_equivalent_loads_no_dictionary(database: Path) -> None:
    assert dictionaries_loaded(database, "/terme/roamer", "/export/adoption.csv?term=roamer") == []


def test_the_command_prints_csv(database: Path) -> None:
    run = CliRunner().invoke(main, ["reference", "adoption", "ROAMER", "--db", str(database)])
    rows = list(csv.DictReader(io.StringIO(run.output)))
    assert [(row["form"], row["year"], row["articles"]) for row in rows] == [
        ("roamer", "2014", "2"),
        ("roamer", "2016", "1"),
        ("abonné itinérant", "2016", "2"),
    ]


def test_terms_that_no_bank_has_are_listed(database: Path) -> None:
    run = CliRunner().invoke(main, ["terms", "--missing-official", "--db", str(database)])
    assert run.exit_code == 0, run.output
    assert "roamer" not in run.output.splitlines()
    with sqlite3.connect(database) as connection:
        known = {
            term for (term,) in connection.execute("SELECT term FROM terms JOIN equivalents ON term_id = terms.id")
        }
        every = {term for (term,) in connection.execute("SELECT term FROM terms")}
    assert set(run.output.splitlines()) == every - known
    wrong = CliRunner().invoke(main, ["terms", "--missing-official", "seeds"])
    assert wrong.exit_code == 2


@pytest.mark.parametrize(
    ("form", "norm"),
    [("abonnés itinérants", "abonné itinérant"), ("base aérienne", "base aérien"), ("tête de pont", "tête de pont")],
)
def test_a_form_of_a_bank_is_found_among_the_candidates(form: str, norm: str) -> None:
    assert norm in normal_forms(form)
