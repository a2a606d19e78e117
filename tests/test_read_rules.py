"""Every rule of reading finds its own examples and leaves alone what it must."""

from __future__ import annotations

import sys

import pytest

from glossary.forms import straighten
from glossary.read.dates import read_byline, read_dateline
from glossary.read.furniture import Rule, load_rules
from glossary.read.language import language_of
from glossary.read.rulefiles import load

FURNITURE = [*load_rules("line"), *load_rules("section")]


@pytest.mark.parametrize("rule", FURNITURE, ids=lambda rule: rule.id)
def test_furniture_rule_passes_its_own_examples(rule: Rule) -> None:
    assert rule.yes
    assert rule.no
    assert [line for line in rule.yes if not rule.matches(line)] == []
    assert [line for line in rule.no if rule.matches(line)] == []


@pytest.mark.parametrize("line", [line for rule in FURNITURE for line in rule.no])
def test_a_line_of_an_article_matches_no_rule_at_all(line: str) -> None:
    assert [rule.id for rule in FURNITURE if rule.matches(line)] == []


@pytest.mark.parametrize(("line", "published"), load("datelines")["byline"]["yes"])
def test_date_line(line: str, published: str) -> None:
    found = read_byline(line)
    assert found is not None
    assert (found.published or "") == published


@pytest.mark.parametrize("line", load("datelines")["byline"]["no"])
def test_not_a_date_line(line: str) -> None:
    assert read_byline(line) is None


DATELINES = load("datelines")["dateline"]


@pytest.mark.parametrize(("opening", "published", "agency"), [yes for rule in DATELINES for yes in rule["yes"]])
def test_dateline(opening: str, published: str, agency: str) -> None:
    found = read_dateline(opening)
    assert found is not None
    assert (found.published or "", found.publisher or "") == (published, agency)


@pytest.mark.parametrize("opening", [no for rule in DATELINES for no in rule["no"]])
def test_not_a_dateline(opening: str) -> None:
    assert read_dateline(opening) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Chaque nouveau transfert de compétence engendre de nouvelles zones de risques.", "fr"),
        ("Centre national de formation de police judiciaire, École de gendarmerie, 9 octobre 2014", "fr"),
        ("The minister spoke with his counterparts about the situation in the country last week.", "en"),
    ],
)
def test_words_that_are_frequent_tell_french_and_english_without_a_classifier(
    text: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "py3langid", None)  # to ask for it is an ImportError
    assert language_of(text) == language


def test_of_other_languages_the_classifier_is_asked() -> None:
    assert language_of("El ministro habló con sus homólogos de la situación en el país, según un comunicado.") == "es"


@pytest.mark.parametrize("rule", [rule for rule in FURNITURE if rule.words], ids=lambda rule: rule.id)
def test_the_words_that_a_rule_asks_for_are_in_lower_case_and_straight(rule: Rule) -> None:
    assert [word for word in rule.words if word != straighten(word).lower()] == []
