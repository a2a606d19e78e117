"""Text copied from pages, menus and all: what is kept, against the true text.

In ``tests/copied/`` a line begins with + if it is the article's and with - if it is furniture. The sites are
invented; their bars, boxes and calls are worded as the French press words them.
"""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest
from known_pages import TEMPLATES, make_page, token_f1, true_texts

from glossary.read.markup import parse_html, visible_lines
from glossary.read.plain import read_plain

COPIED = sorted((Path(__file__).parent / "copied").glob("*.txt"))
TITLE = "Défense : la France achète douze drones de surveillance supplémentaires"


def marked(path: Path) -> tuple[str, list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line[2:] for line in lines), [line[2:] for line in lines if line.startswith("+")]


@pytest.mark.parametrize("path", COPIED, ids=lambda path: path.stem)
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "paragraphs"])
def test_copied_text(path: Path, between: str) -> None:
    text, wanted = marked(path)
    article = read_plain("copie", text.replace("\n", between))
    kept = article.text.split("\n")
    assert [line for line in wanted if line not in kept] == [], "a line of the article is lost"
    assert token_f1(article.text, "\n".join(wanted)) >= 0.95
    assert article.title == TITLE
    assert article.published == "2015-10-13"


def test_copied_text_on_average() -> None:
    pairs = (marked(path) for path in COPIED)
    assert mean(token_f1(read_plain("copie", text).text, "\n".join(wanted)) for text, wanted in pairs) >= 0.97


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_page_copied_as_text_loses_its_furniture_too(template: Path) -> None:
    _, wanted = marked(COPIED[0])
    paragraphs = wanted[1:]
    page = make_page(template, TITLE, paragraphs)
    kept = read_plain("copie", "\n".join(visible_lines(parse_html(page)))).text
    assert max(token_f1(kept, true) for true in true_texts(template, TITLE, paragraphs)) >= 0.95


@pytest.mark.parametrize(
    ("text", "author", "publisher"),
    [
        ("Par Claire Roux (à Bruxelles) et Paul Petit", "Claire Roux et Paul Petit", None),
        ("Le Matin avec AFP", None, "AFP"),
        ("Agence France Presse", None, None),
    ],
)
def test_author_and_agency_come_from_the_lines_of_signature(
    text: str, author: str | None, publisher: str | None
) -> None:
    _, wanted = marked(COPIED[0])
    article = read_plain("copie", "\n".join([TITLE, text, *wanted[1:]]))
    assert (article.author, article.publisher) == (author, publisher)
    assert text in article.dropped


def test_lists_of_an_article_are_no_menu() -> None:
    paragraph = (
        "Le ministère publie la liste des matériels commandés cette année par les trois armées, avec leur nombre."
    )
    lines = [paragraph, "Trois matériels sont commandés :", "- douze drones", "- six radars", "- deux navires"]
    assert read_plain("liste", "\n".join(lines)).text.split("\n") == lines


def test_a_law_may_repeat_itself() -> None:
    article = (
        "Les personnes morales déclarées responsables encourent une amende dont le montant est fixé par décret en "
        "Conseil d'État, après avis de la commission compétente, dans un délai de six mois."
    )
    other = "Le présent article entre en vigueur le premier jour du mois qui suit la publication du décret."
    text = "\n".join([article, article, article, other])
    assert read_plain("loi", text).text == text
