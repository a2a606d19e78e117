"""What the counts of all candidates gain and lose when articles come, change and go."""

from __future__ import annotations

from collections.abc import Sequence

from glossary.store.ahead import Work, made_ahead
from glossary.store.articles import Region, Stored
from glossary.store.source import Source
from glossary.store.tallies import Gathered, Tallies, gather


def count_articles(source: Source, region: Region, whole: bool) -> Tallies:
    """The tallies of the articles of the region; one that still counts as before is left alone."""
    came, left = list[Stored](), list[Stored]()
    for number in sorted(region.before.keys() | region.now.keys()):
        was, now = region.before.get(number), region.now.get(number)
        if was and now and was.digest == now.digest and (was.duplicate_of is None) == (now.duplicate_of is None):
            continue
        left += [was] if was else []
        came += [now] if now else []
    tallies = Tallies()
    for old in left:
        tallies.count(_gathered(source, [old]), -1)
    with made_ahead(came, Work(_gathered, tuple, Gathered._make), source, whole) as made:
        for some in made:
            tallies.count(some, 1)
    return tallies


def _gathered(source: Source, articles: Sequence[Stored]) -> Gathered:
    return gather((each.id, source.counted(each.digest), each.duplicate_of is None) for each in articles)
