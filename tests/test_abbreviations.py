"""Short forms in French prose: what is found, and what only looks like one."""

from __future__ import annotations

import pytest

from glossary.extract.abbreviations import find_abbreviations


def found(text: str) -> list[str]:
    abbreviations = find_abbreviations(text)
    assert all(text[a.start : a.end] == a.text for a in abbreviations)
    return [a.text for a in abbreviations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le groupe État islamique (EI) contrôle la ville.", ["EI"]),
        ("L'ONU et les ONG réclament un accès, comme d’autres ONGs.", ["ONU", "ONG", "ONGs"]),
        ("Le budget de R&D a doublé depuis la DSP2.", ["R&D", "DSP2"]),
        ("Un vaccin à ARNm vise l'ADN du virus.", ["ARNm", "ADN"]),
        ("Les émissions de CO2 sont en baisse.", ["CO2"]),
        ("L'O.N.U. a voté.", ["O.N.U."]),
        ("La norme TF-IDF sert à pondérer.", ["TF-IDF"]),
        ("PARIS (AFP) — Le ministre a démissionné.", ["AFP"]),
        ("Le BEA, c'est le Bureau d'enquêtes et d'analyses. Le BEA conclut.", ["BEA", "BEA"]),
    ],
    ids=[
        "bracket",
        "elision-plural",
        "ampersand-digit",
        "lower-m",
        "chemistry",
        "dots",
        "hyphen",
        "dateline",
        "every-occurrence",
    ],
)
def test_short_forms_are_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "LE GOUVERNEMENT RENONCE À LA TAXE CARBONE",
        "Sous Louis XIV, au XVIIe siècle, et Jean-Paul II.",
        "Un parc de 300 MW et une fréquence de 50 Hz.",
        "À Paris, Marie Dupont attend.",
        "Le mot de passe est aZ3.",
        "I. Le contexte",
        "WASHINGTON, 18 septembre (Reuters) - Les responsables se sont entretenus.",
        "La demande est faite (voir ID:nL5N11O2CO ).",
    ],
    ids=["headline", "roman", "units", "names", "password", "initial", "dateline", "code"],
)
def test_what_is_no_short_form(text: str) -> None:
    assert found(text) == []
