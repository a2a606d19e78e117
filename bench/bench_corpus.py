"""The texts that are measured: ../shared/bench/corpus where it exists, else the open texts of bench/termhood."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPORA = (HERE.parent.parent / "shared" / "bench" / "corpus", HERE / "termhood" / "texts")
ARTICLE_WORDS = 500


def corpus_files() -> list[str]:
    """Whole texts of the corpus, in the order of their names."""
    folder = next(folder for folder in CORPORA if folder.is_dir())
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]


def corpus_texts(words: int) -> list[str]:
    """Articles of some ARTICLE_WORDS words each, ``words`` words in all.

    Where the corpus is too short, its sentences are dealt again, in an order drawn anew each time: copies of
    articles would be set aside as duplicates and cost nothing.
    """
    texts = [text.splitlines() for text in corpus_files()]
    articles: list[str] = []
    total = 0
    for article in _articles(texts):
        articles.append(article)
        total += len(article.split())
        if total >= words:
            break
    return articles


def _articles(texts: list[list[str]]) -> Iterator[str]:
    """The texts in articles; then without end their sentences, dealt again."""
    for lines in texts:
        yield from _cut(lines)
    sentences = [
        sentence for lines in texts for line in lines for sentence in re.split(r"(?<=[.!?]) +", line) if sentence
    ]
    for seed in itertools.count():
        random.Random(seed).shuffle(sentences)
        yield from _cut(sentences)


def _cut(lines: list[str]) -> Iterator[str]:
    article: list[str] = []
    words = 0
    for line in lines:
        article.append(line)
        words += len(line.split())
        if words >= ARTICLE_WORDS:
            yield "\n".join(article)
            article, words = [], 0
    if words:
        yield "\n".join(article)
