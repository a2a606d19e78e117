"""Extraction in one process and in several: same findings, same order, and no bad article stops the rest."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from glossary import findings as stage
from glossary.findings import findings_of, map_articles, pack, unpack
from glossary.model import Article, Findings, GlossaryError, Skipped
from glossary.parse import parse
from glossary.rank import score_article

TEXTS = [
    "La Russie a établi une tête de pont militaire dans l'ouest de la Syrie.",
    "On utilise le terme anglais de « deconfliction », qui peut se traduire par l'échange d'informations.",
    "Le réglage de la vitesse de l'éolienne dépend du vent.",
]
ARTICLES = [Article(key=f"essai-{number}", text=text) for number, text in enumerate(TEXTS * 4)]


def test_packing_loses_nothing(find: Callable[[str], Findings]) -> None:
    for text in TEXTS:
        assert unpack(pack(find(text))) == find(text)


def test_two_processes_find_the_same_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.parse.BATCH_WORDS", 20)
    assert list(findings_of(ARTICLES, jobs=2)) == list(findings_of(ARTICLES))


def test_a_single_batch_stays_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "in_processes", None)
    assert list(findings_of(ARTICLES, jobs=2)) == list(findings_of(ARTICLES))


def test_an_article_that_brings_out_a_bug_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = stage.extract

    def faulty(article: Article, docs: list[object]) -> Findings:
        if article.key == "essai-1":
            raise ValueError("tache d'encre")
        return sound(article, docs)

    monkeypatch.setattr(stage, "extract", faulty)
    found = {article.key: findings for article, findings in findings_of(ARTICLES)}
    assert len(found) == len(ARTICLES)
    assert [key for key, findings in found.items() if isinstance(findings, Skipped)] == ["essai-1"]
    assert "tache d'encre" in found["essai-1"].reason  # type: ignore[union-attr]


def test_a_rule_file_that_is_wrong_is_no_fault_of_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def misread(article: Article, docs: list[object]) -> Findings:
        raise GlossaryError("glosses.toml: no [[rule]] in the file")

    monkeypatch.setattr(stage, "extract", misread)
    with pytest.raises(GlossaryError, match=r"no \[\[rule\]\]"):
        list(findings_of(ARTICLES))


def count_terms(article: Article, findings: Findings) -> int:
    if article.key == "essai-5":
        os._exit(9)
    return len(findings.terms)


def test_an_article_that_kills_its_process_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.parse.BATCH_WORDS", 20)
    counted = [(article.key, count) for article, count in map_articles(count_terms, ARTICLES, jobs=2)]
    assert [key for key, _ in counted] == [article.key for article in ARTICLES]
    assert [key for key, count in counted if isinstance(count, Skipped)] == ["essai-5"]


def count_steps(text: str) -> int:
    """Lines of Python that extracting and ranking a text runs, in this package."""
    [(article, docs)] = parse([Article(key="essai", text=text)])
    package = str(Path(stage.__file__).parent)
    steps = 0

    def step(frame: FrameType, event: str, _: object) -> object:
        nonlocal steps
        steps += event == "line"
        return step if frame.f_code.co_filename.startswith(package) else None

    sys.settrace(step)
    try:
        score_article(stage.extract(article, docs))
    finally:
        sys.settrace(None)
    return steps


def test_a_text_ten_times_as_long_takes_ten_times_the_steps() -> None:
    text = "".join(
        f"{number}. {TEXTS[number % 3]} C'est la « task force » (groupe de travail).\n" for number in range(20)
    )
    count_steps(text)  # what is looked up once a form is known from here on
    once, ten_times = count_steps(text), count_steps(text * 10)
    assert once > 1_000
    assert ten_times <= 10 * once
