"""The main job on the five seed articles: built, served, searched, added to, exported, verified."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result
from datasette.app import Datasette

from glossary.cli import main

ROOT = Path(__file__).parent.parent
EXPECTED = Path(__file__).parent / "expected" / "glossary.csv"
Get = Callable[[str], str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeds, and the glossary built from them."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "seeds", root / "seeds")
    result = run(root, "build")
    assert result.exit_code == 0, result.output
    return root


def run(root: Path, *arguments: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture(scope="module")
def get(project: Path) -> Get:
    """Path → the text of the page, from a real Datasette that stays the same all along."""
    site = Datasette([str(project / "data" / "glossary.db")], metadata={})

    def fetch(path: str) -> str:
        answer = asyncio.run(site.client.get(path, follow_redirects=True))
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return str(answer.text)

    return fetch


def words(page: str) -> str:
    """What a reader sees: no markup, single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_export_is_what_a_person_agreed_with(project: Path) -> None:
    """tests/expected/glossary.csv is read line by line; write it anew with: glossary export -o on the seeds."""
    exported = run(project, "export", "--format", "csv").stdout
    assert exported.splitlines() == EXPECTED.read_text(encoding="utf-8").splitlines()


def test_terms_a_terminologist_keeps_are_in_and_names_are_not(project: Path) -> None:
    database = sqlite3.connect(project / "data" / "glossary.db")
    terms = {term.casefold() for (term,) in database.execute("SELECT term FROM glossary")}
    assert {"théâtre militaire", "base aérienne avancée", "tête de pont militaire", "coalition internationale"} <= terms
    names = {"syrie", "moscou", "washington", "ashton carter", "carter", "john kerry", "bachar al-assad", "lattaquié"}
    assert not terms & names


def test_what_a_reader_was_not_sure_of_stands_with_the_article(project: Path) -> None:
    database = sqlite3.connect(project / "data" / "glossary.db")
    [(note,)] = database.execute("SELECT notes FROM articles WHERE path LIKE 'seeds/002%'").fetchall()
    assert note == "année 2015 déduite : le texte dit « vendredi » et cite 2014"


def test_deconfliction_is_explained_by_both_articles(get: Get) -> None:
    page = words(get("/terme/deconfliction"))
    assert (
        "échange d'informations pour éviter un incident entre aéronefs de deux pays différents intervenant sur un "
        "même théâtre militaire" in page
    )
    assert "contenu des discussions que vont avoir militaires américains et russes sur la Syrie" in page
    assert "2015-10-13" in get("/terme/deconfliction")
    assert "on utilise le terme anglais de" in page
    assert "Les Américains emploient le mot de" in page


def test_an_abbreviation_has_its_expansion(get: Get) -> None:
    assert re.search("[EÉ]tat islamique", words(get("/terme/EI")))


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("deconfliction", "deconfliction"),
        ("DÉCONFLICTION", "deconfliction"),
        ("etat islamique", "EI"),
        ("aeronef", "deconfliction"),
    ],
)
def test_search_finds_by_term_gloss_and_expansion(get: Get, query: str, slug: str) -> None:
    assert f"/terme/{slug}" in get(f"/search?q={quote(query)}")


@pytest.mark.parametrize("query", ['"', "«", "l'", "-", "*", ""])
def test_any_search_answers_with_a_page(get: Get, query: str) -> None:
    assert "<form" in get(f"/search?q={quote(query)}")


def test_page_and_command_export_the_same(project: Path, get: Get) -> None:
    from_command = list(csv.reader(io.StringIO(run(project, "export", "--format", "csv").stdout)))
    links = re.findall(r'href="([^"]*csv[^"]*)"', get("/glossary/glossary"))
    assert links
    assert all(list(csv.reader(io.StringIO(get(html.unescape(link))))) == from_command for link in links)


def test_every_promise_is_verified_and_a_broken_one_is_named(project: Path, tmp_path: Path) -> None:
    assert run(project, "verify").exit_code == 0
    copy = tmp_path / "project"
    shutil.copytree(project, copy)
    with sqlite3.connect(copy / "data" / "glossary.db") as database:
        database.execute("UPDATE glosses SET gloss = replace(gloss, 'échange', 'echange')")
    result = run(copy, "verify")
    assert result.exit_code == 1
    assert "echange d'informations" in result.output


def test_an_added_article_shows_without_a_restart(project: Path, get: Get, tmp_path: Path) -> None:
    """Last, since it changes the project: the site that has been serving all along shows the new loanword."""
    article = tmp_path / "cyber.txt"
    article.write_text(
        "Paris, 3 mai 2021 (Reuters) - Les experts parlent de « honeypot » (« pot de miel » en français) pour un "
        "leurre informatique qui attire les attaquants. Un honeypot imite un vrai serveur de l'entreprise.",
        encoding="utf-8",
    )
    assert run(project, "add", str(article)).exit_code == 0
    assert "pot de miel" in words(get("/terme/honeypot"))
    assert "/terme/honeypot" in get("/search?q=honeypot")
    assert len(list((project / "data" / "articles").iterdir())) == 1
