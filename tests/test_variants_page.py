"""A term's page and ``glossary show``: its variants with their kind, its abbreviation, the terms around it."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from made_database import make_database
from sample import make_glossary
from store_pool import find, write_article

from glossary.cli.showing import term_lines
from glossary.publish.server import make_site
from glossary.store.build import build
from glossary.store.project import Project
from glossary.store.queries import MOST_GLOSSES, TermRecord, read_term

ROOT = Path(__file__).parent.parent
LONG, SHORT, CHARTER, CHARTERS = 12, 13, 18, 19


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_glossary(tmp_path_factory.mktemp("page") / "glossary.db")


@pytest.fixture(scope="module")
def page(database: Path) -> Callable[[str, str], str]:
    site = make_site(database, ROOT / "metadata.yml")
    loop = asyncio.new_event_loop()

    def text(address: str, language: str) -> str:
        response = loop.run_until_complete(site.client.get(address, headers={"accept-language": language}))
        assert response.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))

    return text


def record(database: Path, slug: str) -> TermRecord:
    with closing(sqlite3.connect(database)) as db:
        found = read_term(db, slug)
    assert found is not None
    return found


def test_an_abbreviation_and_its_full_form_name_each_other(database: Path, page: Callable[[str, str], str]) -> None:
    assert [entry.term for entry in record(database, "EI").expansions] == ["État islamique"]
    assert [entry.term for entry in record(database, "etat-islamique").abbreviations] == ["EI"]
    assert "Forme développée État islamique" in page("/terme/EI", "fr")
    assert "EI abréviation" in page("/terme/etat-islamique", "fr")
    assert "EI abbreviation" in page("/terme/etat-islamique", "en")


def test_forms_come_with_their_kind(page: Callable[[str, str], str]) -> None:
    assert re.search(r"discussions militaires flexion \d", page("/terme/discussion-militaire", "fr"))
    assert re.search(r"discussions militaires inflection \d", page("/terme/discussion-militaire", "en"))


def test_shorter_and_longer_terms_are_found_whatever_their_number(database: Path) -> None:
    assert "discussions" in [entry.term for entry in record(database, "discussion-militaire").shorter]
    assert [entry.term for entry in record(database, "discussion").longer] == ["discussions militaires"]
    assert [entry.term for entry in record(database, "base-aerienne").longer] == ["base aérienne avancée"]


@pytest.fixture
def built(tmp_path: Path) -> Project:
    project = Project.at(tmp_path)
    project.articles.mkdir(parents=True)
    write_article(project, "one", [SHORT, LONG], None)  # the short form comes first: a suggestion, not a join
    write_article(project, "two", [CHARTER], None)
    write_article(project, "three", [CHARTERS], None)
    build(project, [project.articles], find)
    return project


def test_what_may_be_a_short_form_is_a_suggestion(built: Project) -> None:
    assert [entry.term for entry in record(built.database, "base-aerien-avance").short_forms] == ["base avancée"]
    assert [entry.term for entry in record(built.database, "base-avance").long_forms] == ["base aérienne avancée"]


def test_the_terminal_says_the_same(built: Project) -> None:
    with closing(sqlite3.connect(built.database)) as db:
        lines = "\n".join(term_lines(db, "base aérienne avancée"))
        assert "  short forms: base avancée\n" in lines
        assert "  shorter: base aérienne" in lines
        assert "charte déontologique (syntactic, 1)" in "\n".join(term_lines(db, "charte déontologique"))


def test_the_address_of_a_joined_term_stays_good(built: Project) -> None:
    assert record(built.database, "charte-deontologique").norm == "charte de déontologie"


def test_a_page_of_many_glosses_shows_the_first_and_the_one_that_stands_for_the_term(tmp_path: Path) -> None:
    made = make_database(tmp_path / "glossary.db")
    term = made.add_term("soft power")
    for number in range(MOST_GLOSSES + 9):
        article = made.add_article(f"article-{number}", None, f"20{number:02}-01-01")
        last = made.add_gloss(term, article, f"puissance douce {number}", f"Le soft power, puissance douce {number}.")
    made.db.execute("UPDATE terms SET best_gloss = ?", [last])
    found = read_term(made.read(), "soft-power")
    assert found is not None
    shown = [gloss.gloss for gloss in found.glosses]
    assert shown == [f"puissance douce {n}" for n in (*range(MOST_GLOSSES), MOST_GLOSSES + 8)]
    assert found.gloss_count == MOST_GLOSSES + 9
    site = make_site(made.path, ROOT / "metadata.yml")
    text = asyncio.run(site.client.get("/terme/soft-power", headers={"accept-language": "fr"})).text
    assert f"{MOST_GLOSSES + 9} explications relevées" in text
    assert f"En voici {MOST_GLOSSES + 1}." in text


def test_a_gloss_that_many_articles_repeat_leaves_room_for_the_others(tmp_path: Path) -> None:
    made = make_database(tmp_path / "glossary.db")
    term = made.add_term("soft power")
    glosses = [*["puissance douce"] * MOST_GLOSSES, "pouvoir de convaincre"]
    for number, gloss in enumerate(glosses):
        article = made.add_article(f"article-{number}", None, f"20{number:02}-01-01")
        made.add_gloss(term, article, gloss, f"Le soft power, {gloss}.")
    found = read_term(made.read(), "soft-power")
    assert found is not None
    assert [gloss.gloss for gloss in found.glosses] == glosses[1:], "the last of the repeated is the one left out"
