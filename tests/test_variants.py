"""Two normal forms are compared: joined where they are the same term, and not where they are different words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.store.lists import variant_kind
from glossary.variants import (
    block,
    is_specific,
    preference,
    related_beginnings,
    same_relation,
    same_spelling,
    short_form,
    with_prepositions,
)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("reseau", "réseau", "accent"),
        ("déconfliction", "deconfliction", "accent"),
        ("criminalite financière", "criminalité financière", "accent"),
        ("règlementaire", "réglementaire", "accent"),
        ("entrainement", "entraînement", "accent"),
        ("plate forme", "plateforme", "hyphenation"),
        ("agence anticorruption", "agence anti corruption", "hyphenation"),
        ("lanceurs d'alerte", "lanceur d'alerte", "inflection"),
        ("peines complémentaire", "peine complémentaire", "inflection"),
        ("whistleblowers", "whistleblower", "inflection"),
        ("LUTTE contre corruption", "lutte contre corruption", "spelling"),
        ("gafi", "GAFI", "spelling"),
        ("DROIT PENAL", "droit pénal", "accent"),
    ],
)
def test_the_same_words_spelt_otherwise(one: str, other: str, kind: str) -> None:
    assert block(one) == block(other)
    assert same_spelling(one, other, times=1) == same_spelling(other, one, times=1) == kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pâte", "pâté"),
        ("cote", "côte"),
        ("marche public", "marché public"),
        ("ligature", "ligaturé"),
        ("précède", "précédé"),
        ("pays", "pay"),
        ("new", "news"),
        ("cours", "cour"),
        ("FAIR", "fair"),
        ("StAR", "star"),
        ("PHARE", "phare"),
        ("PATH", "path"),
        ("preference", "préférence"),
        ("implementation", "implémentation"),
        ("MULTI", "MUL TI"),
        ("coup d'état", "coup de état"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert same_spelling(one, other, times=1) is None


def test_what_is_far_rarer_than_its_twin_is_a_slip() -> None:
    assert same_spelling("calage de pâle", "calage de pale", times=44) == "accent"
    assert same_spelling("GALOP", "galop", times=40) == "spelling"
    assert same_spelling("procedure", "procédure", times=10) == "accent"
    assert same_spelling("étude ciblé", "étude cible", times=44) is None, "a participle is another word"


def test_words_of_different_blocks_are_never_the_same() -> None:
    assert block("directeur") != block("directrice")
    assert block("base aérien") != block("base aérien avancé")


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("base aérien avancé", "base avancé"),
        ("réglage de tension", "réglage tension"),
        ("comité d'éthique", "comité éthique"),
        ("lutte contre corruption", "lutte corruption"),
        ("puissance maximal extractible", None),  # a largest power is not the power
        ("travail anti corruption", None),
        ("moulin à vent de meunier", None),
        ("feu de la", None),
    ],
)
def test_a_term_of_three_words_may_be_shortened(long: str, short: str | None) -> None:
    assert short_form(long) == short


def test_two_frequent_words_make_an_expression_of_their_own() -> None:
    assert is_specific("base avancé")
    assert not is_specific("organisation public")


def test_prepositions_are_elided_as_normal_forms_are() -> None:
    assert "comité d'éthique" in with_prepositions("comité éthique")
    assert with_prepositions("éthique") == []


@pytest.mark.parametrize(
    ("noun", "adjective", "same"),
    [
        ("charte de déontologie", "charte déontologique", True),
        ("pression d'artère", "pression artériel", True),
        ("intérêt de personne", "intérêt personnel", False),  # a frequent adjective has meanings of its own
        ("niveau de nation", "niveau national", False),
        ("niveau de mer", "niveau mental", False),
        ("charte de déontologie", "code déontologique", False),
    ],
)
def test_a_relational_adjective_stands_for_a_complement(noun: str, adjective: str, same: bool) -> None:
    assert same_relation(noun, adjective) is same
    assert same_relation(adjective, noun) is same
    if same:
        assert any(adjective.startswith(beginning) for beginning in related_beginnings(noun))
        assert any(noun.startswith(beginning) for beginning in related_beginnings(adjective))


@pytest.mark.parametrize(
    ("best", "other"),
    [
        ("SCPC", "scpc"),
        ("acte", "ACTE"),
        ("whistleblower", "whistleblowers"),
        ("cardiovasculaire", "cardiovasculaires"),
        ("criminalité", "criminalite"),
        ("deconfliction", "déconfliction"),
        ("réglage de tension", "réglage tension"),
    ],
)
def test_the_norm_that_others_are_joined_to(best: str, other: str) -> None:
    assert min(best, other, key=preference) == best


@given(st.text("abé sx'-", max_size=12), st.text("abé sx'-", max_size=12), st.integers(0, 9))
def test_spelling_is_compared_alike_from_both_sides(one: str, other: str, times: int) -> None:
    assert same_spelling(one, other, times) == same_spelling(other, one, times)


@pytest.mark.parametrize(
    ("form", "term", "kind"),
    [
        ("deconfliction", "deconfliction", "preferred"),
        ("Deconfliction", "deconfliction", "spelling"),
        ("anti\u2011corruption", "anti-corruption", "spelling"),
        ("déconfliction", "deconfliction", "accent"),
        ("soft-power", "soft power", "hyphenation"),
        ("micro-entreprises", "microentreprise", "hyphenation"),
        ("bases aériennes", "base aérienne", "inflection"),
        ("chevaux", "cheval", "inflection"),
        ("réglage de vitesse", "réglage de la vitesse", "syntactic"),
        ("pression artérielle", "pression d'artère", "syntactic"),
    ],
)
def test_how_a_form_differs_from_the_one_that_is_shown(form: str, term: str, kind: str) -> None:
    assert variant_kind(form, term) == kind
