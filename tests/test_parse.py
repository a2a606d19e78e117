"""Where paragraphs and sentences begin and end, and that no offset moves."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.forms import straighten
from glossary.model import Article
from glossary.parse import load_model, paragraphs, parse
from glossary.startup import quick_startup, shortened

SENTENCES = [
    ("Le patron du Pentagone Ashton Carter s'est exprimé mardi. M. Carter a plaidé pour la paix.", 2),
    ('"Nous aurons une discussion demain (mercredi)", a annoncé le ministre. "Ces discussions progressent."', 2),
    ('"Nous ne devons pas avoir d\'erreurs." a-t-il dit', 1),
    ("« Nous y restons ouverts. » Le ministre n'a pas répondu.", 2),
    ("Qui paiera ? Personne ne le sait… et c'est tout le problème.", 2),
    ("Selon J. Dupont et al., le prix est de 3,5 millions d'euros. C'est peu !", 2),
    ("Il a dit (voir p. 12) que tout allait bien. (Avec Reuters)", 2),
]


@pytest.mark.parametrize(("text", "count"), SENTENCES)
def test_sentences(text: str, count: int) -> None:
    [(_, [doc])] = parse([Article(key="essai", text=text)])
    assert len(list(doc.sents)) == count, [sent.text for sent in doc.sents]


def test_a_quote_belongs_to_the_sentence_it_opens() -> None:
    [(_, [doc])] = parse([Article(key="essai", text='Il est parti. "Nous restons", a-t-il dit.')])
    assert [sent.text for sent in doc.sents] == ["Il est parti.", '"Nous restons", a-t-il dit.']


@given(st.text(alphabet=st.characters(), max_size=300))
def test_straightening_changes_no_length(text: str) -> None:
    assert len(straighten(text)) == len(text)


@given(st.lists(st.text(alphabet="aé \n«»’\u00a0\r\u2028x.", max_size=50)))
def test_paragraphs_are_verbatim_and_leave_no_word_out(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    covered = []
    for start, paragraph in paragraphs(text):
        assert text[start : start + len(paragraph)] == paragraph
        covered.append(paragraph)
    assert "".join("".join(covered).split()) == "".join(text.split())


def test_a_very_long_line_is_cut_at_a_space() -> None:
    text = "mot " * 10_000
    pieces = list(paragraphs(text))
    assert len(pieces) > 1
    assert all(piece.endswith("mot ") and piece.startswith("mot") for _, piece in pieces)
    assert "".join(piece for _, piece in pieces) == text


@pytest.mark.parametrize(
    "text",
    ["(" * 100_000, "()" * 5_000 + " fin.", 'Il dit : "' + '"' * 9_000 + "  et  part.", "mot," * 2_000, "«»" * 3_000],
    ids=["brackets", "pairs", "quotes", "commas", "guillemets"],
)
def test_unbroken_runs_are_cut_where_they_change(text: str) -> None:
    [(_, docs)] = parse([Article(key="essai", text=text)])
    assert "".join(doc.text for doc in docs) == text.replace("\u00a0", " ")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_parsed_with_exact_offsets(text: str) -> None:
    [(article, docs)] = parse([Article(key="essai", text=text)])
    for doc in docs:
        for token in doc:
            start = doc.user_data["start"] + token.idx
            assert straighten(article.text[start : start + len(token)]) == token.text


def test_what_the_model_makes_of_an_article_does_not_depend_on_its_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    tagger = load_model().get_pipe("morphologizer")
    seen: dict[str, bytes] = {}
    set_annotations = type(tagger).set_annotations

    def spy(self: Any, docs: list[Any], tags: Any) -> None:
        for doc in docs:
            seen.setdefault(doc.text, doc.tensor.tobytes())
        set_annotations(self, docs, tags)

    monkeypatch.setattr(type(tagger), "set_annotations", spy, raising=True)
    texts = [f"{text} {'Il pleut. ' * number}" for number, (text, _) in enumerate(SENTENCES)]
    list(parse([Article(key=str(number), text=text) for number, text in enumerate(texts)]))
    together = dict(seen)
    seen.clear()
    for number in range(len(texts))[::-1]:
        list(parse([Article(key="essai", text=texts[number])]))
    assert len(seen) == len(texts)
    assert seen == together


def test_the_shortened_expression_of_the_tokenizer_matches_the_same_words() -> None:
    from spacy.lang.fr.tokenizer_exceptions import _elision_prefix, _hyphen_combination, _hyphen_prefix, _regular_exp

    def spelled(pattern: str) -> str:
        return re.sub(r"\(\?:([^|)]*)[^)]*\)|\[(.)[^\]]*\]|(.)\?", r"\1\2\3", pattern).replace("?", "")

    words = [f"{spelled(prefix)}-maison" for prefix in _hyphen_prefix]
    words += [f"{spelled(prefix)}'abattre-nous" for prefix in _elision_prefix]
    words += [f"saut-{spelled(link)}-l'Œuvre" for link in _hyphen_combination]
    words += [spelled(one[1 : one.index("[a-z")]) + "ions" for one in _regular_exp if "[a-z" in one]
    words += ["binge-watcher", "black-out", "prud'homal", "maison", "l'eau", "porte-3", "-", "", "grand-", "ZIG-ZAG"]
    pattern = "(?iu)" + "|".join(f"(?:{one})" for one in _regular_exp)
    short = shortened(pattern)
    assert len(short) < len(pattern) / 50
    long_match, short_match = re.compile(pattern).match, re.compile(short).match
    told = {word: bool(long_match(word)) for word in (*words, *(f"x{word}" for word in words), *map(str.upper, words))}
    assert told == {word: bool(short_match(word)) for word in told}
    assert sum(told.values()) > len(words) > 200


def test_an_expression_of_another_shape_is_compiled_as_it_is() -> None:
    long = "(?iu)" + "|".join(f"(?:^{'a' * number}[{'xyz' * 100}]+)" for number in range(400))
    assert len(long) > 100_000
    assert shortened(long) == long
    assert shortened("a|b") == "a|b"
    assert shortened(re.compile("a")) == re.compile("a")


def test_what_is_left_out_at_the_start_is_there_again_after_it() -> None:
    compiles, torch = re.compile, sys.modules.get("torch")
    with pytest.raises(ImportError), quick_startup():
        raise ImportError
    assert re.compile is compiles
    assert sys.modules.get("torch") is torch
