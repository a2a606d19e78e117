"""Loanwords in real French sentences: what is found, where it ends, what is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from glossary.extract.loanwords import KEPT, find_loanwords, keep_loanwords
from glossary.extract.source_forms import source_form
from glossary.forms import straighten
from glossary.model import Article, Findings, Gloss, Loanword
from glossary.parse import load_model, paragraphs, parse

Find = Callable[[str], Findings]


def loanwords(text: str, glosses: tuple[Gloss, ...] = ()) -> list[Loanword]:
    """The loanwords kept, without the gloss stage."""
    [(_, docs)] = parse([Article(key="essai", text=text)])
    return keep_loanwords(text, find_loanwords(text, docs), glosses)


def forms(text: str) -> list[str]:
    return [word.text for word in loanwords(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le terme anglais de « deconfliction » recouvre ces échanges.", ["deconfliction"]),
        ("La banque a créé un service de compliance et de reporting.", ["compliance", "reporting"]),
        ("L'attaque par ransomware a paralysé l'hôpital.", ["ransomware"]),
        ("Les whistleblowers sont mal protégés.", ["whistleblowers"]),
        ("Un wargame a précédé une soirée de breakdance.", ["wargame", "breakdance"]),
        ("Le fine-tuning du modèle a coûté deux millions.", ["fine-tuning"]),
        ("Le fisc traque le trading et le short selling.", ["trading", "short selling"]),
        ("Ils ont vu ouvrir des food courts et des coffee shops.", ["food courts", "coffee shops"]),
        ("Elle dénonce le body shaming et fait son coming out.", ["body shaming", "coming out"]),
        ("Le kompromat reste l'arme favorite des services russes.", ["kompromat"]),
    ],
    ids=[
        "quoted",
        "uncued",
        "elided-article-before",
        "plural",
        "closed-compounds",
        "head-that-is-English",
        "economy",
        "city",
        "society",
        "not-English",
    ],
)
def test_finds_foreign_forms(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On parle de fact checking dans toutes les rédactions.", ["fact checking"]),
        ("Le soft power chinois gagne l'Afrique.", ["soft power"]),
        ("Un réseau peer-to-peer relie les machines.", ["peer-to-peer"]),
        (
            "La reconnaissance de caractères (OCR, pour Optical Character Recognition) progresse.",
            ["Optical Character Recognition"],
        ),
        ("Le deep web n'est pas le dark web.", ["deep web", "dark web"]),
        ("Une think tank proche du pouvoir l'affirme.", ["think tank"]),
    ],
    ids=[
        "two-words",
        "with-a-French-adjective-behind",
        "hyphens",
        "expansion",
        "with-an-established-word",
        "cognate-head",
    ],
)
def test_takes_the_longest_foreign_span(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre Ashton Carter a rencontré John Kerry à Washington.",
        "Selon le New York Times, Human Rights Watch a publié un rapport.",
        "L'ONU, l'OTAN et le FBI coopèrent ; le HTTP et l'API aussi.",
        "« Make America great again », répète Donald Trump devant ses électeurs.",
        "Il a lancé : « We will fight for our rights and they will hear us. »",
        "Ouvrez https://example.org/download/latest.html ou le fichier setup.cfg.",
        "La fonction get_user() et la variable maxRetries sont documentées.",
        "Cette étude in vitro conclut a posteriori au statu quo.",
        "Le moustique Aedes albopictus transmet le virus.",
        "Les membres de l'équipe ont gagné le match et la coupe au bout du suspense.",
        "La décision de la cour est définitive et le maire l'a acceptée.",
        "Il faut ranger les dossiers : le son est sale, dit le pays entier.",
        "Netflix, Disney+ et Amazon Prime Video se partagent le marché ; Black Mirror et Stranger Things cartonnent.",
        "« I have a dream », lançait Martin Luther King.",
        "L'album « Dark Side of the Moon » et le roman « The Road » ont marqué l'époque.",
        "Le match nul contre Manchester United et West Ham laisse des regrets.",
        "Il a pris une part de tarte, six verres de vin et une table en or.",
        "L'US Army et la Royal Navy ont manœuvré ; la Silicon Valley s'inquiète, Wall Street aussi.",
        "Les anticoagulants et les cytokines agissent sur les granulocytes ; la kinase, elle, est inhibée.",
        "La source radioactive a touché le nerf facial et la moelle, mais l'examen spectral est normal.",
    ],
    ids=[
        "persons", "organisations", "initialisms", "slogan", "foreign-sentence", "addresses", "code", "latin",
        "species", "established", "plain-French", "homographs", "products-and-series", "words-of-a-speech", "works",
        "teams", "homographs-of-nouns", "armies-and-places", "learned-words", "adjectives-of-both-languages",
    ],
)  # fmt: skip
def test_leaves_alone(text: str) -> None:
    assert forms(text) == []


@pytest.mark.parametrize(
    ("text", "form", "lang"),
    [
        ("Les Suédois ont un mot, « flygskam », pour la honte de prendre l'avion.", "flygskam", "sv"),
        ("Le mot allemand « Heimat » n'a pas d'équivalent.", "Heimat", "de"),
        ("Les cinq kleśa (afflictions) troublent l'esprit.", "kleśa", "sa"),
        ("Le « whistleblowing » est une notion américaine.", "whistleblowing", "en"),
    ],
    ids=["swedish", "german", "sanskrit-letters", "english"],
)
def test_labels_the_language(text: str, form: str, lang: str) -> None:
    [(_, docs)] = parse([Article(key="essai", text=text)])
    assert {word.text: word.lang for word in find_loanwords(text, docs)}.get(form) == lang


def test_offsets_are_exact_over_paragraphs_and_typography() -> None:
    text = "Un titre\n\n🙂 L’« empowerment » des femmes…\r\nLe\u00a0crowdfunding\u202f: un financement."
    found = loanwords(text)
    assert [word.text for word in found] == ["empowerment", "crowdfunding"]
    assert all(text[word.start : word.end] == word.text for word in found)


def test_an_occurrence_made_sure_speaks_for_the_others() -> None:
    alone = "Le responsable des tigres parle du sourcing."
    made_sure = alone + "\nLe sourcing (en anglais « sourcing », la recherche de fournisseurs) compte."
    [(_, docs)] = parse([Article(key="essai", text=alone)])
    [(_, more)] = parse([Article(key="essai", text=made_sure)])
    before = find_loanwords(alone, docs)[0].confidence
    assert find_loanwords(made_sure, more)[0].confidence >= max(before, KEPT)


def gloss(text: str, term: str, meaning: str, term_lang: str = "en") -> Gloss:
    start, place = text.index(term), text.index(meaning)
    return Gloss(
        start,
        start + len(term),
        term,
        place,
        place + len(meaning),
        meaning,
        "translation",
        term_lang,
        "fr",
        "essai",
        0.9,
    )


def test_a_glossed_loanword_is_kept_with_its_other_occurrences() -> None:
    text = "Le bot, c'est-à-dire le robot logiciel, répond.\nUn bot ne dort jamais."
    assert forms(text) == []
    [(_, docs)] = parse([Article(key="essai", text=text)])
    kept = keep_loanwords(text, find_loanwords(text, docs), [gloss(text, "bot", "le robot logiciel")])
    assert (kept[0].start, kept[0].text) == (3, "bot")


def test_a_glossed_french_term_is_no_loanword() -> None:
    text = "Le flocage, c'est-à-dire le revêtement d'une surface, est fragile."
    assert loanwords(text, (gloss(text, "flocage", "le revêtement d'une surface", "fr"),)) == []


@pytest.mark.parametrize(
    ("form", "source"),
    [
        ("déconfliction", "deconfliction"), ("Déconflictions", "deconfliction"), ("liker", "like"),
        ("débriefer", "debrief"), ("hackeur", "hacker"), ("réunion", None), ("passer", None), ("deconfliction", None),
    ],
)  # fmt: skip
def test_source_of_an_adapted_form(form: str, source: str | None) -> None:
    assert source_form(form) == source


ODD = st.text(alphabet=st.sampled_from("aé «»\"'()[]-–.\n\u200b\u0301\u202e🙂שعfork the WHO l'eß中0_@/"), max_size=200)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=200), ODD))
def test_any_text_gives_exact_offsets(text: str) -> None:
    for word in loanwords(text):
        assert text[word.start : word.end] == word.text
        assert 0 <= word.confidence <= 1


@pytest.mark.parametrize(
    "text",
    ["(" * 300_000, "«fork" * 40_000, "fork " * 60_000, "-a" * 100_000, '"' * 300_000, "the fork of " * 20_000],
    ids=["brackets", "quotes", "one-word", "hyphens", "straight-quotes", "links"],
)
def test_long_odd_texts_are_worked_through(text: str) -> None:
    docs = []
    for start, paragraph in paragraphs(text):  # no tokenizer: this is about the stage after it
        doc = Doc(load_model().vocab, words=[straighten(paragraph)], spaces=[False])
        doc.user_data.update(start=start, text=straighten(paragraph))
        docs.append(doc)
    found = keep_loanwords(text, find_loanwords(text, docs), [])
    assert all(text[word.start : word.end] == word.text for word in found)
