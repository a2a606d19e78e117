"""Candidates for terms: every pattern finds its example, and what is no term is left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.extract.patterns import Locution, Pattern, load_rules
from glossary.extract.terms import COUNTS
from glossary.forms import normal_form
from glossary.model import Findings, GlossaryError, Terms

Find = Callable[[str], Findings]


@pytest.mark.parametrize("pattern", load_rules().patterns, ids=lambda pattern: pattern.tags)
def test_pattern_finds_its_example(pattern: Pattern, find: Find) -> None:
    found = {(term.text, term.pattern) for term in find(pattern.sentence).terms}
    assert (pattern.form, pattern.tags) in found


@pytest.mark.parametrize("locution", load_rules().locutions, ids=lambda locution: locution.words)
def test_a_compound_preposition_is_no_head(locution: Locution, find: Find) -> None:
    assert locution.no_candidate in locution.sentence
    head = locution.no_candidate.split()[0]
    assert not [term.text for term in find(locution.sentence).terms if head in term.text.split()]


def test_the_noun_of_a_compound_preposition_is_a_candidate_elsewhere(find: Find) -> None:
    assert "tête de pont" in find("Ils ont établi une tête de pont.").counts
    assert "tête" in find("La tête de la pompe est usée.").counts


@pytest.mark.parametrize(
    ("sentence", "left_out"),
    [
        ("La réunion aura lieu le 12 janvier 2016 à Genève.", "janvier"),
        ("Trois millions de personnes ont fui en une semaine.", "semaine"),
        ("Dans ce cas, le nombre de victimes augmente.", "cas"),
        ("Le même jour, d'autres soldats sont arrivés.", "même jour"),
        ("Il faut être prêt.", "être"),
    ],
)
def test_dates_quantities_and_empty_words_are_no_candidates(sentence: str, left_out: str, find: Find) -> None:
    assert left_out not in {term.text.lower() for term in find(sentence).terms}


def test_terms_inside_terms_are_candidates_and_counted_as_nested(find: Find) -> None:
    counts = find("Ils ont établi une tête de pont militaire.").counts
    assert {"tête de pont militaire", "tête de pont", "pont militaire", "tête", "pont"} <= set(counts)
    nested = COUNTS.index("nested")
    assert counts["tête de pont militaire"][nested] == 0
    assert counts["tête de pont"][nested] == 1


def test_every_candidate_stands_where_it_says(find: Find) -> None:
    text = "« L’État s’est engagé » : la coalition internationale, elle, bombarde.\n\nUne base aérienne avancée…"
    terms = find(text).terms
    assert terms
    assert all(text[term.start : term.end] == term.text for term in terms)


def test_counts_add_up_over_articles(find: Find) -> None:
    first, second = "La base aérienne est prête. Une base aérienne suffit.", "Les bases aériennes ferment."
    whole = find(f"{first}\n{second}").counts["base aérien"]
    parts = [find(text).counts["base aérien"] for text in (first, second)]
    early = COUNTS.index("early")  # the only one that asks how far into the article
    assert [sum(pair) for pair in zip(*parts, strict=True)][:early] == list(whole)[:early]
    assert whole[COUNTS.index("frequency")] == 3


@pytest.mark.parametrize(
    ("words", "tags", "normal"),
    [
        (["Réglages", "de", "la", "vitesse"], "NPDN", "réglage de vitesse"),
        (["réglage", "de", "vitesse"], "NPN", "réglage de vitesse"),
        (["Etats", "membres"], "NN", "état membre"),
        (["États", "membres"], "NN", "état membre"),
        (["pâté"], "N", "pâté"),
        (["pâte"], "N", "pâte"),
        (["pâtes"], "N", "pâte"),
        (["directrices"], "N", "directrice"),
        (["académies", "d'", "équitation"], "NPN", "académie d'équitation"),
        (["qualité", "de", "l'", "air"], "NPDN", "qualité d'air"),
        (["OTAN"], "X", "OTAN"),
        (["demi-voltes"], "N", "demi volte"),
    ],
)
def test_variants_share_a_normal_form(words: list[str], tags: str, normal: str) -> None:
    assert normal_form(words, tags) == normal


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('locution = []\n[[motif]]\nmotif = "N Z"\nexemple = ["", ""]', "N Z"),
        ('motif = []\n[[locution]]\nlocution = "le long"\nexemple = ["", ""]', "le long"),
    ],
    ids=["tag", "locution"],
)
def test_malformed_rules_say_what_is_wrong(row: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "terms.toml"
    path.write_text(
        "prepositions = []\narticles = []\nadjectifs_vides = []\nnoms_vides = []\ndates_et_quantites = []\n"
        f"mots_outils = []\nnoms_a_majuscule = []\nnoms_homographes = []\n{row}\n",
        encoding="utf-8",
    )
    with pytest.raises(GlossaryError, match=told):
        load_rules(path)


def test_terms_in_columns_are_as_a_tuple_of_terms(find: Find) -> None:
    found = find("Le réglage de la vitesse des turbines est confié au contrôleur.").terms
    terms = tuple(found)
    assert isinstance(found, Terms)
    assert len(terms) == len(found) > 3
    assert found == terms == Terms.of(terms)
    assert (hash(found), repr(found)) == (hash(terms), repr(terms))
    assert (found[0], found[-1], tuple(found[1:3])) == (terms[0], terms[-1], terms[1:3])
    assert found != terms[1:]
