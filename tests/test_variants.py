"""Joins between normal forms: made on good evidence, and not made between different words."""

from __future__ import annotations

import pytest

from glossary.variants import Variant, find_variants, syntactic_variants


@pytest.mark.parametrize(
    ("term", "of", "kind"),
    [
        ("reseau", "réseau", "accent"),
        ("déconfliction", "deconfliction", "accent"),
        ("règlementaire", "réglementaire", "accent"),
        ("plate forme", "plateforme", "hyphenation"),
        ("réglage tension", "réglage de tension", "syntactic"),
        ("pression d'artère", "pression artériel", "syntactic"),
        ("base avancé", "base aérien avancé", "syntactic"),
    ],
)
def test_joined(term: str, of: str, kind: str) -> None:
    found = find_variants({term: 1, of: 5}, {term: {1}, of: {1, 2}})
    assert found == [Variant(term, of, kind)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pâte", "pâté"),
        ("cote", "côte"),
        ("ligature", "ligaturé"),
        ("directeur", "directrice"),
        ("base aérien", "base aérien avancé"),
        ("coup d'état", "coup de étau"),
        ("niveau de mer", "niveau mental"),
    ],
)
def test_not_joined(one: str, other: str) -> None:
    assert find_variants({one: 2, other: 3}, {one: {1}, other: {1}}) == []


def test_a_word_left_out_needs_one_long_form_beside_it() -> None:
    long, short = "base aérien avancé", "base avancé"
    assert syntactic_variants({long: 2, short: 1}, {long: {1}, short: {1}}) == [(short, long, "syntactic")]
    assert syntactic_variants({long: 2, short: 1}, {long: {1}, short: {2}}) == []
    two_longs = {long: 2, "base naval avancé": 2, short: 1}
    assert syntactic_variants(two_longs, {term: {1} for term in two_longs}) == []


def test_an_abbreviation_with_two_expansions_is_joined_to_none() -> None:
    frequency = {"GRT": 4, "gestionnaire de réseau": 3, "groupe de travail": 3}
    articles = {term: {1} for term in frequency}
    one = [("GRT", "gestionnaire de réseau")]
    assert find_variants(frequency, articles, one) == [Variant("GRT", "gestionnaire de réseau", "abbreviation")]
    assert find_variants(frequency, articles, [*one, ("GRT", "groupe de travail")]) == []
