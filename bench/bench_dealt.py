"""Articles dealt from the sentences of a corpus that is parsed once: as many as a large database needs."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from bench_corpus import corpus_files

from glossary.findings import findings_of
from glossary.model import Article, Counts, Findings, Sentence, Terms
from glossary.store.cache import Cache, Entry
from glossary.store.fingerprint import finding_fingerprint
from glossary.store.packing import pack_found

SENTENCES = 25  # sentences an article
_WORD = re.compile(r"[^\W\d_]+")


class Pieces(NamedTuple):
    """What articles are dealt from: sentences with what was found in each, and the words of them all by length."""

    found: list[tuple[str, Findings]]
    words: dict[int, list[str]]


def read_pieces(words: int) -> Pieces:
    """Sentences with what was found in each, from ``words`` words of the corpus, parsed once."""
    # Single sentences of a like length: of whole paragraphs, two articles with one in common may be near-duplicates,
    # and in a large corpus all articles one group of them, which none is.
    lines = [
        line
        for text in corpus_files()
        for line in re.split(r"(?<=[.!?])\s+|\n", text)
        if len(line.split()) in range(8, 31)
    ]
    random.Random(1).shuffle(lines)
    chosen, count = [], 0
    for line in lines:
        chosen.append(Article(f"line{len(chosen)}", line))
        count += len(line.split())
        if count > words:
            break
    found = [(article.text, found) for article, found in findings_of(chosen) if isinstance(found, Findings)]
    by_length: dict[int, set[str]] = {}
    for text, _ in found:
        for word in _WORD.findall(text):
            by_length.setdefault(len(word), set()).add(word.lower())
    return Pieces(found, {length: sorted(there) for length, there in by_length.items()})


def deal(pieces: Pieces, number: int) -> tuple[Article, Findings]:
    """An article of sentences drawn by its number, changed so that it is no copy."""
    chance = random.Random(number)
    texts, place = [], 0
    found: dict[str, list[object]] = {n: [] for n in ("sentences", "loanwords", "abbreviations", "glosses", "terms")}
    counts: dict[str, tuple[int, ...]] = {}
    for text, findings in (chance.choice(pieces.found) for _ in range(SENTENCES)):
        # A word of its own; a new word comes with every sentence or two in a real corpus too.
        own = f"{chance.choice('bcdfglmprstv')}{number:x}{len(texts)} "
        start = place + len(own)
        texts.append(own + _change(text, findings, pieces.words, chance))
        found["sentences"].append(Sentence(place, start + len(text)))
        for name in ("loanwords", "abbreviations", "glosses", "terms"):
            for each in getattr(findings, name):
                spans = {f: getattr(each, f) + start for f in type(each).__slots__ if f.endswith(("start", "end"))}
                found[name].append(replace(each, **spans))
        for norm, row in findings.counts.items():
            counts[norm] = tuple(map(sum, zip(row, counts.get(norm, (0,) * len(row)), strict=True)))
        place = start + len(text) + 1
    article = Article(f"data/articles/{number:07}.txt", "\n".join(texts), published=f"20{number % 24:02}-01-15")
    # As the extraction gives them: candidates and their counts in columns.
    lists = {name: tuple(rows) for name, rows in found.items()} | {"terms": Terms.of(found["terms"])}  # type: ignore[arg-type]
    return article, Findings(**lists, counts=Counts.of(counts))  # type: ignore[arg-type]


def _change(text: str, findings: Findings, words: dict[int, list[str]], chance: random.Random) -> str:
    """The sentence with every second word outside of what was found replaced by another of its length.

    Articles that only repeat the same sentences are near-duplicates of one another, a large corpus one group of them.
    """
    kept = [
        (each.start, each.end) for name in ("loanwords", "abbreviations", "terms") for each in getattr(findings, name)
    ]
    kept += [(each.term_start, each.term_end) for each in findings.glosses]
    kept += [(each.gloss_start, each.gloss_end) for each in findings.glosses]
    free = [
        word
        for word in _WORD.finditer(text)
        if len(word[0]) in words and not any(word.start() < end and start < word.end() for start, end in kept)
    ]
    changed, last = [], 0
    for word in free[chance.randrange(2) :: 2]:
        changed += [text[last : word.start()], chance.choice(words[len(word[0])])]
        last = word.end()
    return "".join(changed) + text[last:]


def fill(cache: Cache, pieces: Pieces, articles: int) -> Iterator[Entry]:
    for number in range(articles):
        yield keep(cache, *deal(pieces, number))
    cache.commit()


def keep(cache: Cache, article: Article, findings: Findings) -> Entry:
    """What reading and parsing leave behind."""
    cache.keep_found(article.digest, finding_fingerprint(), pack_found(article, findings))
    return cache.keep_article(article)
