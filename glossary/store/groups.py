"""A group of near-duplicate articles → the rows of each: what an earlier one said is not said again."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from glossary.forms import fold
from glossary.model import Findings
from glossary.store.curation import Curation
from glossary.store.mentions import Attested, Contexts, Mention, attested_in, mentions_of


class Rows(NamedTuple):
    """What is written of one article, in order."""

    mentions: list[Mention]
    attested: list[Attested]


def rows_of_group(members: Sequence[tuple[str, Findings]], published: Container[str], curation: Curation) -> list[Rows]:
    """The rows of each member, a text with what was found in it: the first counted whole, the others where they
    have a sentence of their own."""
    rows = [Rows(mentions_of(f, published, curation), attested_in(f, curation)) for _, f in members]
    if len(members) == 1:
        return rows
    seen: set[str] = set()
    kept = []
    for (text, findings), found in zip(members, rows, strict=True):
        sentences = [fold(text[s.start : s.end]) for s in findings.sentences]
        contexts = Contexts(findings)
        fresh = [sentence not in seen for sentence in sentences]
        seen.update(sentences)

        def is_new(context: tuple[int, int], contexts: Contexts = contexts, fresh: list[bool] = fresh) -> bool:
            return any(fresh[number] for number in contexts.within(context))

        attested = [gloss for gloss in found.attested if is_new(gloss.context)]
        glossed = {(gloss.term_start, gloss.term_end) for gloss in attested}
        mentions = [m for m in found.mentions if is_new(m.context) or (m.start, m.end) in glossed]
        kept.append(Rows(mentions, attested))
    return kept
