"""Every candidate of the texts, generously: what the judgements in ``labels.jsonl`` are about.

A candidate is a surface form, lower-cased, whose tags fit: a noun, name, adjective, verb or foreign word on its own,
or a noun with its adjectives, participles, nouns and complements. No measure and no threshold takes part, so that
positives and negatives keep the proportions that they have in running text.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from glossary.model import Article
from glossary.parse import parse

TEXTS = Path(__file__).parent / "texts"
LONGEST = 8  # tokens, prepositions and articles counted

# One letter a tag: N noun or name, A adjective or participle, V other verb, F foreign, P preposition, D article.
_LETTERS = {"NOUN": "N", "PROPN": "N", "ADJ": "A", "VERB": "V", "X": "F", "ADP": "P", "DET": "D"}
_SINGLE = re.compile(r"[NAVF]")
_COMPOUND = re.compile(r"A?[NF](?:A|N|F|PD?A?[NF])+")
_WORD = re.compile(r"[^\W\d_]")
_ELISION = re.compile(r"[a-zà-ÿ]+['’]$", re.IGNORECASE)


def find_candidates(domain: str) -> Counter[str]:
    """Form → frequency, over all texts of a domain."""
    counts: Counter[str] = Counter()
    for _, docs in parse(_articles(domain)):
        for doc in docs:
            for sentence in doc.sents:
                for span in _spans(sentence):
                    counts[" ".join(span.text.lower().split())] += 1
    return counts


def read_domain(domain: str) -> str:
    """All texts of a domain, lower-cased, with single spaces."""
    return " ".join(" ".join(article.text.lower() for article in _articles(domain)).split())


def domains() -> list[str]:
    """The folders of ``texts/``."""
    return sorted(path.name for path in TEXTS.iterdir() if path.is_dir())


def _articles(domain: str) -> list[Article]:
    paths = sorted((TEXTS / domain).glob("*.txt"))
    return [Article(key=path.name, text=path.read_text(encoding="utf-8")) for path in paths]


def _spans(sentence: Any) -> list[Any]:
    tags = "".join(map(_letter, sentence))
    spans = []
    for start in range(len(tags)):
        for end in range(start + 1, min(start + LONGEST, len(tags)) + 1):
            pattern = _SINGLE if end == start + 1 else _COMPOUND
            if pattern.fullmatch(tags[start:end]) and _whole(sentence[start:end]):
                spans.append(sentence[start:end])
    return spans


def _letter(token: Any) -> str:
    if token.pos_ == "VERB" and "Part" in token.morph.get("VerbForm"):
        return "A"
    if token.pos_ == "DET" and "Art" not in token.morph.get("PronType"):
        return "."
    return _LETTERS.get(token.pos_, ".")


def _whole(span: Any) -> bool:
    """Starts and ends with a word, and is more than a letter or an elided article."""
    first, last = span[0].text, span[-1].text
    return len(span.text) > 1 and bool(_WORD.search(first) and _WORD.search(last)) and not _ELISION.match(last)
