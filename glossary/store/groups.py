"""A group of near-duplicate articles → the rows of each: what an earlier one said is not said again."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from glossary.forms import fold
from glossary.model import Findings
from glossary.store.curation import Curation
from glossary.store.mentions import Attested, Contexts, Mention, attested_in, mentions_of

Fresh = list[bool] | None  # of each sentence of an article, whether it is said for the first time; None when alone


class Rows(NamedTuple):
    """What is written of one article, in order."""

    mentions: list[Mention]
    attested: list[Attested]


def rows_of_group(members: Sequence[tuple[str, Findings]], published: Container[str], curation: Curation) -> list[Rows]:
    """The rows of each member, a text with what was found in it: the first counted whole, the others where they
    have a sentence of their own."""
    fresh: list[Fresh] = [None]
    if len(members) > 1:
        fresh = fresh_sentences([[fold(text[s.start : s.end]) for s in f.sentences] for text, f in members])
    return [rows_of_member(f, own, published, curation) for (_, f), own in zip(members, fresh, strict=True)]


def fresh_sentences(members: Iterable[list[str]]) -> list[Fresh]:
    """Of each sentence, folded, of the members, in their order: whether it is in none before."""
    seen: set[str] = set()
    fresh: list[Fresh] = []
    for sentences in members:
        fresh.append([sentence not in seen for sentence in sentences])
        seen.update(sentences)
    return fresh


def rows_of_member(findings: Findings, fresh: Fresh, published: Container[str], curation: Curation) -> Rows:
    """The rows of a member with these sentences of its own."""
    mentions, attested = mentions_of(findings, published, curation), attested_in(findings, curation)
    if fresh is None:
        return Rows(mentions, attested)
    contexts = Contexts(findings)

    def is_new(context: tuple[int, int]) -> bool:
        return any(fresh[number] for number in contexts.within(context))

    attested = [gloss for gloss in attested if is_new(gloss.context)]
    glossed = {(gloss.term_start, gloss.term_end) for gloss in attested}
    return Rows([m for m in mentions if is_new(m.context) or (m.start, m.end) in glossed], attested)
