"""Termhood and the cut: by structure and specificity in small corpora, the same wherever a row stands."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wordfreq import zipf_frequency

from glossary.extract import extract
from glossary.forms import zipf
from glossary.model import Article, Findings, GlossaryError
from glossary.parse import parse
from glossary.rank import COUNTS, rank, rank_corpus, rank_entries, score_article, static_features
from glossary.rank.corpus import Tally, display_form
from glossary.rank.form import FORM, are_nominal, form_features
from glossary.rank.general import surprisal
from glossary.rank.keyness import SHARED, load_weights, read_candidates
from glossary.rank.model import cut, few_articles, load_model, load_model_of_few
from glossary.rank.scores import are_names
from glossary.rank.static import COLUMNS

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def seeds() -> list[Findings]:
    articles = [Article(key=path.name, text=path.read_text(encoding="utf-8")) for path in SEEDS]
    return [extract(article, docs) for article, docs in parse(articles)]


@pytest.fixture(scope="module")
def tally(seeds: list[Findings]) -> Tally:
    tally = Tally()
    for findings in seeds:
        tally.add(findings)
    return tally


@pytest.mark.parametrize(
    "term", ["théâtre militaire", "base aérienne avancée", "tête de pont militaire", "coalition internationale"]
)
def test_seeds_keep_their_terms(term: str, seeds: list[Findings]) -> None:
    assert term in {form for form, _ in rank_corpus(seeds)}


@pytest.mark.parametrize("name", ["Obama", "Barack Obama", "Mossoul", "Irak", "Syrie", "Ashton Carter", "Washington"])
def test_names_are_left_out_unless_asked_for(name: str, seeds: list[Findings]) -> None:
    assert name not in {form for form, _ in rank_corpus(seeds)}


def test_names_are_kept_when_asked_for(seeds: list[Findings]) -> None:
    plain = {form for form, _ in rank_corpus(seeds)}
    assert {form for form, _ in rank_corpus(seeds, names=True)} - plain


def test_rank_does_not_depend_on_the_order_of_rows(tally: Tally) -> None:
    terms = list(tally.numbers)
    scores, kept = rank(terms, tally.counts, tally.article_counts, tally.articles)
    mixed = np.random.default_rng(1).permutation(len(terms))
    again, kept_again = rank(
        [terms[i] for i in mixed], tally.counts[mixed], tally.article_counts[mixed], tally.articles
    )
    assert (again == scores[mixed]).all()
    assert (kept_again == kept[mixed]).all()


def test_static_features_may_be_kept(tally: Tally) -> None:
    terms = list(tally.numbers)
    given_static = rank(terms, tally.counts, tally.article_counts, tally.articles, static=static_features(terms))
    computed = rank(terms, tally.counts, tally.article_counts, tally.articles)
    assert all((a == b).all() for a, b in zip(given_static, computed, strict=True))


def test_an_article_can_be_taken_away(seeds: list[Findings]) -> None:
    whole, rest = Tally(), Tally()
    for findings in seeds:
        whole.add(findings)
    for findings in seeds[1:]:
        rest.add(findings)
    counts = whole.counts.copy()
    for term, row in seeds[0].counts.items():
        counts[whole.numbers[term]] -= np.array(row)
    left = {term: counts[number] for term, number in whole.numbers.items() if counts[number].any()}
    assert left.keys() == rest.numbers.keys()
    assert all((left[term] == rest.counts[number]).all() for term, number in rest.numbers.items())


def test_a_glossed_term_ranks_higher(tally: Tally) -> None:
    terms = list(tally.numbers)
    counts = tally.counts.copy()
    number = tally.numbers["théâtre militaire"]
    counts[number, COUNTS.index("glossed")] = 0
    before = rank(terms, counts, tally.article_counts, tally.articles)[0][number]
    counts[number, COUNTS.index("glossed")] = 1
    assert rank(terms, counts, tally.article_counts, tally.articles)[0][number] > before


def test_one_article_is_ranked_by_specificity(find: Callable[[str], Findings]) -> None:
    terms = score_article(
        find("Le médecin a vu une insuffisance ventriculaire gauche. Le patient a pris son petit déjeuner lundi matin.")
    )
    best = max(terms, key=lambda term: float(str(term["score"])))
    assert "ventriculaire" in str(best["text"])


def test_an_article_without_candidates(find: Callable[[str], Findings]) -> None:
    assert score_article(find("Et alors ?")) == []
    assert list(rank_corpus([find("Et alors ?")])) == []


def test_limit_and_forms(seeds: list[Findings]) -> None:
    ranked = list(rank_corpus(seeds))
    assert list(rank_corpus(seeds, limit=5)) == ranked[:5]
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
    forms = [form for form, _ in rank_corpus(seeds, forms=True)]
    assert len(forms) > len(ranked)
    assert all(form == form.lower() for form in forms)


def test_a_short_form_is_no_line_of_its_own_where_the_long_one_is_near(find: Callable[[str], Findings]) -> None:
    long, short = "La base aérienne avancée protège la ville.", "La base avancée manque de carburant."
    [one] = [e for e in rank_entries([find(f"{long} {short}")]) if e.term == "base aérienne avancée"]
    assert one.variants == ("base avancée",)
    assert "base avancée" in {form for form, _ in rank_corpus([find(f"{long} {short}")], forms=True)}
    apart = {entry.term: entry.variants for entry in rank_entries([find(long), find(short)])}
    assert apart["base aérienne avancée"] == ()


def test_articles_may_come_in_any_order(seeds: list[Findings]) -> None:
    assert list(rank_entries(seeds, names=True)) == list(rank_entries(seeds[::-1], names=True))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_the_cut_has_the_greatest_expected_f1(chances: list[float]) -> None:
    column = np.array(chances)
    best = np.sort(column)[::-1]
    f1 = [2 * best[:k].sum() / (k + best.sum()) for k in range(1, len(best) + 1)]
    kept = int((column >= cut(column)).sum())
    assert f1[kept - 1] >= max(f1) - 1e-9 or best[kept - 1] == cut(column)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_of_few_articles_eight_in_ten_are_expected_to_be_right(chances: list[float]) -> None:
    column = np.array(chances)
    kept = column[column >= cut(column, 1.0)]
    assert kept.mean() >= 0.8 - 1e-9 or set(kept) == {column.max()}
    assert cut(column) - 1e-12 <= cut(column, 0.5) <= cut(column, 1.0) + 1e-12


def test_the_models_fade_into_one_another() -> None:
    sizes = [few_articles(math.log(words)) for words in (300, 8_000, 12_000, 20_000, 30_000, 37_000, 10**6)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[:2] == [1, 1]
    assert sizes[-2:] == [0, 0]
    assert 0 < sizes[3] < 0.5


def test_a_single_word_is_shown_as_a_noun_alone(find: Callable[[str], Findings]) -> None:
    tally = Tally()
    tally.add(find("La liaison satellitaire a été coupée. La liaison radio fonctionne."))
    terms = list(tally.numbers)
    nominal = dict(zip(terms, are_nominal(terms, tally.counts.T).tolist(), strict=True))
    assert nominal["liaison"]
    assert nominal["liaison satellitaire"]
    assert not nominal["satellitaire"]


def test_how_many_compounds_a_word_makes_and_whether_it_says_from_where() -> None:
    counts = np.ones((len(COUNTS), 2), dtype=np.int64)
    base, troops = form_features(["base aérien", "troupe norvégien"], counts).T
    first, demonym = FORM.index("first_begins"), FORM.index("demonym")
    assert base[first] > troops[first]
    assert (base[demonym], troops[demonym]) == (0, 1)


@pytest.mark.parametrize(
    ("forms", "shown"),
    [
        ({"Bases aériennes": 1, "bases aériennes": 1, "base aérienne": 1}, "bases aériennes"),
        ({"État": 3, "état": 1}, "état"),
        ({"PORTANCE": 1, "portance": 1}, "portance"),
        ({"OTAN": 2}, "OTAN"),
        ({"criminalite": 1, "criminalité": 1}, "criminalité"),
        ({"base avancée": 1, "base aérienne avancée": 1}, "base aérienne avancée"),
        ({"réglage de la vitesse": 1, "réglage de vitesse": 1}, "réglage de vitesse"),
    ],
)
def test_the_most_frequent_well_formed_form_is_shown(forms: dict[str, int], shown: str) -> None:
    assert display_form(Counter(forms)) == shown


def test_what_holds_a_name_of_the_news_is_no_term(find: Callable[[str], Findings]) -> None:
    text = (
        "Le régime de Bachar bombarde. Le fief de Bachar tient. Le traité de Lisbonne est ratifié. "
        "Le chef d'État défend la base aérienne avancée."
    )
    tally = Tally()
    tally.add(find(text))
    names = dict(zip(tally.numbers, are_names(tally.counts.T).tolist(), strict=True))
    assert names["fief de bachar"]
    assert names["traité de lisbonne"]
    assert not names["chef d'état"]
    assert "base aérienne" in {form for form, _ in rank_corpus([find(text)])}
    assert "Lisbonne" in {form for form, _ in rank_corpus([find(text)], names=True)}


@pytest.mark.parametrize(
    "word",
    ["portance", "déconfliction", "œuvre", "aujourd'hui", "porte-parole", "H1N1", "2015", "straße", "ʼn", "État"],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_frequencies_are_those_of_wordfreq(word: str, language: str) -> None:
    assert zipf(word, language) == zipf_frequency(word, language)


@pytest.mark.parametrize(("common", "odd"), [("nation", "yacht"), ("maison", "deconfliction"), ("porter", "kprtw")])
def test_an_odd_spelling_costs_more_bits_than_a_french_one(common: str, odd: str) -> None:
    assert 0 < surprisal(common) < surprisal(odd)


def test_a_form_of_grammatical_words_alone_has_features_too() -> None:
    """A loanword or a glossed term may be one: « en la », an option « -s -l »."""
    assert static_features(["en la", "de l'", "sur"]).shape[0] == 3


def test_a_shorter_form_has_the_name_of_the_candidate_that_it_is() -> None:
    terms = ["réglage d'équipement radio", "réglage d'équipement", "équipement radio", "équipement"]
    named = dict(zip(COLUMNS, static_features(terms).T, strict=True))
    assert named["shorter_right"].tolist() == [named["term"][1], named["word0"][0], named["term"][3], 0]
    assert named["shorter_left"].tolist() == [named["term"][2], named["term"][3], named["word1"][2], 0]
    assert named["word1"].tolist() == [named["term"][3], named["term"][3], named["word2"][0], 0]


def test_forms_that_differ_in_their_spaces_have_names_of_their_own() -> None:
    """An option « -s -l » is a form too, whose hyphens count as spaces."""
    assert len(set(static_features(["s l", " s  l", "aujourd'hui", "aujourd' hui", " ", "  "])[:, 0])) == 6


@pytest.mark.parametrize(
    "load", [load_model, load_model_of_few, load_weights], ids=["termhood", "few articles", "keyness"]
)
@pytest.mark.parametrize("text", [None, "{", "{}", "[]"], ids=["missing", "cut off", "empty", "no table"])
def test_a_damaged_model_is_named(load: Callable[[Path], object], text: str | None, tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(GlossaryError, match=r"weights\.json: .* cannot be read .*; install the program again"):
        load(path)


def test_keyness_weighs_only_what_an_article_says(find: Callable[[str], Findings]) -> None:
    features = read_candidates(find("Le médecin a vu une insuffisance ventriculaire gauche.")).features
    assert not set(load_weights().features) - features.keys()
    assert set(SHARED) <= set(load_weights().features)
