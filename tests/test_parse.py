"""Where paragraphs and sentences begin and end, and that no offset moves."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.forms import straighten
from glossary.model import Article
from glossary.parse import load_model, paragraphs, parse

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
