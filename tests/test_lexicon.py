"""What is known of words and compounds before a text is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.findings import findings_of
from glossary.model import Article, Findings, GlossaryError
from glossary.rank.lexicon import RULES, level, read_compounds, read_levels, read_lines
from glossary.rank.static import COLUMNS, static_features


def is_compound(term: str) -> bool:
    return bool(static_features([term])[0, COLUMNS.index("listed")])


@pytest.mark.parametrize(
    ("word", "expected"),
    [("problème", 0), ("récent", 0), ("système", 1), ("médecin", 2), ("fiscaux", 2), ("missiles", 2), ("artériels", 3)],
)
def test_a_word_and_its_inflections_have_a_level(word: str, expected: float) -> None:
    assert level(word) == expected


def test_a_word_that_is_not_listed_lies_between_known_and_specialised() -> None:
    assert 2 < level("déconfliction") < 3


@pytest.mark.parametrize(
    "sentence",
    [
        "Les gaz à effet de serre augmentent.",
        "Deux bases de données ont été copiées.",
        "Le droit à la vie privée est protégé.",
        "Les taux directeurs remontent.",
        "Les frappes aériennes continuent.",
        "Ils sont soumis aux règles de la concurrence déloyale.",
    ],
)
def test_a_listed_compound_is_known_in_running_text(sentence: str) -> None:
    [(_, findings)] = findings_of([Article("a", sentence)])
    assert isinstance(findings, Findings)
    assert any(is_compound(term.term) for term in findings.terms)


@pytest.mark.parametrize("form", ["réseau entier", "grand problème", "réseau", "base récente"])
def test_what_is_not_listed_is_not_known(form: str) -> None:
    assert not is_compound(form)


def test_the_lists_have_no_line_twice() -> None:
    words = [line.split()[0] for line in read_lines(RULES / "word_levels.txt")]
    compounds = read_lines(RULES / "compounds.txt")
    assert len(words) == len(set(words)) == len(read_levels()) > 10_000
    assert len(compounds) == len(set(compounds))
    assert len(read_compounds()) > 4_500
    assert not [compound for compound in compounds if " " not in compound and "-" not in compound]


def test_a_malformed_level_is_named(tmp_path: Path) -> None:
    path = tmp_path / "levels.txt"
    path.write_text("aorte 3\nchose quatre\n", encoding="utf-8")
    with pytest.raises(GlossaryError, match="chose quatre"):
        read_levels(path)
